import { describe, expect, it } from '@jest/globals';
import { PANELS, VIEWS } from '../src/domain/address.js';
import { type Studio, type Visit } from './support/studio.js';

const FILM = { durationSeconds: 5, resolution: '480p', language: 'ru', approvals: ['script'] };
const GRAPH = {
  nodes: [
    { id: 'topic', type: 'Input.Text', params: { name: 'topic', title: 'Тема', required: true } },
    { id: 'gate', type: 'Approve', params: { title: 'Годится?' } },
    { id: 'word', type: 'Text.Template', params: { template: 'Слово' } },
  ],
  edges: [{ from: 'topic.text', to: 'gate.subject' }],
};

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
  /[a-z][\w-]*:[\w./-]+|[\d:]+ · \d+p|kadr\S*|KIE\.ai|Runware|JSON|API|MP4|Ctrl|curl|GMT|English|First organisation|Bootstrap key|Chrome \d+|npm run \S+|(videos|billing|workflows):\w*|admin|operator|unlimited|[\da-f]{8}\b|fps|laertes(?:@example\.com)?|\S+\.(?:png|jpg|mp4|m4a)\b/gi;

/** Of what is being made, on the page that is open. */
const animationOfWork = (visit: Visit): Promise<string> =>
  visit.page.evaluate(() => {
    const work = document.body.appendChild(document.createElement('span'));
    work.className = 'hatch';
    const { animationName } = getComputedStyle(work, '::before');
    work.remove();
    return animationName;
  });

export const looks = (studio: () => Studio): void =>
  describe('every page', () => {
    const made = async (path: string, body: object): Promise<string> =>
      ((await (await studio().app.post(path, body)).json()) as { id: string }).id;
    let pages: Promise<readonly string[]> | undefined;
    /** A film at its gate, a graph with each of its views, a run that asks: made once, for these stories alone. */
    const pagesOfWork = (): Promise<readonly string[]> => (pages ??= makeWork());
    const makeWork = async (): Promise<readonly string[]> => {
      const film = await made('/v1/videos', { ...FILM, prompt: 'Как светит маяк' });
      await studio().app.when(film, ({ status }) => status === 'awaiting_approval');
      const flow = await made('/v1/workflows', { name: 'Утро', graph: GRAPH });
      const run = await made(`/v1/workflows/${flow}/runs`, { inputs: { topic: 'Маяки' } });
      return [
        ...PANELS.map((tab) => `/videos/${film}?tab=${tab}`),
        ...VIEWS.map((view) => `/workflows/${flow}?view=${view}`),
        `/workflows/${flow}/runs/${run}`,
      ];
    };

    it.each([
      ['dark', 1440, 'hatch'],
      ['light', 320, 'none'],
    ] as const)(
      'can be read by everybody: %s, %d wide, with the animation %s',
      async (colorScheme, width, animation) => {
        const visit = await studio().visit({ colorScheme, width, moves: animation !== 'none' });
        expect(await animationOfWork(visit)).toBe(animation);
        for (const path of [...PAGES, ...(await pagesOfWork())]) {
          await visit.open(path);
          expect([path, await visit.axe()]).toEqual([path, []]);
          const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect([path, overflow]).toEqual([path, 0]);
          expect([path, await visit.overflowing()]).toEqual([path, []]);
        }
      },
      240_000,
    );

    it('speaks Russian to the last label, and changes its language without losing a draft', async () => {
      const visit = await studio().visit({ locale: 'ru-RU' });
      for (const path of [...PAGES, ...(await pagesOfWork())]) {
        await visit.open(path);
        expect(await visit.page.locator('html').getAttribute('lang')).toBe('ru');
        expect([path, await visit.overflowing()]).toEqual([path, []]);
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
      // What comes with Kadr is offered in the reader's words too.
      const answer = await studio().app.request('/v1/workflow-templates');
      const { data: shipped } = (await answer.json()) as { data: { id: string; name: string }[] };
      await visit.open('/workflows');
      await visit.at(`workflow-template-${shipped[0]?.id}`).waitFor();
      const offered = await visit.page.evaluate(() => document.body.innerText);
      expect(shipped.filter(({ name }) => offered.includes(name))).toEqual([]);
      await visit.open('/create');
      await visit.page.locator('#wish').fill('Черновик');
      await visit.open('/settings');
      await visit.page.getByRole('button', { name: 'English' }).click();
      await visit.page.getByRole('heading', { name: 'Settings' }).waitFor();
      await visit.open('/create');
      expect(await visit.page.locator('#wish').inputValue()).toBe('Черновик');
    }, 240_000);

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
