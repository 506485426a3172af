import { describe, expect, it } from '@jest/globals';
import { identityConfig } from '../identity.config.js';
import { MemberTokens } from './member-tokens.js';

const ON = { KADR_AUTH_JWKS_URL: 'https://auth.example/jwks', KADR_AUTH_ISSUER: 'https://auth.example/', KADR_AUTH_AUDIENCE: 'kadr' };
const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const TOKEN = `${b64({ alg: 'ES256', kid: 'k' })}.${b64({ sub: 'ada' })}.c2lnbmF0dXJl`;

describe('a bearer', () => {
  const tokens = new MemberTokens(identityConfig(ON));

  it('is a token by its header', () => {
    expect(tokens.isToken(TOKEN)).toBe(true);
  });

  it('is a key otherwise, also one with two dots', () => {
    for (const key of ['kadr_0123456789abcdef', 'first.second.third-and-long-enough', `${b64({ kid: 'k' })}.x.y`]) {
      expect([key, tokens.isToken(key)]).toEqual([key, false]);
    }
  });

  it('is always a key where no issuer is set', () => {
    expect(new MemberTokens(identityConfig({})).isToken(TOKEN)).toBe(false);
  });
});
