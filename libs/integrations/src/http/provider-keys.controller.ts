import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, notFound, type Principal, Scopes } from '#platform';
import { ProviderKeyService } from '../provider-keys/provider-key.service.js';
import { type KeyFacts } from '../provider-keys/provider-keys.js';
import { ProviderKeyListResponse, ProviderKeyResponse, PutProviderKeyRequest } from './provider-keys.request.js';

/** Keys that an organisation brings for itself; they are used before those of the installation. */
@ApiTags('provider keys')
@ApiBearerAuth()
@Scopes('admin')
@Controller('v1/provider-keys')
export class ProviderKeysController {
  constructor(private readonly keys: ProviderKeyService) {}

  @Get()
  @ApiOperation({ summary: 'Providers for which your organisation has keys of its own' })
  @ApiOkResponse({ type: ProviderKeyListResponse })
  async list(@CurrentPrincipal() { orgId }: Principal): Promise<ProviderKeyListResponse> {
    return { data: (await this.keys.list(orgId)).map(show), nextCursor: null };
  }

  @Get(':provider')
  @ApiOperation({ summary: 'What may be shown of one key' })
  @ApiOkResponse({ type: ProviderKeyResponse })
  async get(@Param('provider') provider: string, @CurrentPrincipal() { orgId }: Principal): Promise<ProviderKeyResponse> {
    const facts = (await this.keys.list(orgId)).find((key) => key.provider === provider);
    if (!facts) throw notFound();
    return show(facts);
  }

  @Put(':provider')
  @ApiOperation({ summary: 'Set or replace the key for a provider; it cannot be read again' })
  @ApiOkResponse({ type: ProviderKeyResponse })
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
  @ApiOperation({ summary: 'Forget the key; the installation’s is used again, if it has one' })
  @ApiNoContentResponse()
  async remove(@Param('provider') provider: string, @CurrentPrincipal() { orgId }: Principal): Promise<void> {
    if (!(await this.keys.remove(orgId, provider))) throw notFound();
  }
}

const show = ({ provider, lastFour, updatedAt }: KeyFacts): ProviderKeyResponse => ({
  provider,
  lastFour,
  updatedAt: updatedAt.toISOString(),
});
