import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CatalogueQuery, CurrentPrincipal, pageOfAll, type Principal, Problems, Scopes } from '#platform';
import { OrganisationSecrets, type SecretFacts } from '../application/organisation-secrets.js';
import { UnknownSecret } from '../domain/secret.errors.js';
import { SECRET_NAME } from '../domain/references.js';
import { PutSecretRequest, SecretListResponse, SecretResponse } from './secrets.request.js';

const NAME = {
  name: 'name',
  description: 'Letters, digits and `_`, 64 at most; no digit first.',
  example: 'crm_token',
  schema: { type: 'string' as const },
};

/** Secrets that graphs name and never hold. */
@ApiTags('workflows')
@Controller('v1/secrets')
export class SecretsController {
  constructor(private readonly secrets: OrganisationSecrets) {}

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'Secrets that workflows may name', description: 'By name; their values are never shown.' })
  @ApiOkResponse({ type: SecretListResponse, description: 'A page of them' })
  async list(@Query() page: CatalogueQuery, @CurrentPrincipal() { orgId }: Principal): Promise<SecretListResponse> {
    return pageOfAll(await this.secrets.list(orgId), page, ({ name }) => name, show);
  }

  @Get(':name')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'What may be shown of one secret', description: 'Its value is never shown.' })
  @ApiParam(NAME)
  @Problems('secret_not_found')
  @ApiOkResponse({ type: SecretResponse, description: 'What may be shown of it' })
  async get(@Param('name') name: string, @CurrentPrincipal() { orgId }: Principal): Promise<SecretResponse> {
    const facts = (await this.secrets.list(orgId)).find((secret) => secret.name === name);
    if (!facts) throw new UnknownSecret();
    return show(facts);
  }

  @Put(':name')
  @Scopes('admin')
  @ApiOperation({
    summary: 'Set or replace a secret; it cannot be read again',
    description: 'Headers of `Http.Request` name it: `{{secrets.<name>}}`. What runs from now on uses the new value.',
  })
  @ApiParam(NAME)
  @ApiBody({ type: PutSecretRequest, examples: { token: { value: { value: 'crm-0123456789abcdef' } } } })
  @Problems('secret_not_found', 'too_many_secrets')
  @ApiOkResponse({ type: SecretResponse, description: 'What may be shown of it' })
  async put(
    @Param('name') name: string,
    @Body() { value }: PutSecretRequest,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<SecretResponse> {
    if (!SECRET_NAME.test(name)) throw new UnknownSecret();
    return show(await this.secrets.set(orgId, name, value));
  }

  @Delete(':name')
  @HttpCode(204)
  @Scopes('admin')
  @ApiOperation({ summary: 'Forget a secret', description: 'Nodes that name it fail from now on with `unknown_secret`.' })
  @ApiParam(NAME)
  @Problems('secret_not_found')
  @ApiNoContentResponse({ description: 'It is forgotten' })
  async remove(@Param('name') name: string, @CurrentPrincipal() { orgId }: Principal): Promise<void> {
    if (!(await this.secrets.remove(orgId, name))) throw new UnknownSecret();
  }
}

const show = ({ name, version, createdAt, updatedAt }: SecretFacts): SecretResponse => ({
  ...{ name, version },
  ...{ createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
});
