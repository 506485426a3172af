import { Module } from '@nestjs/common';
import { McpConfig, mcpConfig } from './mcp.config.js';
import { McpController } from './mcp.controller.js';

@Module({ controllers: [McpController], providers: [{ provide: McpConfig, useFactory: () => mcpConfig() }] })
export class McpModule {}
