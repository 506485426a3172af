import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags, ApiBody, ApiOkResponse } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, Scopes, UuidParam, validationFailed, actorOf } from '#platform';
import { Accounts } from '../application/accounts.js';
import { SettledQuota } from '../application/settled-quota.js';
import { LedgerCheck } from '../application/ledger-check.js';
import { Plans } from '../application/plans.js';
import { type LimitOverrides } from '../contracts/billing.events.js';
import { AssignPlanRequest, faultsOfOverrides } from './billing.request.js';
import { LedgerCheckResponse, QuotaResponse, quotaResponse } from './billing.response.js';

/** Who manages the installation; the name of the scope is the HTTP contract's. */
const OPERATOR = 'operator';

@ApiTags('billing')
@Scopes(OPERATOR)
@Controller('v1/admin')
export class AdminBillingController {
  constructor(
    private readonly accounts: Accounts,
    private readonly fresh: SettledQuota,
    private readonly plans: Plans,
    private readonly check: LedgerCheck,
  ) {}

  @Put('organisations/:id/plan')
  @ApiOperation({
    operationId: 'organisations_assign_plan',
    summary: 'Give an organisation a plan and limits of its own; holds at once',
    description: 'Overrides replace the ones before.',
  })
  @ApiBody({ type: AssignPlanRequest, examples: { creator: { value: { plan: 'creator', overrides: { videos: 100 } } } } })
  @ApiOkResponse({ type: QuotaResponse, description: 'Its quota after it' })
  async assign(
    @UuidParam('id') orgId: string,
    @Body() body: AssignPlanRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<QuotaResponse> {
    const { plan, overrides = {} } = body;
    const faults = faultsOfOverrides(overrides);
    if (!this.plans.isKnown(plan)) faults.unshift({ path: 'plan', message: `must be one of ${this.plans.names.join(', ')}` });
    if (faults.length > 0) throw validationFailed(faults);
    await this.accounts.assign(orgId, plan, overrides as LimitOverrides, { ...actorOf(principal), orgId });
    return quotaResponse(await this.fresh.snapshot(orgId));
  }

  @Get('billing/check')
  @ApiOperation({
    operationId: 'billing_check',
    summary: 'Make the ledger anew from its events and compare it with the tables',
    description: 'Reads only.',
  })
  @ApiOkResponse({ type: LedgerCheckResponse, description: 'What differs' })
  async compare(): Promise<LedgerCheckResponse> {
    const { events, differences } = await this.check.rebuildAndCompare();
    return { isConsistent: differences.length === 0, events, differences: differences.slice(0, 1000), differenceCount: differences.length };
  }
}
