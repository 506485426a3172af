import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { startTestApp, type TestApp } from './testing/index.js';
import { AUDIENCE, Issuer } from './testing/issuer.js';
import { oidcCases } from './testing/oidc-cases.js';
import { sessionCases } from './testing/session-cases.js';

type Json = Record<string, unknown>;

const issuer = new Issuer();
let app: TestApp;
let orgId = '';
beforeAll(async () => {
  for (const [kid, alg] of [
    ['rs', 'RS256'],
    ['es', 'ES256'],
    ['ed', 'EdDSA'],
  ] as const)
    await issuer.addKey(kid, alg);
  await issuer.start();
  app = await startTestApp({ env: issuer.env });
  orgId = ((await call('GET', '/v1/me', app.apiKey)).json['organisation'] as { id: string }).id;
}, 90_000);
afterAll(async () => {
  for (const name of Object.keys(issuer.env)) delete process.env[name];
  issuer.stop();
  await app?.close();
});

async function call(method: string, path: string, bearer: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? {} : (JSON.parse(text) as Json) };
}
const add = async (subject: string, role: string, key = app.apiKey): Promise<string> => {
  const { status, json } = await call('POST', '/v1/members', key, { subject, role, email: `${subject}@example.com` });
  expect(status).toBe(201);
  return String(json['id']);
};

