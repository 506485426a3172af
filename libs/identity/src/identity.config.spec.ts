import { describe, expect, it } from '@jest/globals';
import { identityConfig } from './identity.config.js';

const KEYS = 'https://auth.example/jwks';
const OIDC = { KADR_AUTH_ISSUER: 'https://auth.example/', KADR_AUTH_AUDIENCE: 'kadr' };

describe('the settings of members', () => {
  it('are none by default', () => {
    expect(identityConfig({})).toMatchObject({ jwksUrl: null, issuer: null, audience: null, orgClaim: 'org_id', roleClaim: 'kadr_role' });
  });

  it('take keys from https, or from this machine', () => {
    for (const url of [KEYS, 'http://localhost:1/jwks', 'http://127.0.0.1:1/jwks', 'http://[::1]:1/jwks']) {
      expect(identityConfig({ ...OIDC, KADR_AUTH_JWKS_URL: url }).jwksUrl).toBe(url);
    }
    for (const url of ['http://auth.example/jwks', 'http://localhost.auth.example/jwks', 'http://127.0.0.1@auth.example/jwks']) {
      expect(() => identityConfig({ ...OIDC, KADR_AUTH_JWKS_URL: url })).toThrow('KADR_AUTH_JWKS_URL cannot be used');
    }
  });

  it('name the issuer: its keys may sign for others as well', () => {
    expect(() => identityConfig({ KADR_AUTH_JWKS_URL: KEYS, KADR_AUTH_AUDIENCE: 'kadr' })).toThrow('KADR_AUTH_ISSUER is missing');
  });

  it('faults B24: name the audience: tokens for other applications of the issuer open no door', () => {
    for (const audience of [{}, { KADR_AUTH_AUDIENCE: '' }]) {
      const env = { KADR_AUTH_JWKS_URL: KEYS, KADR_AUTH_ISSUER: OIDC.KADR_AUTH_ISSUER, ...audience };
      expect(() => identityConfig(env)).toThrow('KADR_AUTH_AUDIENCE is missing');
    }
    expect(identityConfig({ KADR_AUTH_JWKS_URL: KEYS, ...OIDC }).audience).toBe('kadr');
  });

  it('of signing in need the issuer of the tokens, where its addresses are found', () => {
    const on = { ...OIDC, KADR_AUTH_JWKS_URL: KEYS, KADR_AUTH_CLIENT_ID: 'studio' };
    expect(identityConfig(on)).toMatchObject({ clientId: 'studio', clientSecret: null });
    expect(identityConfig({ ...on, KADR_AUTH_ISSUER: 'http://127.0.0.1:1/', KADR_AUTH_CLIENT_SECRET: 's' }).clientSecret).toBe('s');
    expect(() => identityConfig({ KADR_AUTH_CLIENT_ID: 'studio' })).toThrow('KADR_AUTH_JWKS_URL is missing');
    expect(() => identityConfig({ KADR_AUTH_CLIENT_SECRET: 'hush' })).toThrow('KADR_AUTH_CLIENT_ID is missing');
    for (const issuer of ['auth.example', 'http://auth.example/', 'ftp://auth.example/']) {
      expect(() => identityConfig({ ...on, KADR_AUTH_ISSUER: issuer })).toThrow('KADR_AUTH_ISSUER cannot be used to sign in');
    }
  });

  it('tell all faults at once', () => {
    expect(() => identityConfig({ KADR_AUTH_JWKS_URL: 'http://auth.example/jwks' })).toThrow(
      /KADR_AUTH_JWKS_URL.*KADR_AUTH_ISSUER.*KADR_AUTH_AUDIENCE/,
    );
  });
});
