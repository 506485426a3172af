import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOperation,
  ApiPropertyOptional,
  ApiProperty,
  ApiTags,
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { IsTimeZone, Matches } from 'class-validator';
import { type Request, type Response } from 'express';
import {
  CurrentPrincipal,
  Database,
  Idempotent,
  IdempotencyKeys,
  type Principal,
  Scopes,
  UuidParam,
  validationFailed,
  LOCATION,
  OrganisationErasures,
  Problems,
} from '#platform';
import { Organisations } from '../application/organisations.js';
import { PlanAssignments } from '../application/plan-assignments.js';
import { OPERATOR } from '../application/scopes.js';
import { IsName } from './api-keys.request.js';
import {
  CallerByKeyResponse,
  CallerByTokenResponse,
  CreatedOrganisationResponse,
  ErasureResponse,
  OrganisationResponse,
} from './organisations.response.js';

export class CreateOrganisationRequest {
  @ApiProperty({ maxLength: 200 })
  @IsName()
  name: string;

  @ApiPropertyOptional({ default: 'free' })
  @Matches(/^[a-z][a-z0-9_-]{0,39}$/, { message: '$property must be the name of a plan' })
  plan: string = 'free';

  @ApiPropertyOptional({ default: 'UTC', description: 'IANA time zone' })
  @IsTimeZone({ message: '$property must be an IANA time zone such as Europe/Amsterdam' })
  timezone: string = 'UTC';
}

@ApiTags('organisation')
@Controller('v1')
export class OrganisationsController {
  constructor(
    private readonly organisations: Organisations,
    private readonly plans: PlanAssignments,
    private readonly database: Database,
    private readonly idempotency: IdempotencyKeys,
    private readonly erasures: OrganisationErasures,
  ) {}

  @Get('me')
  @ApiOperation({
    operationId: 'me_get',
    summary: 'Whose key or token this is, and what it may do',
    description: '`key` for an API key, `member` for a token.',
  })
  @ApiExtraModels(CallerByKeyResponse, CallerByTokenResponse)
  @ApiOkResponse({
    description: 'The caller',
    schema: { title: 'Caller', oneOf: [{ $ref: getSchemaPath(CallerByKeyResponse) }, { $ref: getSchemaPath(CallerByTokenResponse) }] },
  })
  async me(@CurrentPrincipal() { orgId, keyId, scopes, member }: Principal): Promise<CallerByKeyResponse | CallerByTokenResponse> {
    const { id, name, plan } = await this.organisations.get(orgId);
    const organisation = { id, name, plan };
    return member ? { organisation, member: { ...member, scopes } } : { organisation, key: { id: keyId, scopes } };
  }

  @Post('admin/organisations')
  @Scopes(OPERATOR)
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Make an organisation and its first key, which is shown in this answer only',
    description: 'The key has every scope but `operator`.',
  })
  @ApiBody({ type: CreateOrganisationRequest, examples: { customer: { value: { name: 'Octopus Films', plan: 'creator' } } } })
  @ApiCreatedResponse({ type: CreatedOrganisationResponse, description: 'Made', headers: LOCATION })
  create(
    @Body() body: CreateOrganisationRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedOrganisationResponse> {
    const { name, plan, timezone } = body;
    const { names } = this.plans;
    if (!names.includes(plan)) throw validationFailed([{ path: 'plan', message: `must be one of ${names.join(', ')}` }]);
    return this.database.transaction(async (tx) => {
      const { organisation, firstKey } = await this.organisations.create(tx, { name, plan, timezone });
      const answer = { id: organisation.id, name, plan, timezone, apiKey: { id: firstKey.entity.id, key: firstKey.key } };
      const location = `/v1/admin/organisations/${organisation.id}`;
      response.location(location);
      await this.idempotency.complete(tx, request, { status: 201, location, body: answer });
      return answer;
    });
  }

  @Get('admin/organisations/:id')
  @Scopes(OPERATOR)
  @ApiOperation({
    summary: 'One organisation',
    description: 'Its plan and its limits stand in `PUT …/plan` and in its own quota.',
  })
  @ApiOkResponse({ type: OrganisationResponse, description: 'The organisation' })
  async get(@UuidParam('id') id: string): Promise<OrganisationResponse> {
    const { name, plan, timezone, createdAt } = await this.organisations.get(id);
    return { id, name, plan, timezone, createdAt: createdAt.toISOString(), erasure: await this.erasures.find(id) };
  }

  @Post('admin/organisations/:id/erase')
  @HttpCode(202)
  @Scopes(OPERATOR)
  @Idempotent()
  @ApiOperation({
    summary: 'Erase an organisation: all it has is ended and deleted, and no word of it is kept',
    description:
      'Its keys and members are refused at once (by other processes within 3 s). Asking again says how far it is. What it has used and was charged stays, under its id.',
  })
  @ApiAcceptedResponse({ type: ErasureResponse, description: 'It is being erased, or is' })
  @Problems('not_erasable')
  async erase(@UuidParam('id') id: string, @Req() request: Request): Promise<ErasureResponse> {
    const begun = await this.database.transaction(async (tx) => {
      await this.organisations.close(tx, id);
      const body = await this.erasures.begin(tx, id);
      await this.idempotency.complete(tx, request, { status: 202, location: null, body });
      return body;
    });
    this.organisations.forgetKeys(id);
    return begun;
  }
}
