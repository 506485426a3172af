import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags, ApiBody, ApiParam } from '@nestjs/swagger';
import { CurrentPrincipal, notFound, type Principal, Scopes, CatalogueQuery, pageOfAll } from '#platform';
import { ProviderKeyService } from '../provider-keys/provider-key.service.js';
import { type KeyFacts } from '../provider-keys/provider-keys.js';
import { ProviderKeyListResponse, ProviderKeyResponse, PutProviderKeyRequest } from './provider-keys.request.js';

/** Keys that an organisation brings for itself; they are used before those of the installation. */
@ApiTags('provider-keys')
@Scopes('admin')
@Controller('v1/provider-keys')
export class ProviderKeysController {
  constructor(private readonly keys: ProviderKeyService) {}

  @Get()
  @ApiOperation({
    summary: 'Providers for which your organisation has keys of its own',
    description: 'By name; the keys themselves are never shown.',
  })
  @ApiOkResponse({ type: ProviderKeyListResponse, description: 'A page of them' })
  async list(@Query() page: CatalogueQuery, @CurrentPrincipal() { orgId }: Principal): Promise<ProviderKeyListResponse> {
    return pageOfAll(await this.keys.list(orgId), page, ({ provider }) => provider, show);
  }

  @Get(':provider')
  @ApiOperation({
    summary: 'What may be shown of one key',
    description: 'The key itself is never shown.',
  })
  @ApiParam({ name: 'provider', description: 'Name of the provider.', example: 'kie', schema: { type: 'string' } })
  @ApiOkResponse({ type: ProviderKeyResponse, description: 'What may be shown of it' })
  async get(@Param('provider') provider: string, @CurrentPrincipal() { orgId }: Principal): Promise<ProviderKeyResponse> {
    const facts = (await this.keys.list(orgId)).find((key) => key.provider === provider);
    if (!facts) throw notFound();
    return show(facts);
  }

  @Put(':provider')
  @ApiOperation({
    summary: 'Set or replace the key for a provider; it cannot be read again',
    description: 'It is used before the key of the installation.',
  })
  @ApiParam({ name: 'provider', description: 'Name of the provider.', example: 'kie', schema: { type: 'string' } })
  @ApiBody({ type: PutProviderKeyRequest, examples: { key: { value: { apiKey: 'sk-0123456789abcdef' } } } })
  @ApiOkResponse({ type: ProviderKeyResponse, description: 'What may be shown of it' })
  async put(
    @Param('provider') provider: string,
    @Body() { apiKey }: PutProviderKeyRequest,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<ProviderKeyResponse> {
    if (!this.keys.isKnown(provider)) throw notFound();
    return show(await this.keys.set(orgId, provider, apiKey));
  }

  @Delete(':provider')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Forget the key; the installation’s is used again, if it has one',
    description: 'Work under way keeps the key it began with.',
  })
  @ApiParam({ name: 'provider', description: 'Name of the provider.', example: 'kie', schema: { type: 'string' } })
  @ApiNoContentResponse({ description: 'It is forgotten' })
  async remove(@Param('provider') provider: string, @CurrentPrincipal() { orgId }: Principal): Promise<void> {
    if (!(await this.keys.remove(orgId, provider))) throw notFound();
  }
}

const show = ({ provider, lastFour, updatedAt }: KeyFacts): ProviderKeyResponse => ({
  provider,
  lastFour,
  updatedAt: updatedAt.toISOString(),
});
