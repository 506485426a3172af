import { identityConfig } from '#identity';
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
    /** Where clients reach the API, without a slash at the end. */
    readonly publicUrl: string,
    /** Who issues tokens that open `/mcp`; null: keys alone do. */
    readonly issuer: string | null,
  ) {}
}

/** @throws WrongSettings */
export function mcpConfig(env: Environment = process.env): McpConfig {
  const { mode } = readSettings(McpSettings, env);
  const { publicUrl } = installationConfig(env);
  const { jwksUrl, issuer } = identityConfig(env);
  // Clients look for the issuer's own metadata at its address: a name that is none leads nowhere.
  const isAddress = jwksUrl !== null && issuer !== null && URL.canParse(issuer);
  return new McpConfig(mode === 'on', new Set([new URL(publicUrl).origin]), publicUrl, isAddress ? issuer : null);
}
