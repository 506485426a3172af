import { describe, expect, it } from '@jest/globals';
import { type Studio, type Visit } from './support/studio.js';
import { becomes } from './support/waits.js';

export const limits = (studio: () => Studio): void =>
  describe('rights and limits', () => {
    const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
    const signedInBy = async (key: string, to: string): Promise<Visit> => {
      const visit = await studio().visit({ isSignedIn: false });
      await visit.open(to);
      await visit.page.waitForURL('**/sign-in?*');
      await visit.page.getByLabel('API key').fill(key);
      await visit.page.getByRole('button', { name: 'Sign in' }).click();
      await visit.page.waitForURL((url) => url.pathname !== '/sign-in');
      return visit;
    };

    it('of a plan that is too small are said with their numbers, and what fits is taken by the server', async () => {
      const organisation = { name: 'Small', plan: 'free', timezone: 'UTC' };
      const { id, apiKey } = await json<{ id: string; apiKey: { key: string } }>(
        studio().app.post('/v1/admin/organisations', organisation),
      );
      const plan = { method: 'PUT', body: JSON.stringify({ plan: 'free', overrides: { video_seconds: 40 } }) };
      expect((await studio().app.request(`/v1/admin/organisations/${id}/plan`, plan)).status).toBe(200);
      const visit = await signedInBy(apiKey.key, '/create');
      await visit.page.locator('#wish').fill('Longer than there is room for');
      await visit.page.getByLabel('Length').selectOption('60');
      await visit.at('refusal-video_seconds').waitFor();
      expect(await visit.at('refusal-video_seconds').textContent()).toMatch(/60.*40/);
      expect(await visit.at('create-submit').isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);
      await visit.at('fit-seconds').click();
      await becomes('an order that fits', () => visit.at('create-submit').isEnabled(), true);
      expect(await visit.at('refusal-video_seconds').count()).toBe(0);
    }, 60_000);

    it('let who only reads see everything and press nothing that writes, and say which right is missing', async () => {
      const scopes = ['videos:read', 'workflows:read', 'billing:read'];
      const { key } = await json<{ key: string }>(studio().app.post('/v1/api-keys', { name: 'kadr-reader', scopes }));
      const graph = { nodes: [{ id: 'word', type: 'Text.Template', params: { template: 'A' } }], edges: [] };
      const flow = await json<{ id: string }>(studio().app.post('/v1/workflows', { name: 'Read only', graph }));
      const visit = await signedInBy(key, '/workflows');
      const refusal = async (testId: string) => [await visit.at(testId).isDisabled(), await visit.attribute(testId, 'title')];
      await visit.at('workflow-new').waitFor();
      expect(await refusal('workflow-new')).toEqual([true, 'Needs workflows:write']);
      await visit.open(`/workflows/${flow.id}?view=edit`);
      await visit.at('node-word').waitFor();
      expect(await refusal('workflow-save')).toEqual([true, 'Needs workflows:write']);
      expect(await refusal('run-start')).toEqual([true, 'Needs workflows:write']);
      await visit.open('/contacts');
      expect(await refusal('contact-mail')).toEqual([true, 'Needs admin']);
      await visit.open('/create');
      await visit.page.locator('#wish').fill('Not to be ordered');
      expect(await visit.at('create-submit').isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);
    }, 60_000);

    it('are counted as the API counts them', async () => {
      const visit = await studio().visit();
      await visit.open('/usage');
      await visit.at('usage-page').waitFor();
      const usage = await json<{ data: { quantity: number }[] }>(studio().app.request('/v1/billing/usage?groupBy=day'));
      const shown = async () => {
        const cells = await visit.page.locator('[data-testid="usage-table"] td:nth-child(3)').all();
        return JSON.stringify(await Promise.all(cells.map(async (cell) => Number(await cell.getAttribute('data-value')))));
      };
      await becomes('what the table says', shown, JSON.stringify(usage.data.map(({ quantity }) => quantity)));
    }, 60_000);

    it('keep a secret to the moment it is made, and show what was sent', async () => {
      const visit = await studio().visit();
      await visit.open('/webhooks');
      await visit.page.getByRole('textbox').fill('https://hooks.example.com/kadr');
      await visit.page.getByRole('button', { name: 'Add', exact: true }).click();
      const secret = await visit.at('webhook-secret').textContent();
      expect(secret).toMatch(/^whsec_/);
      expect(await visit.axe()).toEqual([]);
      await visit.page.keyboard.press('Escape');
      await visit.at('webhook-secret').waitFor({ state: 'detached' });
      await visit.page.getByRole('button', { name: 'Send a test' }).click();
      await visit.at('delivery-row').first().waitFor();
      await visit.at('delivery-row').first().getByRole('button').last().click();
      await visit.at('delivery-row').locator('pre').first().waitFor();
      expect(await visit.axe()).toEqual([]);
      const sent = visit.page.waitForResponse((response) => response.url().endsWith('/redeliver'));
      await visit.at('delivery-row').first().getByRole('button', { name: 'Send again' }).click();
      expect((await sent).status()).toBe(202);
      await visit.page.reload();
      await visit.at('delivery-row').first().waitFor();
      expect(await visit.page.evaluate(() => document.documentElement.innerHTML)).not.toContain(secret);

      await visit.open('/settings');
      await visit.page.getByLabel('Name of the new key').fill('kadr-script');
      await visit.page.getByRole('button', { name: 'Make a key' }).click();
      const key = await visit.at('key-secret').textContent();
      const me = await fetch(`${studio().app.url}/v1/me`, { headers: { authorization: `Bearer ${key}` } });
      expect(me.status).toBe(200);
      expect(await visit.axe()).toEqual([]);
      await visit.page.reload();
      await visit.page.getByText('kadr-script').waitFor();
      const kept = await visit.page.evaluate(() => document.documentElement.innerHTML + Object.values(localStorage).join());
      expect(kept).not.toContain(key);
    }, 60_000);
  });
