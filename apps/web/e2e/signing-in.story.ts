import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type Studio } from './support/studio.js';

export const signingIn = (studio: () => Studio): void =>
  describe('signing in', () => {
    it('by a link works once, and leaves no secret where a page could read it', async () => {
      const link = await studio().signInLink();
      const visit = await studio().visit({ isSignedIn: false });
      await visit.page.goto(link);
      await visit.page.waitForURL('**/create');
      await visit.at('create-page').waitFor();
      expect(new URL(visit.page.url()).hash).toBe('');
      const kept = await visit.page.evaluate(() => ({
        cookie: document.cookie,
        names: Object.keys(localStorage),
        values: Object.values(localStorage).join(),
      }));
      expect(kept.cookie).toBe('');
      expect(kept.names.filter((name) => !name.startsWith('kadr.draft.'))).toEqual(['kadr.csrf']);
      expect(kept.values).not.toContain(new URL(link).hash.slice(1));

      const other = await studio().visit({ isSignedIn: false });
      await other.page.goto(link);
      await other.at('problem').waitFor();
      expect(await other.attribute('problem', 'data-code')).toBe('sign_in_code_used');
      expect(new URL(other.page.url()).hash).toBe('');
      expect(await other.axe()).toEqual([]);
      await other.open('/videos');
      await other.at('sign-in-page').waitFor();
    }, 60_000);

    it('at the issuer of members leads back to the page that was wanted, or says why not', async () => {
      const { issuer, app } = studio();
      await app.post('/v1/members', { subject: 'laertes', role: 'viewer' });
      const visit = await studio().visit({ isSignedIn: false, others: [issuer.url] });
      issuer.person = { sub: 'nobody-here' };
      await visit.open('/usage');
      await visit.at('sign-in-oidc').click();
      await visit.at('problem').waitFor();
      expect(await visit.attribute('problem', 'data-code')).toBe('not_a_member');
      expect(await visit.axe()).toEqual([]);
      await visit.open('/usage');
      issuer.person = { sub: 'laertes', email: 'laertes@example.com' };
      await visit.at('sign-in-oidc').click();
      await visit.at('usage-page').waitFor();
      expect(new URL(visit.page.url()).hash).toBe('');
      expect(await visit.page.evaluate(() => document.cookie)).toBe('');
      await visit.open('/settings');
      await visit.page.getByText('laertes@example.com').first().waitFor();
    }, 60_000);

    it('by a key forgets it, and signing out ends the session', async () => {
      const visit = await studio().visit({ isSignedIn: false });
      await visit.open('/usage');
      await visit.page.waitForURL('**/sign-in?*');
      const key = studio().app.authorization.replace('Bearer ', '');
      await visit.page.getByLabel('API key').fill(key);
      await visit.page.getByRole('button', { name: 'Sign in' }).click();
      await visit.at('usage-page').waitFor();
      expect(await visit.page.evaluate(() => Object.values(localStorage).join())).not.toContain(key);
      await visit.open('/settings');
      await visit.page.getByRole('button', { name: 'Sign out' }).click();
      await visit.at('sign-in-page').waitFor();
      expect(await visit.page.evaluate(async () => (await fetch('/v1/session')).status)).toBe(401);
    }, 60_000);

    it('is of no use to a program at another port, though the browser sends it the cookie', async () => {
      const { app } = studio();
      const stranger = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>A stranger</h1>'));
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
      const { port } = stranger.address() as AddressInfo;
      const own = new URL(app.url);
      const elsewhere = `http://${own.hostname}:${port}`;
      try {
        const visit = await studio().visit({ others: [elsewhere] });
        const total = async () => await (await app.request('/v1/videos/counts')).text();
        const before = await total();
        const answers: string[] = [];
        visit.page.on('response', (response) => {
          const asked = new URL(response.url());
          if (asked.origin !== own.origin || !asked.pathname.startsWith('/v1/')) return;
          answers.push(`${response.request().method()} ${asked.pathname} ${response.status()}`);
        });
        await visit.page.goto(elsewhere);
        answers.length = 0; // what the page before had asked for
        await visit.page.evaluate(async (origin) => {
          const body = JSON.stringify({ prompt: 'Ordered by a stranger' });
          const send = (path: string, init: RequestInit) =>
            fetch(`${origin}${path}`, { credentials: 'include', mode: 'no-cors', ...init }).catch(() => undefined);
          await send('/v1/videos', {});
          await send('/v1/session', {});
          await send('/v1/videos', { method: 'POST', body, headers: { 'content-type': 'text/plain' } });
          await send('/v1/api-keys', { method: 'POST', body: JSON.stringify({ name: 'theirs', scopes: ['admin'] }) });
        }, own.origin);
        expect(answers.toSorted()).toEqual(['GET /v1/session 401', 'GET /v1/videos 401', 'POST /v1/api-keys 403', 'POST /v1/videos 403']);
        // Refused for where it comes from: what comes without a session is asked for a key.
        expect((await fetch(`${own.origin}/v1/videos`, { method: 'POST' })).status).toBe(401);
        expect(await total()).toBe(before);
        // A form leads the browser itself there: it is no better off.
        await visit.page.evaluate((origin) => {
          const form = document.createElement('form');
          Object.assign(form, { method: 'POST', action: `${origin}/v1/videos`, enctype: 'text/plain' });
          document.body.append(form);
          form.submit();
        }, own.origin);
        await visit.page.waitForURL(`${own.origin}/v1/videos`);
        expect(await visit.page.evaluate(() => document.body.innerText)).toContain('csrf');
        expect(await total()).toBe(before);
        // The session itself is as good as before.
        await visit.open('/usage');
        await visit.at('usage-page').waitFor();
      } finally {
        stranger.close();
      }
    }, 60_000);
  });