describe('a member', () => {
  it.each(['rs', 'es', 'ed'])('is known by a token signed with %s', async (kid) => {
    await add(`ada-${kid}`, 'editor');
    const { status, json } = await call('GET', '/v1/me', await issuer.token({ sub: `ada-${kid}`, email: 'ada@example.com' }, { kid }));
    expect(status).toBe(200);
    expect(json).toMatchObject({ organisation: { id: orgId }, member: { subject: `ada-${kid}`, role: 'editor' } });
    expect(json).not.toHaveProperty('key');
  });

  it.each([
    ['viewer', 403, 403],
    ['editor', 202, 403],
    ['owner', 202, 200],
  ])('who is %s may do what the role says', async (role, onCreate, onKeys) => {
    await add(`role-${role}`, role);
    const token = await issuer.token({ sub: `role-${role}` });
    const video = { prompt: 'x', durationSeconds: 5, approvals: ['script'] };
    expect((await call('GET', '/v1/videos', token)).status).toBe(200);
    expect((await call('POST', '/v1/videos', token, video)).status).toBe(onCreate);
    expect((await call('GET', '/v1/api-keys', token)).status).toBe(onKeys);
    // The installation is managed by keys alone.
    expect((await call('POST', '/v1/admin/organisations', token, { name: 'x' })).status).toBe(403);
  });

  it('is refused from the next request on when removed; the last owner stays', async () => {
    const id = await add('leaving', 'viewer');
    const token = await issuer.token({ sub: 'leaving' });
    expect((await call('GET', '/v1/videos', token)).status).toBe(200);
    expect((await call('DELETE', `/v1/members/${id}`, app.apiKey)).status).toBe(204);
    expect((await call('GET', '/v1/videos', token)).status).toBe(401);
    expect((await call('DELETE', `/v1/members/${id}`, app.apiKey)).status).toBe(404);
    const { json } = await call('GET', '/v1/members?limit=100', app.apiKey);
    const owners = (json['data'] as { id: string; role: string }[]).filter(({ role }) => role === 'owner');
    expect(owners).toHaveLength(1);
    const last = await call('DELETE', `/v1/members/${owners[0]?.id ?? ''}`, app.apiKey);
    expect([last.status, last.json['code']]).toEqual([409, 'last_owner']);
  });

  it('stays out once removed, whatever the issuer vouches for, until added again', async () => {
    const id = await add('turncoat', 'editor');
    const token = await issuer.token({ sub: 'turncoat', org_id: orgId, kadr_role: 'owner' });
    expect((await call('DELETE', `/v1/members/${id}`, app.apiKey)).status).toBe(204);
    expect((await call('GET', '/v1/me', token)).status).toBe(401);
    const { json } = await call('GET', '/v1/members?limit=100', app.apiKey);
    expect((json['data'] as { subject: string }[]).map(({ subject }) => subject)).not.toContain('turncoat');
    await add('turncoat', 'viewer');
    expect((await call('GET', '/v1/me', token)).json).toMatchObject({ member: { role: 'viewer' } });
  });

  it('is added once', async () => {
    await add('once', 'viewer');
    const again = await call('POST', '/v1/members', app.apiKey, { subject: 'once', role: 'owner' });
    expect([again.status, again.json['code']]).toEqual([409, 'already_member']);
    const wrong = await call('POST', '/v1/members', app.apiKey, { subject: '', role: 'king', email: 'x' });
    expect([wrong.status, [...new Set((wrong.json['errors'] as { path: string }[]).map(({ path }) => path))].sort()]).toEqual([
      400,
      ['email', 'role', 'subject'],
    ]);
  });

  it('of several organisations says which; of none is nobody', async () => {
    const other = (await call('POST', '/v1/admin/organisations', app.apiKey, { name: 'Other' })).json as {
      id: string;
      apiKey: { key: string };
    };
    await add('both', 'viewer');
    await add('both', 'owner', other.apiKey.key);
    const token = await issuer.token({ sub: 'both' });
    const undecided = await call('GET', '/v1/me', token);
    expect([undecided.status, undecided.json['code']]).toEqual([400, 'organisation_required']);
    const decided = await call('GET', '/v1/me', token, undefined, { 'kadr-organisation': other.id });
    expect(decided.json).toMatchObject({ organisation: { id: other.id }, member: { role: 'owner' } });
    const seenBy = async (key: string): Promise<unknown> =>
      ((await call('GET', '/v1/members?limit=100', key)).json['data'] as Json[]).find(({ subject }) => subject === 'both')?.['lastSeenAt'];
    // What is done for one organisation is not shown to another.
    expect([await seenBy(app.apiKey), await seenBy(other.apiKey.key)]).toEqual([null, expect.any(String)]);
    expect((await call('GET', '/v1/me', await issuer.token({ sub: 'nobody' }))).status).toBe(401);
    expect((await call('GET', '/v1/me', token, undefined, { 'kadr-organisation': orgId.replace(/.$/, '0') })).status).toBe(401);
  });

  it('is moved nowhere by strangers who add them', async () => {
    const strangers = (await call('POST', '/v1/admin/organisations', app.apiKey, { name: 'Strangers' })).json as {
      id: string;
      apiKey: { key: string };
    };
    await add('wanted', 'owner', strangers.apiKey.key);
    const token = await issuer.token({ sub: 'wanted', org_id: orgId, kadr_role: 'editor' });
    expect((await call('GET', '/v1/me', token)).json).toMatchObject({ organisation: { id: orgId }, member: { role: 'editor' } });
    const there = await call('GET', '/v1/me', token, undefined, { 'kadr-organisation': strangers.id });
    expect(there.json).toMatchObject({ organisation: { id: strangers.id }, member: { role: 'owner' } });
  });

  it('may be vouched for by the issuer, in the way of Supabase as well', async () => {
    const plain = await call('GET', '/v1/me', await issuer.token({ sub: 'guest', org_id: orgId, kadr_role: 'editor' }));
    expect(plain.json).toMatchObject({ organisation: { id: orgId }, member: { role: 'editor' } });
    const supabase = await call('GET', '/v1/me', await issuer.token({ sub: 'guest2', app_metadata: { org_id: orgId } }));
    expect(supabase.json).toMatchObject({ member: { role: 'viewer' } });
    const king = await call('GET', '/v1/me', await issuer.token({ sub: 'guest3', org_id: orgId, kadr_role: 'operator' }));
    expect(king.json).toMatchObject({ member: { role: 'viewer' } });
    const nowhere = await issuer.token({ sub: 'guest4', org_id: '0190a000-0000-7000-8000-000000000000' });
    expect((await call('GET', '/v1/me', nowhere)).status).toBe(401);
  });
});

sessionCases(() => ({ app, tokenOf: (claims) => issuer.token(claims), add, orgId }));
oidcCases(() => ({ app, issuer, add, orgId }));

