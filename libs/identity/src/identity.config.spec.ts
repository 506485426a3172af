import { describe, expect, it } from '@jest/globals';
import { identityConfig } from './identity.config.js';

const KEYS = 'https://auth.example/jwks';
const ISSUER = 'https://auth.example/';

describe('the settings of members', () => {
  it('are none by default', () => {
    expect(identityConfig({})).toMatchObject({ jwksUrl: null, issuer: null, audience: null, orgClaim: 'org_id', roleClaim: 'kadr_role' });
  });

  it('take keys from https, or from this machine', () => {
    for (const url of [KEYS, 'http://localhost:1/jwks', 'http://127.0.0.1:1/jwks', 'http://[::1]:1/jwks']) {
      expect(identityConfig({ KADR_AUTH_JWKS_URL: url, KADR_AUTH_ISSUER: ISSUER }).jwksUrl).toBe(url);
    }
    for (const url of ['http://auth.example/jwks', 'http://localhost.auth.example/jwks', 'http://127.0.0.1@auth.example/jwks']) {
      expect(() => identityConfig({ KADR_AUTH_JWKS_URL: url, KADR_AUTH_ISSUER: ISSUER })).toThrow('KADR_AUTH_JWKS_URL');
    }
  });

  it('name the issuer: its keys may sign for others as well', () => {
    expect(() => identityConfig({ KADR_AUTH_JWKS_URL: KEYS })).toThrow('KADR_AUTH_ISSUER is missing');
  });

  it('tell all faults at once', () => {
    expect(() => identityConfig({ KADR_AUTH_JWKS_URL: 'http://auth.example/jwks' })).toThrow(/KADR_AUTH_JWKS_URL.*KADR_AUTH_ISSUER/);
  });
});
