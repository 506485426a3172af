/** Sessions of browsers: cases for an app with an OIDC issuer, called by the spec that starts one. */
import { describe, expect, it } from '@jest/globals';
import { type TestApp } from './test-app.js';

type Json = Record<string, unknown>;
interface World {
  readonly app: TestApp;
  readonly orgId: string;
  tokenOf(claims: Json): Promise<string>;
  /** Adds a member. @returns its id */
  add(subject: string, role: string): Promise<string>;
}
interface Browser {
  readonly cookie: string;
  readonly csrfToken: string;
  readonly setCookie: string;
}
interface Ask {
  readonly method?: string;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };
const LINKS = '/v1/sign-in-links';

export function sessionCases(world: () => World): void {
  const ask = async (path: string, { method = 'GET', body, headers = {} }: Ask = {}) => {
    const response = await fetch(world().app.url + path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: (text === '' ? {} : JSON.parse(text)) as Json };
  };
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const codeFrom = async (key: string, body: Json = {}): Promise<string> => {
    const { status, json } = await ask(LINKS, { method: 'POST', body, headers: bearer(key) });
    expect(status).toBe(201);
    return String(json['url']).split('/sign-in#')[1] ?? '';
  };
  const signIn = (body: Json, headers: Record<string, string> = SAME_ORIGIN) => ask('/v1/session', { method: 'POST', body, headers });
  const browserOf = async (body: Json): Promise<Browser> => {
    const { status, json, headers } = await signIn(body);
    expect(status).toBe(201);
    const setCookie = headers.get('set-cookie') ?? '';
    return { setCookie, cookie: setCookie.split(';')[0] ?? '', csrfToken: String(json['csrfToken']) };
  };
  /** As a page of ours asks. */
  const as = ({ cookie, csrfToken }: Browser, more: Record<string, string> = {}) => ({
    headers: { ...SAME_ORIGIN, cookie, 'kadr-csrf': csrfToken, ...more },
  });
  const newKey = async (scopes: readonly string[]): Promise<{ id: string; key: string }> =>
    (await ask('/v1/api-keys', { method: 'POST', body: { name: 'For a session', scopes }, headers: bearer(world().app.apiKey) }))
      .json as unknown as { id: string; key: string };
  const codeOf = ({ status, json }: { status: number; json: Json }) => [status, json['code']];

  describe('a sign-in link', () => {
    it('opens one session, whose cookie no script and no other site has', async () => {
      const { app, orgId } = world();
      const code = await codeFrom(app.apiKey);
      expect(code).toMatch(/^[A-Za-z0-9_-]{22}$/);
      const [one, two] = await Promise.all([signIn({ code }), signIn({ code })]);
      expect([one.status, two.status].sort()).toEqual([201, 401]);
      const { headers } = one.status === 201 ? one : two;
      const port = new URL(app.url).port;
      expect(headers.get('set-cookie')).toMatch(
        new RegExp(`^kadr-${port}=[A-Za-z0-9_-]{43}; Max-Age=77\\d+; Path=/; Expires=[^;]+; HttpOnly; SameSite=Strict$`),
      );
      expect(codeOf(await signIn({ code }))).toEqual([401, 'sign_in_code_used']);
      const browser = await browserOf({ code: await codeFrom(app.apiKey) });
      const { status, json } = await ask('/v1/session', as(browser));
      expect(status).toBe(200);
      expect(json).toMatchObject({ organisation: { id: orgId }, organisations: [{ id: orgId }], member: null, version: '0.1.0' });
      expect(json['scopes']).toContain('operator');
    });

    it('is refused when it is over, and when nobody has handed it out', async () => {
      const { app } = world();
      const code = await codeFrom(app.apiKey, { expiresInSeconds: 30 });
      await app.sql.query(`UPDATE identity.sign_in_links SET expires_at = now() WHERE used_at IS NULL`);
      expect(codeOf(await signIn({ code }))).toEqual([401, 'sign_in_code_expired']);
      expect(codeOf(await signIn({ code: 'A'.repeat(22) }))).toEqual([401, 'unauthorized']);
      const both = await signIn({ code, apiKey: app.apiKey });
      expect([codeOf(both), codeOf(await signIn({}))]).toEqual([
        [400, 'validation_failed'],
        [400, 'validation_failed'],
      ]);
      const wrong = await ask(LINKS, { method: 'POST', body: { expiresInSeconds: 1e9 }, headers: bearer(app.apiKey) });
      expect(codeOf(wrong)).toEqual([400, 'validation_failed']);
    });

    it('opens nothing once its maker is no longer let in', async () => {
      const { app } = world();
      const { id, key } = await newKey(['videos:read']);
      const code = await codeFrom(key);
      await ask(`/v1/api-keys/${id}`, { method: 'DELETE', headers: bearer(app.apiKey) });
      expect(codeOf(await signIn({ code }))).toEqual([401, 'unauthorized']);
    });

    it('is kept nowhere: neither its code, nor the cookie, nor the token of the page', async () => {
      const { app } = world();
      const code = await codeFrom(app.apiKey);
      const { cookie, csrfToken } = await browserOf({ code });
      const rows = await app.sql.query(`SELECT row_to_json(s)::text AS text FROM identity.sessions s
        UNION ALL SELECT row_to_json(l)::text FROM identity.sign_in_links l UNION ALL SELECT row_to_json(e)::text FROM eventing.events e`);
      const texts = rows.rows.map(({ text }: { text: string }) => text).join('\n');
      const secrets = [code, cookie.split('=')[1] ?? '', csrfToken];
      expect(secrets.filter((secret) => secret === '' || texts.includes(secret))).toEqual([]);
    });
  });

  describe('the cookie of a session', () => {
    it('counts for our own pages only', async () => {
      const { app } = world();
      const browser = await browserOf({ apiKey: app.apiKey });
      const { cookie, csrfToken } = browser;
      const order = { method: 'POST', body: { prompt: 'x', durationSeconds: 5, approvals: ['script'] } };
      const foreign: Record<string, string>[] = [
        { 'sec-fetch-site': 'same-origin' },
        { 'sec-fetch-site': 'same-origin', 'kadr-csrf': 'A'.repeat(22) },
        { 'sec-fetch-site': 'same-site', 'kadr-csrf': csrfToken },
        { 'sec-fetch-site': 'cross-site', 'kadr-csrf': csrfToken },
        { 'sec-fetch-site': 'none', 'kadr-csrf': csrfToken },
        { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:1', 'kadr-csrf': csrfToken },
        { origin: 'null', 'kadr-csrf': csrfToken },
        { 'kadr-csrf': csrfToken },
      ];
      for (const headers of foreign) {
        expect([headers, codeOf(await ask('/v1/videos', { ...order, headers: { ...headers, cookie } }))]).toEqual([headers, [403, 'csrf']]);
      }
      expect((await ask('/v1/videos', { headers: bearer(app.apiKey) })).json['data']).toHaveLength(
        Number((await app.sql.query('SELECT count(*)::int AS n FROM jobs.video_index')).rows[0].n),
      );
      const own: Record<string, string>[] = [{ ...SAME_ORIGIN }, { 'sec-fetch-site': 'same-origin', origin: app.url }, { origin: app.url }];
      for (const headers of own) {
        expect((await ask('/v1/videos', { ...order, headers: { ...headers, cookie, 'kadr-csrf': csrfToken } })).status).toBe(202);
      }
      const reads: [Record<string, string>, number][] = [
        [{ 'sec-fetch-site': 'same-site' }, 401],
        [{ 'sec-fetch-site': 'cross-site', 'kadr-csrf': csrfToken }, 401],
        [{ origin: 'http://localhost:1' }, 401],
        [{}, 401],
        [{ 'kadr-csrf': csrfToken }, 200],
        [{ 'sec-fetch-site': 'none' }, 200],
        [{ 'sec-fetch-site': 'same-origin' }, 200],
        [{ origin: app.url }, 200],
      ];
      for (const [headers, status] of reads) {
        expect([headers, (await ask('/v1/videos', { headers: { ...headers, cookie } })).status]).toEqual([headers, status]);
      }
    });

    it('is not asked for where there is a key', async () => {
      const { app } = world();
      const { cookie } = await browserOf({ apiKey: app.apiKey });
      const crossSite = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example', cookie };
      const withKey = { ...crossSite, ...bearer(app.apiKey) };
      expect((await ask('/v1/api-keys', { method: 'POST', body: { name: 'x', scopes: ['videos:read'] }, headers: withKey })).status).toBe(
        201,
      );
      expect((await ask('/v1/videos', { headers: { ...SAME_ORIGIN, cookie, ...bearer('kadr_unknown') } })).status).toBe(401);
    });

    it('is not put into a browser by another page', async () => {
      const { app } = world();
      const others: Record<string, string>[] = [{ 'sec-fetch-site': 'same-site' }, { origin: 'http://localhost:1' }];
      for (const headers of others) {
        expect(codeOf(await signIn({ apiKey: app.apiKey }, headers))).toEqual([403, 'csrf']);
      }
      expect(codeOf(await signIn({ apiKey: 'kadr_unknown' }))).toEqual([401, 'unauthorized']);
    });
  });

  describe('a session', () => {
    it('may what its key may, and ends with it', async () => {
      const { app } = world();
      const { id, key } = await newKey(['videos:read']);
      const browser = await browserOf({ apiKey: key });
      expect((await ask('/v1/videos', as(browser))).status).toBe(200);
      expect(codeOf(await ask('/v1/videos', { method: 'POST', body: { prompt: 'x' }, ...as(browser) }))).toEqual([
        403,
        'insufficient_scope',
      ]);
      const link = await ask(LINKS, { method: 'POST', body: {}, ...as(browser) });
      const phone = await browserOf({ code: String(link.json['url']).split('#')[1] });
      expect((await ask('/v1/session', as(phone))).json['scopes']).toEqual(['videos:read']);
      await ask(`/v1/api-keys/${id}`, { method: 'DELETE', headers: bearer(app.apiKey) });
      for (const one of [browser, phone]) expect((await ask('/v1/videos', as(one))).status).toBe(401);
    });

    it('may what its member may at the moment, and ends when they are removed', async () => {
      const { app, tokenOf, add } = world();
      const id = await add('browsing', 'editor');
      const browser = await browserOf({ code: await codeFrom(await tokenOf({ sub: 'browsing' })) });
      expect((await ask('/v1/session', as(browser))).json).toMatchObject({ member: { id, subject: 'browsing', role: 'editor' } });
      await app.sql.query(`UPDATE identity.members SET role = 'viewer' WHERE id = $1`, [id]);
      expect((await ask('/v1/session', as(browser))).json).toMatchObject({
        member: { role: 'viewer' },
        scopes: ['videos:read', 'billing:read'],
      });
      await app.sql.query(`UPDATE identity.members SET role = 'owner' WHERE id = $1`, [id]);
      expect((await ask('/v1/session', as(browser))).json['scopes']).not.toContain('admin');
      expect((await ask(`/v1/members/${id}`, { method: 'DELETE', headers: bearer(app.apiKey) })).status).toBe(204);
      expect((await ask('/v1/session', as(browser))).status).toBe(401);
      await add('browsing', 'owner');
      expect((await ask('/v1/session', as(browser))).status).toBe(401);
    });

    it('of somebody vouched for by a token lasts hours, and ends when they are added or removed here', async () => {
      const { tokenOf, add, orgId } = world();
      const browser = await browserOf({ code: await codeFrom(await tokenOf({ sub: 'vouched', org_id: orgId, kadr_role: 'editor' })) });
      const { json } = await ask('/v1/session', as(browser));
      expect(Date.parse(String(json['expiresAt'])) - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
      await add('vouched', 'viewer');
      expect((await ask('/v1/session', as(browser))).status).toBe(401);
    });

    it('ends after 30 days without use, and after 90 whatever happens', async () => {
      const { app } = world();
      const idle = await browserOf({ apiKey: app.apiKey });
      const over = await browserOf({ apiKey: app.apiKey });
      await app.sql.query(`UPDATE identity.sessions SET last_used_at = now() - interval '30 days' WHERE secret_hash = sha256($1)`, [
        Buffer.from(idle.cookie.split('=')[1] ?? ''),
      ]);
      await app.sql.query(`UPDATE identity.sessions SET expires_at = now() WHERE secret_hash = sha256($1)`, [
        Buffer.from(over.cookie.split('=')[1] ?? ''),
      ]);
      for (const one of [idle, over]) expect((await ask('/v1/session', as(one))).status).toBe(401);
    });

    it('is listed, and ended by whoever may see it', async () => {
      const { app } = world();
      const [mine, theirs] = await Promise.all([newKey(['videos:read']), newKey(['videos:read'])]);
      const [browser, stranger] = [await browserOf({ apiKey: mine.key }), await browserOf({ apiKey: theirs.key })];
      const list = async (one: Browser) => (await ask('/v1/sessions', as(one))).json['data'] as { id: string; isCurrent: boolean }[];
      const [own] = await list(browser);
      expect(await list(browser)).toMatchObject([{ isCurrent: true, openedBy: 'apiKey', keyName: 'For a session', member: null }]);
      expect(codeOf(await ask(`/v1/sessions/${own?.id}`, { method: 'DELETE', ...as(stranger) }))).toEqual([404, 'not_found']);
      const operators = await browserOf({ apiKey: app.apiKey });
      expect((await list(operators)).map(({ id }) => id)).toContain(own?.id);
      expect((await ask(`/v1/sessions/${own?.id}`, { method: 'DELETE', ...as(operators) })).status).toBe(204);
      expect((await ask('/v1/session', as(browser))).status).toBe(401);
      const out = await ask('/v1/session', { method: 'DELETE', ...as(stranger) });
      expect([out.status, out.headers.get('set-cookie')]).toEqual([
        204,
        expect.stringMatching(/^kadr-\d+=; Path=\/; Expires=Thu, 01 Jan 1970/),
      ]);
      expect((await ask('/v1/session', as(stranger))).status).toBe(401);
      expect(codeOf(await ask('/v1/session', { headers: bearer(app.apiKey) }))).toEqual([404, 'not_found']);
    });

    it('reads its own answers to an Idempotency-Key that hold a secret, and nobody else does', async () => {
      const { app } = world();
      const [one, other] = [await browserOf({ apiKey: app.apiKey }), await browserOf({ apiKey: app.apiKey })];
      const make = (browser: Browser) => ask(LINKS, { method: 'POST', body: {}, ...as(browser, { 'idempotency-key': 'phone' }) });
      const first = await make(one);
      expect((await make(one)).json).toEqual(first.json);
      expect(codeOf(await make(other))).toEqual([422, 'idempotency_key_reused']);
    });

    it('counts its calls apart from those of its key', async () => {
      const { app } = world();
      const { key } = await newKey(['videos:read']);
      const browser = await browserOf({ apiKey: key });
      const left = async (headers: Record<string, string>) =>
        Number((await ask('/v1/models?limit=1', { headers })).headers.get('ratelimit-remaining'));
      await left(bearer(key));
      const [ofKey, ofSession] = [await left(bearer(key)), await left(as(browser).headers)];
      expect(ofSession).toBeGreaterThan(ofKey);
      expect(app.url).toMatch(/^http:/);
    });
  });
}
