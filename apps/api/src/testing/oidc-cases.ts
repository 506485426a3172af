/** Signing in at the issuer of members: cases for an app that has one, called by the spec that starts it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { CLIENT, type Issuer } from './issuer.js';
import { type TestApp } from './test-app.js';

type Json = Record<string, unknown>;
interface World {
  readonly app: TestApp;
  readonly orgId: string;
  readonly issuer: Issuer;
  /** Adds a member. @returns its id */
  add(subject: string, role: string): Promise<string>;
}

const START = '/v1/session/oidc/start';

export function oidcCases(world: () => World): void {
  const open = (address: string, headers: Record<string, string> = {}) => fetch(address, { redirect: 'manual', headers });
  const placeOf = (response: Response): string => {
    expect(response.status).toBe(302);
    return response.headers.get('location') ?? '';
  };
  const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
  /** Goes to the issuer. @returns the cookie, and where the issuer sends the browser back to */
  const leave = async (query = '') => {
    const { app } = world();
    const started = await open(`${app.url}${START}${query}`);
    const place = placeOf(started);
    const back = new URL(placeOf(await open(place)));
    return { started, cookie: cookieOf(started), asked: new URL(place).searchParams, back: `${app.url}${back.pathname}${back.search}` };
  };
  const comeBack = async ({ cookie, back }: { readonly cookie: string; readonly back: string }) =>
    placeOf(await open(back, { cookie, 'sec-fetch-site': 'cross-site' }));
  const redeem = async (place: string) => {
    const response = await fetch(`${world().app.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ code: place.split('#')[1] }),
    });
    return { status: response.status, cookie: cookieOf(response), json: (await response.json()) as Json };
  };
  const as = async (cookie: string, path: string) =>
    (await (await fetch(world().app.url + path, { headers: { cookie, 'sec-fetch-site': 'same-origin' } })).json()) as Json;
  const refused = async (query?: string) => comeBack(await leave(query));

  describe('signing in at the issuer', () => {
    afterEach(() => {
      world().issuer.lie = {};
      world().issuer.person = null;
    });

    it('opens a session of the member, once, and leads to where they wanted to be', async () => {
      const { issuer, orgId, add, app } = world();
      const id = await add('ophelia', 'editor');
      issuer.person = { sub: 'ophelia', email: 'ophelia@example.com' };
      const way = await leave('?returnTo=/videos?tab=ready');
      expect(way.started.headers.get('set-cookie')).toMatch(
        /^kadr-\d+-oidc=[^;]+; Max-Age=\d{3}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      );
      expect(way.asked.get('client_id')).toBe(CLIENT.id);
      expect(new Set(['state', 'nonce', 'code_challenge'].map((name) => way.asked.get(name)?.length))).toEqual(new Set([43]));
      const returned = await open(way.back, { cookie: way.cookie, 'sec-fetch-site': 'cross-site' });
      expect(returned.headers.get('set-cookie')).toMatch(/^kadr-\d+-oidc=; /);
      const place = placeOf(returned);
      expect(place).toMatch(/^\/sign-in\?to=%2Fvideos%3Ftab%3Dready#[\w-]{22}$/);
      const { status, cookie, json } = await redeem(place);
      expect([status, typeof json['csrfToken']]).toEqual([201, 'string']);
      expect(await as(cookie, '/v1/session')).toMatchObject({ organisation: { id: orgId }, member: { id, role: 'editor' } });
      expect((await as(cookie, '/v1/sessions'))['data']).toMatchObject([{ openedBy: 'oidc', isCurrent: true }]);
      // Neither the code of the page nor that of the issuer works a second time, and nothing of either is kept.
      expect((await redeem(place)).json['code']).toBe('sign_in_code_used');
      expect(await comeBack(way)).toBe('/sign-in?problem=sign_in_refused');
      const rows = await app.sql.query('SELECT row_to_json(l)::text AS text FROM identity.sign_in_links l');
      const kept = rows.rows.map(({ text }: { text: string }) => text).join();
      expect([place.split('#')[1] ?? '?', way.cookie.split('=')[1] ?? '?'].filter((secret) => kept.includes(secret))).toEqual([]);
    });

    it('lets in who belongs to several organisations, and who is vouched for; nobody else', async () => {
      const { issuer, orgId } = world();
      issuer.person = { sub: 'vouched-for', org_id: orgId, kadr_role: 'viewer' };
      const { cookie } = await redeem(await refused());
      expect(await as(cookie, '/v1/session')).toMatchObject({ member: { subject: 'vouched-for', role: 'viewer' } });
      issuer.person = { sub: 'stranger' };
      expect(await refused()).toBe('/sign-in?problem=not_a_member');
      issuer.person = null;
      expect(await refused()).toBe('/sign-in?problem=sign_in_refused');
    });

    it('is refused where the answer is not the one to this question', async () => {
      const { issuer, add } = world();
      await add('hamlet', 'viewer');
      issuer.person = { sub: 'hamlet' };
      const [one, other] = [await leave(), await leave()];
      expect(await comeBack({ back: one.back, cookie: other.cookie })).toBe('/sign-in?problem=sign_in_refused');
      expect(await comeBack({ back: one.back, cookie: '' })).toBe('/sign-in?problem=sign_in_expired');
      expect(await comeBack({ back: one.back, cookie: `${one.cookie.split('=')[0]}=nonsense` })).toBe('/sign-in?problem=sign_in_expired');
      // The issuer's code of somebody else, put into one's own answer: the proof of the exchange is another one.
      const swapped = new URL(other.back);
      swapped.searchParams.set('code', new URL((await leave()).back).searchParams.get('code') ?? '');
      expect(await comeBack({ back: swapped.href, cookie: other.cookie })).toBe('/sign-in?problem=sign_in_refused');
    });

    it.each([
      ['for another application', { audience: 'other' }],
      ['from another issuer', { issuer: 'https://evil.example/' }],
      ['that is over', { expiresIn: '-2m' }],
      ['with the nonce of another sign-in', { nonce: 'another' }],
      ['without a subject', { sub: undefined }],
    ])('takes no token %s', async (_what, lie) => {
      const { issuer } = world();
      issuer.person = { sub: 'hamlet' };
      issuer.lie = lie as Issuer['lie'];
      expect(await refused()).toBe('/sign-in?problem=sign_in_refused');
    });

    it('takes no token that a stranger has signed', async () => {
      const { issuer } = world();
      issuer.person = { sub: 'hamlet' };
      issuer.lie = { key: (await generateKeyPair('RS256')).privateKey };
      expect(await refused()).toBe('/sign-in?problem=sign_in_refused');
      issuer.lie = {};
      expect(await refused()).toMatch(/^\/sign-in\?to=%2Fcreate#/);
    });

    it('never leads to another site', async () => {
      const { issuer } = world();
      issuer.person = { sub: 'hamlet' };
      const wished = ['//evil.example/x', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '', `/${'a'.repeat(1001)}`];
      for (const returnTo of wished) {
        const place = await refused(`?returnTo=${encodeURIComponent(returnTo)}`);
        expect([returnTo, place.split('#')[0]]).toEqual([returnTo, '/sign-in?to=%2Fcreate']);
      }
    });

    it('is offered by its name', async () => {
      expect(await as('', '/v1/session/methods')).toEqual({ link: true, apiKey: true, oidc: { label: '127.0.0.1' } });
    });
  });
}
