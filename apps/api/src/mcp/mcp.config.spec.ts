import { describe, expect, it } from '@jest/globals';
import { mcpConfig } from './mcp.config.js';

const AUTH = { KADR_AUTH_JWKS_URL: 'https://auth.example/keys', KADR_AUTH_AUDIENCE: 'kadr' };

describe('who may open /mcp', () => {
  it.each([
    ['nobody but keys', {}, null],
    ['an issuer whose name is no address: keys alone', { ...AUTH, KADR_AUTH_ISSUER: 'our-issuer' }, null],
    ['an issuer', { ...AUTH, KADR_AUTH_ISSUER: 'https://auth.example/' }, 'https://auth.example/'],
  ])('is %s', (_who, env, issuer) => {
    expect(mcpConfig(env)).toMatchObject({ isOn: true, issuer });
  });
});
