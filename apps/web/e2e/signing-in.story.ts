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
  });
