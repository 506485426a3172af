import { describe, expect, it } from '@jest/globals';
import { becomes } from './support/waits.js';
import { type Studio, type Visit } from './support/studio.js';

const PAIRS = 3;

/** Gives a pair its pictures. @returns ids of the assets that they have become */
async function fill(visit: Visit, number: number): Promise<string[]> {
  const ids: string[] = [];
  for (const [at, slot] of (await visit.at(`frame-pair-${number}`).locator('input[type=file]').all()).entries()) {
    // Something that differs, of a size that models take.
    const buffer = await visit.page.screenshot({ clip: { x: 40 * number, y: 60 * at, width: 320, height: 240 } });
    const [answer] = await Promise.all([
      visit.page.waitForResponse((response) => response.url().endsWith('/v1/assets') && response.request().method() === 'POST'),
      slot.setInputFiles({ name: `${number}-${at}.png`, mimeType: 'image/png', buffer }),
    ]);
    ids.push(((await answer.json()) as { id: string }).id);
  }
  return ids;
}

export const pairing = (studio: () => Studio): void =>
  describe('pairs of frames', () => {
    it('become clips, counted as they come; the one that fails is named, also after a reload, until it is put away', async () => {
      const visit = await studio().visit();
      await visit.open('/create?frames=true');
      await visit.at('create-video-modal').waitFor();
      for (let number = 1; number < PAIRS; number += 1) await visit.page.getByRole('button', { name: 'Pair', exact: true }).click();
      expect(await visit.at('make-clips').isDisabled()).toBe(true);
      const assets: string[] = [];
      for (let number = 1; number <= PAIRS; number += 1) assets.push(...(await fill(visit, number)));
      await becomes('whole pairs', () => visit.page.locator('[data-testid^="frame-pair-"][data-state="whole"]').count(), PAIRS);
      expect(await visit.axe()).toEqual([]);
      // Whoever deletes a picture meanwhile takes one clip away, and no other.
      await studio().app.request(`/v1/assets/${assets.at(-1)}`, { method: 'DELETE' });
      await visit.at('make-clips').click();
      await visit.at('toast').waitFor();
      await visit.page.reload();
      await becomes('the end of the set', () => visit.attribute('toast', 'data-state'), 'completed', 120_000);
      const [set] = ((await (await studio().app.request('/v1/clips?limit=1')).json()) as { data: Told[] }).data;
      expect(set?.summary).toMatchObject({ total: PAIRS, completed: PAIRS - 1 });
      await visit
        .at('toast')
        .getByText(`${PAIRS - 1} of ${PAIRS}`)
        .waitFor();
      const failed = visit.at('toast').locator('[data-code]');
      const reasons = Object.values(set?.clips ?? {}).flatMap((clip) => (typeof clip === 'string' ? [] : [clip.error.code]));
      expect([await failed.count(), [await failed.getAttribute('data-code')], await failed.textContent()]).toEqual([
        ...[1, reasons, expect.stringContaining('03')],
      ]);
      expect(await visit.at('toast').getByRole('link').count()).toBe(PAIRS - 1);
      expect(await visit.axe()).toEqual([]);
      await visit.open('/usage');
      await visit.at('toast').getByRole('button').click();
      await becomes('nothing', () => visit.at('toast').count(), 0);
      await visit.page.reload();
      await visit.at('usage-page').waitFor();
      expect(await visit.at('toast').count()).toBe(0);
    }, 240_000);
  });

interface Told {
  readonly summary: { readonly total: number; readonly completed: number };
  readonly clips: Readonly<Record<string, string | { readonly error: { readonly code: string } }>>;
}
