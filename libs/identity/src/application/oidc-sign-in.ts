import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  None,
  ResponseBodyError,
} from 'openid-client';
import { installationConfig, logger, type Principal } from '#platform';
import { IdentityConfig } from '../identity.config.js';
import { Members } from './members.js';
import { MemberTokens } from './member-tokens.js';

export const OIDC_CALLBACK = '/v1/session/oidc/callback';
const TIMEOUT_SECONDS = 5;
const SCOPES = 'openid email';
/** Of the library: the issuer did not answer, or with something that is no answer. */
const NO_ANSWER = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR']);

const log = logger('identity');

/** Why nobody was signed in. */
export type SignInRefusal = 'sign_in_refused' | 'not_a_member' | 'issuer_unavailable';

/**
 * Members sign in at their issuer (OpenID Connect, authorization code with PKCE). Nothing is kept here meanwhile: state, nonce and verifier
 * are derived from one secret that the browser keeps in a cookie, so any process can end what another one began.
 */
@Injectable()
export class OidcSignIn {
  private readonly redirectUri = `${installationConfig().publicUrl}${OIDC_CALLBACK}`;
  private client: Promise<Configuration> | null = null;

  constructor(
    private readonly config: IdentityConfig,
    private readonly members: Members,
    private readonly tokens: MemberTokens,
  ) {}

  /** What the issuer is called; null: there is no such way here. */
  get label(): string | null {
    const { clientId, issuer } = this.config;
    return clientId === null || issuer === null ? null : new URL(issuer).hostname;
  }

  /** @returns where the browser signs in; null: the issuer cannot be reached */
  async begin(secret: string): Promise<URL | null> {
    try {
      return buildAuthorizationUrl(await this.discovered(), {
        redirect_uri: this.redirectUri,
        scope: SCOPES,
        state: derived(secret, 'state'),
        nonce: derived(secret, 'nonce'),
        code_challenge: await calculatePKCECodeChallenge(derived(secret, 'verifier')),
        code_challenge_method: 'S256',
      });
    } catch (error) {
      note(error);
      return null;
    }
  }

  /** @param answer what the issuer has sent the browser back with */
  async end(secret: string, answer: URLSearchParams): Promise<Principal | SignInRefusal> {
    let claims;
    try {
      const answers = await authorizationCodeGrant(await this.discovered(), new URL(`${this.redirectUri}?${answer}`), {
        pkceCodeVerifier: derived(secret, 'verifier'),
        expectedState: derived(secret, 'state'),
        expectedNonce: derived(secret, 'nonce'),
        idTokenExpected: true,
      });
      claims = answers.claims();
    } catch (error) {
      note(error);
      return isSilence(error) ? 'issuer_unavailable' : 'sign_in_refused';
    }
    return (claims && (await this.members.arriving(this.tokens.claimsOf(claims)))) ?? 'not_a_member';
  }

  /** The issuer's addresses, asked for once; an issuer that is away is asked anew. */
  private discovered(): Promise<Configuration> {
    this.client ??= this.discover().catch((error: unknown) => {
      this.client = null;
      throw error;
    });
    return this.client;
  }

  private async discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    if (issuer === null || clientId === null) throw new Error('there is no issuer to sign in at');
    const server = new URL(issuer);
    const client = await discovery(server, clientId, undefined, wayOf(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      // The settings take http on this machine only.
      // oxlint-disable-next-line typescript/no-deprecated -- marked so that nobody uses it by accident
      execute: server.protocol === 'http:' ? [allowInsecureRequests] : [],
    });
    // The answer comes from the issuer itself, and its signature is checked all the same.
    enableNonRepudiationChecks(client);
    return client;
  }
}

/** 43 characters of base64url, which no one of them tells about another. */
const derived = (secret: string, what: 'state' | 'nonce' | 'verifier'): string =>
  createHash('sha256').update(`${what}:${secret}`).digest('base64url');

/** By the header where the issuer takes that, as it does unless it says otherwise; without a secret PKCE alone proves who asks. */
function wayOf(secret: string | null): ClientAuth {
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const isByBody = !taken.includes('client_secret_basic') && taken.includes('client_secret_post');
    const way = secret === null ? None() : isByBody ? ClientSecretPost(secret) : ClientSecretBasic(secret);
    return way(server, client, body, headers);
  };
}

function isSilence(error: unknown): boolean {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) return false;
  const { code } = error as { readonly code?: unknown };
  return typeof code !== 'string' || NO_ANSWER.has(code);
}

/** Its text only: what else hangs at such an error may be an answer with tokens in it. */
function note(error: unknown): void {
  const { name, message, code } = error as { readonly name?: unknown; readonly message?: unknown; readonly code?: unknown };
  log.warn({ reason: `${String(name)}: ${String(message)}`, code }, 'a sign-in at the issuer came to nothing');
}
