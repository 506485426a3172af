import { describe, expect, it } from '@jest/globals';
import { type Studio, type Visit } from './support/studio.js';
import { becomes } from './support/waits.js';

const ROWS = 500;
const PAGE = 50;
/** Rows that may stand in the document, however many there are. */
const MOST_ROWS = 60;

export const staying = (studio: () => Studio): void =>
  describe('an open page', () => {
    /** A film that waits at its first gate: nothing is made for it meanwhile. */
    const waiting = async (prompt: string): Promise<string> => {
      const { id } = await studio().app.order({ prompt, durationSeconds: 5, resolution: '480p', approvals: ['script'] });
      await studio().app.when(id, ({ status }) => status === 'awaiting_approval');
      return id;
    };
    const state = (visit: Visit) => visit.attribute('connection', 'data-state');

    it('shares its stream with six others, and one of them goes on when it is closed', async () => {
      const id = await waiting('Seven tabs');
      const visit = await studio().visit();
      /** After what each of them goes on. */
      const streams: (string | undefined)[] = [];
      visit.context.on('request', (request) => {
        if (new URL(request.url()).pathname === '/v1/live') streams.push(request.headers()['last-event-id']);
      });
      const origin = studio().app.url;
      await visit.page.goto(`${origin}/videos/${id}`);
      await becomes('the first tab', () => state(visit), 'live');
      streams.splice(0); // its own, and that of the page it came from
      const others = await Promise.all(Array.from({ length: 6 }, () => visit.context.newPage()));
      for (const page of others) await page.goto(`${origin}/videos/${id}`);
      for (const page of others) await page.locator('[data-testid="connection"][data-state="live"]').waitFor();
      expect(streams).toEqual([]);
      await visit.page.close();
      await becomes('another stream', () => Promise.resolve(streams.length), 1);
      expect(streams).toEqual([expect.stringMatching(/^\d+/)]);
      await studio().app.post(`/v1/videos/${id}/cancel`);
      for (const page of others) await page.locator('[data-testid="video-page"][data-status="cancelled"]').waitFor();
    }, 90_000);

    it('says that the network is cut, and has what happened meanwhile when it is back', async () => {
      const id = await waiting('Cut off');
      const visit = await studio().visit();
      await visit.open(`/videos/${id}`);
      await becomes('the stream', () => state(visit), 'live');
      await visit.context.setOffline(true);
      await becomes('the cut', async () => ['reconnecting', 'offline'].includes((await state(visit)) ?? ''), true);
      expect(await visit.at('connection').textContent()).toMatch(/last news \d/);
      await studio().app.post(`/v1/videos/${id}/cancel`);
      await visit.context.setOffline(false);
      await becomes('the stream', () => state(visit), 'live', 60_000);
      await becomes('what happened', () => visit.attribute('video-page', 'data-status'), 'cancelled');
    }, 120_000);

    it('says that its video was deleted, and keeps what it showed', async () => {
      const id = await waiting('Soon gone');
      await studio().app.post(`/v1/videos/${id}/cancel`);
      const visit = await studio().visit();
      await visit.open(`/videos/${id}`);
      await visit.at('video-page').waitFor();
      expect((await studio().app.request(`/v1/videos/${id}`, { method: 'DELETE' })).status).toBe(204);
      await becomes('the news', () => visit.attribute('problem', 'data-code'), 'video_not_found');
      expect(await visit.at('video-page').count()).toBe(1);
      expect(await visit.axe()).toEqual([]);
    }, 60_000);

    it('is loaded once more when a new release has taken its files away, with the draft that was typed', async () => {
      const visit = await studio().visit();
      await visit.page.locator('#wish').fill('Typed before the release');
      let refused = 0;
      await visit.page.route(/_studio\/usage\.page-/, (route) => (refused++ === 0 ? route.abort() : route.continue()));
      const reloaded = visit.page.waitForEvent('load');
      await visit.page.getByRole('navigation').first().getByRole('link', { name: 'Usage' }).click();
      await reloaded;
      await visit.page.locator('h1').first().waitFor();
      await visit.open('/create');
      expect(await visit.page.locator('#wish').inputValue()).toBe('Typed before the release');
      expect(refused).toBeGreaterThan(0);
      await visit.open('/usage');
      await visit.at('usage-page').waitFor();
    }, 60_000);

    it('of five hundred videos holds few rows, and comes back where it was', async () => {
      const visit = await studio().visit();
      const id = await waiting('One of five hundred');
      const row = await (await studio().app.request('/v1/videos?view=summary&limit=1')).json();
      const [summary] = (row as { data: Record<string, unknown>[] }).data;
      await visit.page.route(/\/v1\/videos\?.*view=summary/, (route) => {
        const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
        const data = Array.from({ length: PAGE }, (_, at) => {
          const n = from + at;
          return { ...summary, id: n === 3 ? id : `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`, title: `Film ${n}` };
        });
        const next = from + PAGE < ROWS ? String(from + PAGE) : null;
        return route.fulfill({ json: { data, nextCursor: next } });
      });
      await visit.open('/videos');
      const rows = visit.at('video-row');
      await rows.first().waitFor();
      const list = visit.at('history-list');
      for (let n = 0; n < 12; n++) {
        await list.hover();
        await visit.page.mouse.wheel(0, 3_000);
        expect(await rows.count()).toBeLessThanOrEqual(MOST_ROWS);
      }
      await becomes('a later page', async () => (await rows.last().textContent())?.match(/Film (\d{3})/) !== null, true);

      // Back from a film the list stands where it was left, and what ends meanwhile moves nothing.
      await list.hover();
      await visit.page.mouse.wheel(0, -100_000);
      const theirs = visit.page.locator(`a[href="/videos/${id}"]`);
      await theirs.first().waitFor();
      await visit.page.mouse.wheel(0, 150);
      const tops = (): Promise<string> =>
        visit.page.evaluate(() =>
          [...document.querySelectorAll('[data-testid="video-row"]')]
            .map((row) => `${row.querySelector('a')?.pathname} ${Math.round(row.getBoundingClientRect().top)}`)
            .join(),
        );
      const isAtRest = async (): Promise<boolean> => {
        const before = await tops();
        await visit.page.waitForTimeout(200);
        return before === (await tops());
      };
      await becomes('rest', isAtRest, true);
      const left = await tops();
      await theirs.first().click();
      await visit.at('video-page').waitFor();
      await visit.page.goBack();
      await rows.first().waitFor();
      await becomes('where it was', tops, left);
      await studio().app.post(`/v1/videos/${id}/cancel`);
      await becomes('its end', () => rows.filter({ has: theirs }).getAttribute('data-status'), 'cancelled');
      expect(await tops()).toBe(left);
    }, 60_000);

    it('goes on when the server was killed and is back', async () => {
      const id = await waiting('A power cut');
      const visit = await studio().visit();
      await visit.open(`/videos/${id}`);
      await becomes('the stream', () => state(visit), 'live');
      await studio().app.kill();
      await becomes('the cut', async () => ['reconnecting', 'offline'].includes((await state(visit)) ?? ''), true);
      await studio().app.start();
      await becomes('the stream', () => state(visit), 'live', 60_000);
      await studio().app.post(`/v1/videos/${id}/cancel`);
      await becomes('what happened', () => visit.attribute('video-page', 'data-status'), 'cancelled');
    }, 180_000);
  });
