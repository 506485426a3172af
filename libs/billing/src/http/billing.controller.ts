import { Controller, Get, Query, Req, Res, applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiTags, ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Clock, csvLine, CurrentPrincipal, decodeCursor, isUuid, pageOf, type Principal, Scopes, validationFailed } from '#platform';
import { SettledQuota } from '../application/settled-quota.js';
import { QuotaLedger } from '../application/ledger/quota-ledger.js';
import { PriceLists } from '../application/plans.js';
import { type RecordFilter, type RecordRow, UsageQueries } from '../application/usage-queries.js';
import { RESOURCES } from '../contracts/resources.js';
import { toQuantity } from '../domain/amounts.js';
import { CURRENCY, RecordsQuery, UsageQuery } from './billing.request.js';
import { PlanResponse, QuotaResponse, quotaResponse, recordResponse, UsageRecordListResponse, UsageResponse } from './billing.response.js';

import { faultsOfSpan, spanOf } from './span.js';

const CSV = 'text/csv';
/** Records read at a time for a file; the whole of them may not fit into memory. */
const CSV_PAGE = 1_000;

const ApiJsonOrCsv = (json: new () => object): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(json),
    ApiOkResponse({
      description: 'By `Accept`; JSON where either will do',
      content: { 'application/json': { schema: { $ref: getSchemaPath(json) } }, [CSV]: { schema: { type: 'string' } } },
    }),
  );

/** What an organisation may use, has used, and what for. */
@ApiTags('billing')
@Scopes('billing:read')
@Controller('v1/billing')
export class BillingController {
  constructor(
    private readonly ledger: QuotaLedger,
    private readonly fresh: SettledQuota,
    private readonly usageQueries: UsageQueries,
    private readonly prices: PriceLists,
    private readonly clock: Clock,
  ) {}

  @Get('plan')
  @ApiOperation({
    summary: 'The plan, its limits, the current period and the prices',
    description: 'Prices are those of now; what is recorded keeps the price list it was made with.',
  })
  @ApiOkResponse({ type: PlanResponse, description: 'The plan' })
  async plan(@CurrentPrincipal() { orgId }: Principal): Promise<PlanResponse> {
    const now = this.clock.now();
    const { account, period } = await this.ledger.snapshot(orgId, now);
    const { version, currency, amountMicros } = this.prices.at(now);
    const limits = RESOURCES.map((resource) => {
      const limit = account.limits[resource];
      return [resource, limit === null ? null : toQuantity(limit)] as const;
    });
    return {
      plan: account.plan,
      limits: Object.fromEntries(limits),
      overrides: account.overrides,
      timezone: account.timezone,
      period,
      currency,
      priceList: version,
      prices: RESOURCES.map((resource) => ({ resource, unit: 1, amountMicros: amountMicros[resource], currency })),
    };
  }

  @Get('quota')
  @ApiOperation({
    summary: 'What is reserved and used of each limit in the current period',
    description: 'For every resource limit - reserved - used = remaining. Stored bytes and what is under way belong to no period.',
  })
  @ApiOkResponse({ type: QuotaResponse, description: 'The quota' })
  async quota(@CurrentPrincipal() { orgId }: Principal): Promise<QuotaResponse> {
    return quotaResponse(await this.fresh.snapshot(orgId));
  }

  @Get('usage')
  @ApiOperation({
    summary: 'Usage summed by day, provider or video; at most 400 days. CSV by Accept',
    description:
      'Days are those of the time zone of the organisation. Bytes are those that came and, negative, those that were freed; what is stored now says the quota.',
  })
  @ApiJsonOrCsv(UsageResponse)
  async usage(@Query() query: UsageQuery, @CurrentPrincipal() { orgId }: Principal, @Req() request: Request, @Res() response: Response) {
    const now = this.clock.now();
    const { account, period } = await this.ledger.snapshot(orgId, now);
    const wished = spanOf(query, account.timezone);
    const to = wished.to ?? period.end;
    const from = wished.from ?? (to > period.start ? period.start : to);
    const faults = faultsOfSpan({ from, to: wished.to ?? now });
    if (faults.length > 0) throw validationFailed(faults);
    const data = await this.usageQueries.sums(orgId, { from, to }, account.timezone, query.groupBy);
    if (!wantsCsv(request))
      return void response.json({ data, from, to, groupBy: query.groupBy, currency: CURRENCY } satisfies UsageResponse);
    const lines = data.map(({ group, resource, quantity, amountMicros }) => csvLine([group, resource, quantity, amountMicros, CURRENCY]));
    const text = csvLine([query.groupBy, 'resource', 'quantity', 'amountMicros', 'currency']) + lines.join('');
    asFile(response, 'usage.csv').send(text);
  }

  @Get('records')
  @ApiOperation({
    summary: 'One record for each piece of work and resource, newest first. CSV by Accept, then all of them',
    description: 'Records of a period sum up to what is used.',
  })
  @ApiJsonOrCsv(UsageRecordListResponse)
  async records(
    @Query() query: RecordsQuery,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { account } = await this.ledger.snapshot(orgId, this.clock.now());
    const span = spanOf(query, account.timezone);
    const faults = faultsOfSpan(span);
    if (faults.length > 0) throw validationFailed(faults);
    const filter: RecordFilter = { orgId, ...span, subjectId: query.videoId ?? null };
    if (wantsCsv(request)) return this.sendRecords(filter, response);
    const olderThan = query.cursor === undefined ? null : decodeCursor(query.cursor, isUuid);
    const rows = await this.usageQueries.records(filter, query.limit + 1, olderThan);
    response.json(
      pageOf(
        rows,
        query.limit,
        ({ id }) => id,
        (row) => recordResponse(row, CURRENCY),
      ),
    );
  }

  private async sendRecords(filter: RecordFilter, response: Response): Promise<void> {
    const head = ['id', 'videoId', 'resource', 'quantity', 'amountMicros', 'currency', 'recordedAt', 'provider', 'model'];
    asFile(response, 'usage-records.csv').write(
      csvLine([...head, 'providerCostMicros', 'priceList', 'periodStart', 'entry', 'subjectKind', 'subjectId']),
    );
    for (let olderThan: string | null = null; ;) {
      const rows: RecordRow[] = await this.usageQueries.records(filter, CSV_PAGE, olderThan);
      const text = rows.map(recordLine).join('');
      if (text !== '' && !response.write(text)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
      olderThan = rows.at(-1)?.id ?? null;
      if (rows.length < CSV_PAGE || response.destroyed) break;
    }
    response.end();
  }
}

function recordLine(row: RecordRow): string {
  const shown = recordResponse(row, CURRENCY);
  const { id, videoId, resource, quantity, amountMicros, currency, recordedAt, provider, model } = shown;
  const facts = [shown.providerCostMicros, shown.priceList, shown.periodStart, shown.entry, shown.subject.kind, shown.subject.id];
  return csvLine([id, videoId, resource, quantity, amountMicros, currency, recordedAt, provider, model, ...facts]);
}

/** JSON where the caller takes either. */
const wantsCsv = (request: Request): boolean => request.accepts(['application/json', CSV]) === CSV;

const asFile = (response: Response, name: string): Response =>
  response.type(`${CSV}; charset=utf-8`).setHeader('Content-Disposition', `attachment; filename="${name}"`);