describe('a token', () => {
  const claims = (): JWTPayload => ({ sub: 'someone', org_id: orgId });
  const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('that is not valid is refused in the words for an unknown key', async () => {
    const publicKey = await exportSPKI(issuer.keys.get('rs')?.publicKey as CryptoKey);
    const now = Math.floor(Date.now() / 1000);
    const whole = { ...claims(), iss: issuer.url, aud: AUDIENCE, exp: now + 300 };
    const wrong: Record<string, string> = {
      expired: await issuer.token(claims(), { expiresIn: '-2m' }),
      'from another issuer': await issuer.token(claims(), { issuer: 'https://evil.example/' }),
      'for somebody else': await issuer.token(claims(), { audience: 'other' }),
      'signed by a stranger': await issuer.token(claims(), { key: (await generateKeyPair('RS256')).privateKey }),
      'of an unknown key': await issuer.token(claims(), { kid: 'unknown' }),
      unsigned: `${b64({ alg: 'none' })}.${b64(whole)}.`,
      'signed with the public key as a secret': await new SignJWT(whole)
        .setProtectedHeader({ alg: 'HS256', kid: 'rs' })
        .sign(Buffer.from(publicKey)),
      'not yet valid': await issuer.token({ ...claims(), nbf: now + 600 }),
      'without an end': await new SignJWT({ ...claims(), iss: issuer.url, aud: AUDIENCE })
        .setProtectedHeader({ alg: 'RS256', kid: 'rs' })
        .sign(issuer.keys.get('rs')?.privateKey as CryptoKey),
    };
    const unknownKey = await call('GET', '/v1/me', 'kadr_unknown');
    for (const [what, token] of Object.entries(wrong)) {
      const { status, json } = await call('GET', '/v1/me', token);
      expect([what, status, { ...json, traceId: '' }]).toEqual([what, 401, { ...unknownKey.json, traceId: '' }]);
    }
    expect((await call('GET', '/v1/me', await issuer.token(claims()))).status).toBe(200);
  });

  it('of a key that is new at the issuer is accepted once the keys may be asked for again', async () => {
    await issuer.addKey('new', 'ES256');
    const token = await issuer.token(claims(), { kid: 'new' });
    let status = 0;
    for (const deadline = Date.now() + 60_000; status !== 200 && Date.now() < deadline;) {
      ({ status } = await call('GET', '/v1/me', token));
      if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(status).toBe(200);
  }, 90_000);
});

describe('an agent without a token', () => {
  it('learns at /mcp whose token it needs, and elsewhere that it needs a key', async () => {
    const refused = await fetch(`${app.url}/mcp`, { method: 'POST' });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const place = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1] ?? '';
    const { pathname } = new URL(place);
    for (const path of [pathname, '/.well-known/oauth-protected-resource']) {
      const metadata = (await (await fetch(app.url + path)).json()) as Json;
      expect([path, metadata['authorization_servers'], metadata['bearer_methods_supported']]).toEqual([path, [issuer.url], ['header']]);
      expect(String(metadata['resource'])).toBe(place.replace(pathname, '/mcp'));
    }
    expect((await fetch(`${app.url}/v1/me`)).headers.get('www-authenticate')).toBe('Bearer realm="kadr"');
    expect((await call('POST', '/mcp', app.apiKey, {})).status).not.toBe(401);
  });
});

describe('an issuer that does not answer', () => {
  it('is no reason to call a token wrong', async () => {
    issuer.isDown = true;
    const fresh = await startTestApp({ env: issuer.env });
    try {
      const token = await issuer.token({ sub: 'someone' });
      const response = await fetch(`${fresh.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(((await response.json()) as Json)['code']).toBe('issuer_unavailable');
      expect((await fetch(`${fresh.url}/v1/me`, { headers: { authorization: `Bearer ${fresh.apiKey}` } })).status).toBe(200);
      const start = () => fetch(`${fresh.url}/v1/session/oidc/start`, { redirect: 'manual' });
      expect((await start()).headers.get('location')).toBe('/sign-in?problem=issuer_unavailable');
      issuer.isDown = false;
      expect((await start()).headers.get('location')).toMatch(new RegExp(`^${issuer.url}authorize\\?`));
    } finally {
      issuer.isDown = false;
      await fresh.close();
    }
  }, 60_000);
});
