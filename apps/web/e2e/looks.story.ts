import { describe, expect, it } from '@jest/globals';
import { type Studio } from './support/studio.js';

const PAGES = [
  '/create',
  '/create?frames=true',
  '/webhooks',
  '/workflows',
  '/contacts',
  '/videos',
  '/videos?tab=yours',
  '/library',
  '/models',
  '/templates',
  '/usage',
  '/settings',
  '/nowhere',
];
/** Names, ids, formats and commands: not words of a language. */
const NAMES =
  /[a-z][\w-]*:[\w./-]+|kadr\S*|KIE\.ai|Runware|JSON|API|MP4|Ctrl|English|First organisation|Bootstrap key|Chrome \d+|npm run \S+|(videos|billing|workflows):\w*|admin|operator|unlimited|[\da-f]{8}\b|fps|laertes(?:@example\.com)?|\S+\.(?:png|jpg|mp4|m4a)\b/gi;

export const looks = (studio: () => Studio): void =>
  describe('every page', () => {
    it.each([
      ['dark', 1440],
      ['light', 320],
    ] as const)(
      'can be read by everybody: %s, %d wide',
      async (colorScheme, width) => {
        const visit = await studio().visit({ colorScheme, width });
        for (const path of PAGES) {
          await visit.open(path);
          expect([path, await visit.axe()]).toEqual([path, []]);
          const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect([path, overflow]).toEqual([path, 0]);
        }
      },
      120_000,
    );

    it('speaks Russian to the last label, and changes its language without losing a draft', async () => {
      const visit = await studio().visit({ locale: 'ru-RU' });
      for (const path of PAGES) {
        await visit.open(path);
        expect(await visit.page.locator('html').getAttribute('lang')).toBe('ru');
        const words = await visit.page.evaluate(() => {
          // What people have typed speaks the language of people; ids speak none.
          document.querySelectorAll('article h2, article p, article a, [translate="no"]').forEach((one) => one.remove());
          const labels = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((one) =>
            ['aria-label', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? ''),
          );
          return [document.body.innerText, ...labels].join('\n');
        });
        expect([path, words.replace(NAMES, '').match(/[A-Za-z]{3,}/g) ?? []]).toEqual([path, []]);
      }
      await visit.open('/create');
      await visit.page.locator('#wish').fill('Черновик');
      await visit.open('/settings');
      await visit.page.getByRole('button', { name: 'English' }).click();
      await visit.page.getByRole('heading', { name: 'Settings' }).waitFor();
      await visit.open('/create');
      expect(await visit.page.locator('#wish').inputValue()).toBe('Черновик');
    }, 120_000);

    it('keeps the theme that was chosen', async () => {
      const visit = await studio().visit();
      await visit.open('/settings');
      await visit.page.getByRole('button', { name: 'Light theme' }).click();
      expect(await visit.page.locator('html').getAttribute('data-theme')).toBe('light');
      await visit.page.reload();
      await visit.at('settings-page').waitFor();
      expect(await visit.page.locator('html').getAttribute('data-theme')).toBe('light');
    }, 60_000);
  });
