import { Module } from '@nestjs/common';
import { McpConfig, mcpConfig } from './mcp.config.js';
import { McpChallenge } from './mcp-challenge.js';
import { McpMetadataController } from './mcp-metadata.controller.js';
import { McpController } from './mcp.controller.js';

@Module({
  controllers: [McpController, McpMetadataController],
  providers: [McpChallenge, { provide: McpConfig, useFactory: () => mcpConfig() }],
})
export class McpModule {}
