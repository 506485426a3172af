import { type Environment, installationConfig, OneOf, readSettings } from '#platform';

class McpSettings {
  /** `off`: there is no `/mcp`. */
  @OneOf('KADR_MCP', ['on', 'off'])
  readonly mode: 'on' | 'off' = 'on';
}

/** What `/mcp` is served by. */
export class McpConfig {
  constructor(
    readonly isOn: boolean,
    /** Of pages that may use it: those of this installation. */
    readonly origins: ReadonlySet<string>,
  ) {}
}

/** @throws WrongSettings */
export function mcpConfig(env: Environment = process.env): McpConfig {
  const { mode } = readSettings(McpSettings, env);
  return new McpConfig(mode === 'on', new Set([new URL(installationConfig(env).publicUrl).origin]));
}
