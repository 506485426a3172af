import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags, ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  CurrentPrincipal,
  Database,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  isUuid,
  pageOf,
  PageQuery,
  type Principal,
  Scopes,
  UuidParam,
  LOCATION,
  Problems,
} from '#platform';
import { ApiKeys } from '../application/api-keys.js';
import { type ApiKeyEntity } from '../application/entities.js';
import { ApiKeyListResponse, ApiKeyResponse, CreatedApiKeyResponse } from './api-keys.response.js';
import { CreateApiKeyRequest } from './api-keys.request.js';

@ApiTags('organisation')
@Scopes('admin')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly database: Database,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post()
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Make an API key; the key itself is shown in this answer only',
    description: 'It can have no scope that the one who makes it lacks.',
  })
  @ApiBody({ type: CreateApiKeyRequest, examples: { reader: { value: { name: 'Reader', scopes: ['videos:read'] } } } })
  @ApiCreatedResponse({ type: CreatedApiKeyResponse, description: 'Made', headers: LOCATION })
  create(
    @Body() body: CreateApiKeyRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedApiKeyResponse> {
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null;
    const order = {
      orgId: principal.orgId,
      name: body.name,
      scopes: body.scopes,
      expiresAt,
      providerCostMicrosPerDay: body.limits?.providerCostMicrosPerDay ?? null,
    };
    return this.database.transaction(async (tx) => {
      const { entity, key } = await this.apiKeys.create(tx, principal, order);
      const answer = { ...show(entity), key };
      const location = `/v1/api-keys/${entity.id}`;
      response.location(location);
      await this.idempotency.complete(tx, request, { status: 201, location, body: answer });
      return answer;
    });
  }

  @Get()
  @ApiOperation({
    summary: 'List API keys, newest first',
    description: 'Of your organisation, without those that were revoked.',
  })
  @ApiOkResponse({ type: ApiKeyListResponse, description: 'A page of them' })
  async list(@Query() { limit, cursor }: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<ApiKeyListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    return pageOf(await this.apiKeys.list(orgId, limit, olderThan), limit, ({ id }) => id, show);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One API key',
    description: 'The key itself is not shown again.',
  })
  @ApiOkResponse({ type: ApiKeyResponse, description: 'What may be shown of it' })
  async get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ApiKeyResponse> {
    return show(await this.apiKeys.get(orgId, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Revoke an API key; in effect everywhere within 5 s',
    description: 'The first key of the installation comes from its settings and cannot be revoked here.',
  })
  @ApiNoContentResponse({ description: 'It is revoked' })
  @Problems('bootstrap_key')
  async revoke(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<void> {
    await this.apiKeys.revoke(orgId, id);
  }
}

function show({ id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, providerCostMicrosPerDay }: ApiKeyEntity): ApiKeyResponse {
  return {
    id,
    name,
    prefix,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    limits: { providerCostMicrosPerDay },
  };
}
