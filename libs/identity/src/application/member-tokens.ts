import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { logger, Refusal } from '#platform';
import { IdentityConfig } from '../identity.config.js';

/** Asymmetric ones only: with HS256 the public key itself would sign, and `none` signs nothing. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const KEYS_TIMEOUT_MS = 5_000;
/** Two looks for a key that is not known are at least this far apart: tokens with invented key ids must not make us hammer the issuer. */
const KEYS_COOLDOWN_MS = 10_000;
const CLOCK_TOLERANCE_SECONDS = 30;
const RETRY_AFTER_SECONDS = 5;

const log = logger('identity');

/** What a valid token says. */
export interface TokenClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** The organisation the token names; null: none. */
  readonly orgId: string | null;
  /** The role it names, unchecked. */
  readonly role: string | null;
}

/** Tokens of an OIDC issuer (Supabase Auth or any other), verified by the keys it publishes. */
@Injectable()
export class MemberTokens {
  private readonly keys: JWTVerifyGetKey | null;

  constructor(private readonly config: IdentityConfig) {
    this.keys =
      config.jwksUrl === null
        ? null
        : createRemoteJWKSet(new URL(config.jwksUrl), { timeoutDuration: KEYS_TIMEOUT_MS, cooldownDuration: KEYS_COOLDOWN_MS });
  }

  /** Whether this can be a token at all, rather than an API key. */
  isToken(text: string): boolean {
    return this.keys !== null && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text) && hasHeader(text);
  }

  /** @returns null when the token is not valid @throws Refusal 503 `issuer_unavailable` when nobody can say */
  async verify(token: string): Promise<TokenClaims | null> {
    if (!this.keys) return null;
    const { issuer, audience } = this.config;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub', ...(issuer === null ? [] : ['iss'])],
        ...(issuer !== null && { issuer }),
        ...(audience !== null && { audience }),
      });
      return this.claimsOf(payload);
    } catch (error) {
      if (isVerdict(error)) return null;
      // The error's message may quote the answer, never the token.
      log.warn({ err: error }, 'the keys of the token issuer cannot be had');
      throw new Refusal('unavailable', 'issuer_unavailable', 'Tokens cannot be checked at the moment. Try again soon.', {
        headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
        cause: error,
      });
    }
  }

  /** What our claims are in a token that was checked. */
  claimsOf(payload: JWTPayload): TokenClaims {
    const { orgClaim, roleClaim } = this.config;
    // Supabase lets a project's own claims stand in `app_metadata`, which users cannot change.
    const metadata = payload['app_metadata'];
    const own = typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {};
    return {
      issuer: payload.iss ?? '',
      subject: payload.sub ?? '',
      email: textOf(payload['email']),
      orgId: textOf(payload[orgClaim]) ?? textOf(own[orgClaim]),
      role: textOf(payload[roleClaim]) ?? textOf(own[roleClaim]),
    };
  }
}

/** A key that an operator chose may have two dots as well. */
function hasHeader(text: string): boolean {
  try {
    return typeof decodeProtectedHeader(text).alg === 'string';
  } catch {
    return false;
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Whether the token was looked at and found wrong; everything else says nothing about it. */
const isVerdict = (error: unknown): boolean =>
  error instanceof errors.JWTExpired ||
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys;
