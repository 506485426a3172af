import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { notFound, Public } from '#platform';
import { McpConfig } from './mcp.config.js';

/** Of `/mcp`, by RFC 9728, 3.1: its path follows the well-known one. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

/** RFC 9728: by whose tokens `/mcp` is opened. */
@ApiExcludeController()
@Controller()
export class McpMetadataController {
  constructor(private readonly config: McpConfig) {}

  /** Older clients ask at the root. */
  @Public()
  @Get([METADATA_PATH, '/.well-known/oauth-protected-resource'])
  metadata(): object {
    const { isOn, issuer, publicUrl } = this.config;
    if (!isOn || issuer === null) throw notFound();
    return {
      resource: `${publicUrl}/mcp`,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      resource_name: 'Kadr',
    };
  }
}
