import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  decodeCursor,
  hasScope,
  notFound,
  PageQuery,
  pageOf,
  type Principal,
  Refusal,
  Scopes,
  UuidParam,
} from '#platform';
import { ApiKeys } from '../application/api-keys.js';
import { Organisations } from '../application/organisations.js';
import { type ApiKey } from '../application/api-key.entity.js';
import { CreateApiKeyRequest, CreateOrganisationRequest } from './identity.requests.js';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1')
export class IdentityController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly organisations: Organisations,
  ) {}

  @Get('me')
  @ApiOperation({ summary: 'Who this key belongs to and what it may do' })
  async me(@CurrentPrincipal() { orgId, keyId, scopes }: Principal) {
    const { id, name, plan } = await this.organisations.get(orgId);
    return { organisation: { id, name, plan }, key: { id: keyId, scopes } };
  }

  @Post('api-keys')
  @Scopes('admin')
  @ApiOperation({ summary: 'Make a key; it is shown only in this answer' })
  async createKey(@Body() { name, scopes, expiresAt }: CreateApiKeyRequest, @CurrentPrincipal() principal: Principal) {
    // A key can hand on what it has, and no more: so nobody makes an operator of themselves.
    const missing = scopes.filter((scope) => !hasScope(principal.scopes, scope));
    if (missing.length > 0)
      throw new Refusal('forbidden', 'insufficient_scope', `A key cannot give scopes it lacks: ${missing.join(', ')}.`);
    const { key, secret } = await this.keys.create(principal.orgId, name, scopes, expiresAt ? new Date(expiresAt) : null);
    return { ...shown(key), key: secret };
  }

  @Get('api-keys')
  @Scopes('admin')
  @ApiOperation({ summary: 'List the keys of the organisation, newest first' })
  async listKeys(@Query() { limit, cursor }: PageQuery, @CurrentPrincipal() { orgId }: Principal) {
    const found = await this.keys.list(orgId, limit + 1, cursor === undefined ? null : decodeCursor(cursor));
    return pageOf(found, limit, (key) => key.id, shown);
  }

  @Delete('api-keys/:id')
  @HttpCode(204)
  @Scopes('admin')
  @ApiOperation({ summary: 'Revoke a key; it stops working within 5 seconds everywhere' })
  async revokeKey(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<void> {
    if (!(await this.keys.revoke(orgId, id))) throw notFound();
  }

  @Post('admin/organisations')
  @Scopes('operator')
  @ApiOperation({ summary: 'Make an organisation with its first key' })
  async createOrganisation(@Body() { name, plan = 'free', timezone = 'UTC' }: CreateOrganisationRequest) {
    const { organisation, key, secret } = await this.organisations.create(name, plan, timezone);
    return { id: organisation.id, name, plan, apiKey: { id: key.id, key: secret } };
  }
}

const shown = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: key.scopes,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
});
