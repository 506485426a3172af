import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { becomes } from './support/waits.js';
import { type Studio, type Visit } from './support/studio.js';

const FILM = {
  prompt: 'Why bees dance',
  resolution: '480p',
  fps: 24,
  durationSeconds: 10,
  segmentation: { mode: 'beats', segmentSeconds: 5 },
};

/** Which states each card has gone through, seen by the page itself: nothing is missed between two looks. */
const watchStates = (visit: Visit) =>
  visit.page.evaluate(() => {
    const seen: string[] = [];
    (globalThis as unknown as { seen: string[] }).seen = seen;
    const note = () =>
      document.querySelectorAll('[data-testid^="segment-"][data-state]').forEach((card) => {
        const line = `${card.getAttribute('data-index')} ${card.getAttribute('data-state')}`;
        if (!seen.includes(line)) seen.push(line);
      });
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
    note();
  });

export const filming = (studio: () => Studio): void =>
  describe('a film', () => {
    it('fills its sheet in live, can be played, and has one segment made again', async () => {
      const visit = await studio().visit();
      const { id } = await studio().app.order(FILM);
      await visit.open(`/videos/${id}`);
      await watchStates(visit);
      await studio().app.finished(id, 300_000);
      await becomes('the film', () => visit.attribute('video-page', 'data-status'), 'completed');
      const segments = await visit.page.locator('[data-testid^="segment-"][data-state]').all();
      const { data } = (await (await studio().app.request(`/v1/videos/${id}/segments`)).json()) as { data: { isFallback: boolean }[] };
      const states = await Promise.all(segments.map((card) => card.getAttribute('data-state')));
      expect(states).toEqual(data.map(({ isFallback }) => (isFallback ? 'replaced' : 'done')));
      const seen = await visit.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
      expect(seen.length).toBeGreaterThan(data.length);

      expect(await visit.at('warnings').innerText()).toContain('knows no facts');
      await visit.at('film-player').waitFor();
      await visit.at('mark-1').click();
      const mark = Number(await visit.attribute('mark-1', 'data-value'));
      await becomes('the place', async () => Math.abs(Number(await visit.attribute('player-time', 'data-value')) - mark) < 1 / 24, true);
      expect(await visit.axe()).toEqual([]);
      const [download] = await Promise.all([visit.page.waitForEvent('download'), visit.at('download').click()]);
      expect(download.suggestedFilename()).toMatch(/\.mp4$/);
      await visit.at('waveform').waitFor();
      await visit.at('download-menu').click();
      expect(await visit.axe()).toEqual([]);
      const [zip] = await Promise.all([visit.page.waitForEvent('download'), visit.at('download-all').click()]);
      expect(zip.suggestedFilename()).toMatch(/\.zip$/);
      expect((await readFile(await zip.path())).subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
      await becomes('a closed menu', () => visit.at('download-all').isVisible(), false);

      const digests = async () => Object.fromEntries((await studio().app.video(id)).artifacts.map(({ name, sha256 }) => [name, sha256]));
      const before = await digests();
      await visit.at('segment-0').click();
      await visit.at('ladder').waitFor();
      await visit.page.getByLabel('Prompt, sent to the model word for word').fill('A bee on a yellow flower, macro.');
      await visit.at('segment-regenerate').click();
      await studio().app.when(id, ({ status }) => status === 'processing');
      await studio().app.finished(id, 300_000);
      await becomes('the film made again', () => visit.attribute('video-page', 'data-status'), 'completed', 60_000);
      const after = await digests();
      expect(after['clips/000.mp4']).not.toBe(before['clips/000.mp4']);
      expect(after['clips/001.mp4']).toBe(before['clips/001.mp4']);

      // Both takes are there, and the first one is shown again for nothing but the film.
      await visit.at('segment-0').click();
      if ((await visit.at('takes').count()) === 0) await visit.at('segment-0').click();
      await visit.at('take-0').click();
      await becomes('its price', () => visit.attribute('take-restore', 'data-value'), '0');
      expect(await visit.axe()).toEqual([]);
      await visit.at('take-restore').click();
      await studio().app.when(id, ({ status }) => status === 'processing');
      await studio().app.finished(id, 300_000);
      await becomes('the first take', () => visit.attribute('take-2', 'data-state'), 'shown');
      expect((await digests())['clips/000.mp4']).toBe(before['clips/000.mp4']);

      // Several at once say their price before.
      await visit.at('segment-0').click({ modifiers: ['Control'] });
      await visit.at('segment-1').click({ modifiers: ['Shift'] });
      await becomes('the price of both', () => visit.attribute('several-regenerate', 'data-value'), '0');
      await becomes('both', () => visit.page.locator('[data-picked]').count(), 2);
      expect(await visit.axe()).toEqual([]);
      await visit.page.keyboard.press('Escape');
      await becomes('none', () => visit.at('again-several').count(), 0);

      await visit.page.getByRole('button', { name: 'Rename' }).click();
      await visit.page.getByLabel('Title').fill('The dance');
      await visit.page.keyboard.press('Enter');
      await visit.page.getByRole('heading', { name: 'The dance' }).waitFor();
      const [renamed] = await Promise.all([visit.page.waitForEvent('download'), visit.at('download').click()]);
      expect(renamed.suggestedFilename()).toBe('The dance.mp4');

      await visit.page.getByRole('tab', { name: 'Story' }).click();
      await visit.at('story').getByRole('listitem').first().waitFor();
      await visit.page.getByRole('tab', { name: 'Files' }).click();
      await visit.page.getByText('final.mp4').waitFor();
      expect(await visit.axe()).toEqual([]);
    }, 700_000);
  });
