import { Address, type Environment, Pattern, readSettings, WholeNumber, WrongSettings } from '#platform';

const TEXT = /^[\x21-\x7e]{1,500}$/;

export class IdentityConfig {
  /** The first organisation's key. Null: none is made, and an earlier one stays. */
  @Pattern(
    'KADR_BOOTSTRAP_API_KEY',
    /^[\x21-\x7e]{8,200}$/,
    '8 to 200 printable characters without blanks, at random (32 hex digits or more)',
    {
      isSecret: true,
      isOptional: true,
    },
  )
  readonly bootstrapApiKey: string | null = null;

  /** Where the OIDC issuer publishes its keys. Null: only API keys open doors. */
  @Address('KADR_AUTH_JWKS_URL', ['https', 'http'], { isOptional: true })
  readonly jwksUrl: string | null = null;

  /** `iss` of every token; needed with `jwksUrl`. */
  @Pattern('KADR_AUTH_ISSUER', TEXT, 'the claim "iss" of the issuer', { isOptional: true })
  readonly issuer: string | null = null;

  /** `aud` that tokens must name; needed with `jwksUrl`. */
  @Pattern('KADR_AUTH_AUDIENCE', TEXT, 'the claim "aud" of this installation', { isOptional: true })
  readonly audience: string | null = null;

  /** Claim that names the organisation, at the top or in `app_metadata`. */
  @Pattern('KADR_AUTH_ORG_CLAIM', TEXT, 'the name of a claim')
  readonly orgClaim: string = 'org_id';

  /** Claim that names the role: owner, editor or viewer. */
  @Pattern('KADR_AUTH_ROLE_CLAIM', TEXT, 'the name of a claim')
  readonly roleClaim: string = 'kadr_role';

  /** By which name the issuer knows this installation, so that members sign in to the studio there. Null: they do not. */
  @Pattern('KADR_AUTH_CLIENT_ID', TEXT, 'the id under which the issuer knows this installation', { isOptional: true })
  readonly clientId: string | null = null;

  /** Null: the issuer knows it as a public client. */
  @Pattern('KADR_AUTH_CLIENT_SECRET', TEXT, 'what the issuer has given out with the id', { isSecret: true, isOptional: true })
  readonly clientSecret: string | null = null;

  /** How long a key stays as a record when it was revoked or has expired, in days. */
  @WholeNumber('KADR_REVOKED_KEY_DAYS', 1, 3650)
  readonly revokedKeyDays: number = 400;
}

/** @throws WrongSettings */
export function identityConfig(env: Environment = process.env): IdentityConfig {
  const config = readSettings(IdentityConfig, env);
  const faults = [...faultsOfTokens(config), ...faultsOfSignIn(config)];
  if (faults.length > 0) throw new WrongSettings(faults);
  return config;
}

function faultsOfTokens(config: IdentityConfig): string[] {
  if (config.jwksUrl === null) return [];
  const faults: string[] = [];
  if (!isGuarded(config.jwksUrl)) faults.push('KADR_AUTH_JWKS_URL cannot be used: it must begin with https://, or be on this machine');
  // Issuers of many tenants sign for all of them with the same keys, and a subject is unique within its issuer alone.
  if (config.issuer === null) faults.push('KADR_AUTH_ISSUER is missing: KADR_AUTH_JWKS_URL needs it');
  // And for all of their applications: a token that was made for another one opens no door here.
  if (config.audience === null) faults.push('KADR_AUTH_AUDIENCE is missing: KADR_AUTH_JWKS_URL needs it');
  return faults;
}

function faultsOfSignIn({ clientId, clientSecret, jwksUrl, issuer }: IdentityConfig): string[] {
  if (clientId === null) return clientSecret === null ? [] : ['KADR_AUTH_CLIENT_ID is missing: KADR_AUTH_CLIENT_SECRET needs it'];
  const faults: string[] = [];
  if (jwksUrl === null) faults.push('KADR_AUTH_JWKS_URL is missing: KADR_AUTH_CLIENT_ID needs it');
  // Its addresses are looked up there (/.well-known/openid-configuration).
  if (issuer !== null && !(URL.canParse(issuer) && isGuarded(issuer))) {
    faults.push('KADR_AUTH_ISSUER cannot be used to sign in: it must be an address that begins with https://, or is on this machine');
  }
  return faults;
}

/** What travels in the clear can be exchanged on its way; within one machine there is no way. */
function isGuarded(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
