import { describe, expect, it } from '@jest/globals';
import { becomes } from './support/waits.js';
import { type Studio, type Visit } from './support/studio.js';

interface Page {
  readonly data: readonly { readonly id: string }[];
}

export const creating = (studio: () => Studio): void =>
  describe('ordering', () => {
    const films = async () => ((await (await studio().app.request('/v1/videos?view=summary&limit=100')).json()) as Page).data;
    const priced = (visit: Visit) => becomes('the price', () => visit.at('create-submit').isEnabled(), true);

    it('makes the first film in two clicks, and stops it where one wishes', async () => {
      const visit = await studio().visit(); // the link is the first click
      await priced(visit);
      expect(await visit.page.locator('#wish').inputValue()).toBe('Why octopuses have three hearts');
      await visit.at('create-submit').click();
      await visit.at('video-page').waitFor();
      const id = visit.page.url().split('/').at(-1) ?? '';
      expect((await films()).map((film) => film.id)).toEqual([id]);
      await visit.at('stop').click();
      expect(await visit.axe()).toEqual([]);
      await visit.at('stop-it').click();
      await becomes('its end', () => visit.attribute('video-page', 'data-status'), 'cancelled');
    }, 60_000);

    it('shows the price of what stands in the form', async () => {
      const visit = await studio().visit();
      await visit.page.locator('#wish').fill('How rockets learned to land');
      const plan = visit.page.getByRole('region', { name: 'How it will be cut' }).getByRole('listitem');
      for (const seconds of [60, 120]) {
        await visit.page.getByLabel('Length').selectOption(String(seconds));
        await priced(visit);
        const response = await studio().app.post('/v1/videos/estimate', {
          prompt: 'How rockets learned to land',
          durationSeconds: seconds,
        });
        const estimate = (await response.json()) as { segments: number; cost: { amountMicros: number } };
        expect(await visit.attribute('estimate-cost', 'data-value')).toBe(String(estimate.cost.amountMicros));
        expect(await visit.attribute('create-submit', 'data-value')).toBe(String(estimate.cost.amountMicros));
        await becomes('the plan', async () => (await plan.count()) >= estimate.segments, true);
      }
      expect(await visit.axe()).toEqual([]);
    }, 60_000);

    it('keeps every letter of a draft over a reload, and over starting anew', async () => {
      const visit = await studio().visit();
      await visit.page.locator('#wish').fill('A draft that must not be lost');
      await visit.page.getByRole('radio', { name: '1:1' }).check({ force: true });
      await visit.page.getByRole('tab', { name: 'Finished script' }).click();
      await visit.page.locator('#wish').fill('Spoken words.');
      await visit.page.reload();
      await visit.at('create-page').waitFor();
      expect(await visit.page.locator('#wish').inputValue()).toBe('Spoken words.');
      await visit.page.getByRole('tab', { name: 'Topic' }).click();
      expect(await visit.page.locator('#wish').inputValue()).toBe('A draft that must not be lost');
      expect(await visit.page.getByRole('radio', { name: '1:1' }).isChecked()).toBe(true);
      await visit.page.getByRole('button', { name: 'Start anew' }).click();
      expect(await visit.page.locator('#wish').inputValue()).toBe('');
      await visit.page.getByRole('button', { name: 'Bring the draft back' }).click();
      expect(await visit.page.locator('#wish').inputValue()).toBe('A draft that must not be lost');
    }, 60_000);

    it('makes one video of two clicks at once', async () => {
      const before = (await films()).length;
      const visit = await studio().visit();
      await visit.page.locator('#wish').fill('Clicked twice');
      await priced(visit);
      await visit.page.evaluate(() => {
        const button = document.querySelector<HTMLButtonElement>('[data-testid="create-submit"]');
        button?.click();
        button?.click();
      });
      await visit.at('video-page').waitFor();
      expect((await films()).length).toBe(before + 1);
      await studio().app.post(`/v1/videos/${visit.page.url().split('/').at(-1)}/cancel`);
    }, 60_000);

    it("says at a field what is wrong with it, in one's language", async () => {
      const visit = await studio().visit({ locale: 'ru-RU' });
      await visit.page.locator('#wish').fill('x'.repeat(10_001));
      await visit.at('fault').first().waitFor();
      expect(await visit.page.locator('#wish').getAttribute('aria-invalid')).toBe('true');
      expect(await visit.at('fault').first().textContent()).not.toMatch(/[a-z]{3}/i);
      expect(await visit.at('create-submit').isDisabled()).toBe(true);
      expect(await visit.axe()).toEqual([]);
    }, 60_000);
  });
