import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { obtainChromium } from '../../../scripts/lib/chromium.mjs';
import { defaultProgramsDir } from '../../../scripts/services.mjs';
import { pngOf } from '#media/testing';
import { dataUrlOf } from '../../../test/support/pictures.js';
import { SandboxedApp } from '../../../test/support/sandboxed-app.js';
import { launchBrowser, Studio, type Visit } from './support/studio.js';
import { becomes, PATIENCE } from './support/waits.js';

interface Segment {
  readonly costMicros: number;
  readonly ladder: readonly { readonly model: string; readonly code: string | null; readonly costMicros: number | null }[];
}

const { path: browser } = await obtainChromium({ programsDir: defaultProgramsDir(), say: (line) => console.log(line) });

const [FIRST, LAST] = [dataUrlOf(pngOf(90, 160, 10)), dataUrlOf(pngOf(90, 160, 240))];
/** Four seconds a segment, without a word; each with its own prompt. */
const pairs = (...prompts: string[]) => ({
  ...{ resolution: '480p', fps: 24, subtitles: false, music: false },
  segmentation: { mode: 'frame-pairs' },
  frames: prompts.map((prompt) => ({ firstFrameUrl: FIRST, lastFrameUrl: LAST, durationSeconds: 4, prompt })),
});

// Without a browser studio.web.spec.ts says so, and fails where the checks count.
(browser === null ? describe.skip : describe)('the studio beside providers that charge and fail', () => {
  let kadr: SandboxedApp;
  let studio: Studio;
  beforeAll(async () => {
    const launched = await launchBrowser(browser ?? '');
    kadr = await SandboxedApp.start({ speed: 50 });
    studio = await Studio.of(kadr, launched);
  }, 180_000);
  afterEach(async () => expect(await studio.leave()).toEqual([]));
  afterAll(() => studio?.stop(), 60_000);

  const segmentsOf = async (id: string): Promise<readonly Segment[]> =>
    (await kadr.read<{ data: Segment[] }>(`/v1/videos/${id}/segments`)).data;
  const digestsOf = async (id: string): Promise<Record<string, string>> =>
    Object.fromEntries((await kadr.app.video(id)).artifacts.map(({ name, sha256 }) => [name, sha256]));
  const visitTo = async (id: string): Promise<Visit> => {
    const visit = await studio.visit();
    await visit.open(`/videos/${id}`);
    return visit;
  };
  const timesOf = async (id: string, type: string): Promise<number> =>
    (await kadr.app.events(id)).filter((event) => event.type === type).length;

  it('says of a replaced segment who gave up, why, and what was paid, and has three made again in one film', async () => {
    const storm = 'a storm [[sandbox@kie: fail 501]] [[sandbox@runware: fail 501]]';
    const visuals = { models: ['kie:veo-3-1'], fallback: ['runware:veo-3.1-fast', 'local:animated-still'] };
    const { id } = await kadr.app.order({ ...pairs('a calm sea', storm, 'a pier', 'a boat'), visuals });
    const visit = await visitTo(id);
    await kadr.app.finished(id);
    await becomes('the film', () => visit.attribute('video-page', 'data-status'), 'completed');
    await becomes('the replaced one', () => visit.attribute('segment-1', 'data-state'), 'replaced');
    await visit.at('segment-1').click();
    const rungs = visit.at('ladder').getByRole('listitem');
    await becomes('its ladder', () => rungs.count(), 3);
    const shown = await Promise.all(
      (await rungs.all()).map(async (rung) => [await rung.getAttribute('data-state'), await rung.getAttribute('data-code')]),
    );
    expect(shown).toEqual([
      ['gave_up', 'provider_failed'],
      ['gave_up', 'provider_failed'],
      ['took_over', null],
    ]);
    expect(await visit.at('ladder').innerText()).toMatch(/kie:veo-3-1[^]*runware:veo-3\.1-fast[^]*local:animated-still/);
    const made = (await segmentsOf(id))[1];
    expect(made?.ladder.map(({ model }) => model)).toEqual(['kie:veo-3-1', 'runware:veo-3.1-fast', 'local:animated-still']);
    const rungsPaid = made?.ladder.reduce((sum, rung) => sum + (rung.costMicros ?? 0), 0);
    expect(rungsPaid).toBe(made?.costMicros);
    expect(await visit.axe()).toEqual([]);
    await visit.page.keyboard.press('Escape');

    // The player steps to the next frame and back, and gives the file that the API gives.
    await visit.at('film-player').waitFor();
    const at = async (): Promise<number> => Number(await visit.attribute('player-time', 'data-value'));
    await visit.at('mark-2').click();
    const mark = Number(await visit.attribute('mark-2', 'data-value'));
    await becomes('the mark', async () => Math.abs((await at()) - mark) < 1 / 24, true);
    const frame = async (): Promise<number> => Math.floor((await at()) * 24);
    await visit.page.getByRole('button', { name: 'One frame on' }).click();
    await becomes('the next frame', frame, Math.round(mark * 24) + 1);
    await visit.page.getByRole('button', { name: 'One frame back' }).click();
    await becomes('the frame before', frame, Math.round(mark * 24));
    const before = await digestsOf(id);
    const [download] = await Promise.all([visit.page.waitForEvent('download'), visit.at('download').click()]);
    expect(
      createHash('sha256')
        .update(await readFile(await download.path()))
        .digest('hex'),
    ).toBe(before['final.mp4']);

    const clipsMade = async (): Promise<number[]> => {
      const made = (await kadr.app.events(id)).filter(({ type }) => type === 'SegmentGenerated').map(({ data }) => data['index']);
      return [0, 1, 2, 3].map((index) => made.filter((segment) => segment === index).length);
    };
    expect(await clipsMade()).toEqual([1, 1, 1, 1]);
    const renders = await timesOf(id, 'RenderFinished');
    await visit.at('segment-0').click({ modifiers: ['Control'] });
    await visit.at('segment-2').click({ modifiers: ['Control'] });
    await visit.at('segment-3').click({ modifiers: ['Control'] });
    await becomes('the price of three', async () => Number(await visit.attribute('several-regenerate', 'data-value')) > 0, true);
    const paid = kadr.paid('kie');
    await visit.at('several-regenerate').click();
    await kadr.app.when(id, ({ status }) => status === 'processing');
    await kadr.app.finished(id);
    await becomes('the film made again', () => visit.attribute('video-page', 'data-status'), 'completed');
    // The same prompt gives the same clip here; how often each was made is in the log.
    expect(await clipsMade()).toEqual([2, 1, 2, 2]);
    expect([kadr.paid('kie') - paid, (await timesOf(id, 'RenderFinished')) - renders]).toEqual([3, 1]);
  }, 240_000);

  it('goes on with a film that failed from what is there, and says what that was', async () => {
    const visuals = { models: ['runware:veo-3.1-fast'], fallback: [] };
    const { id } = await kadr.app.order({ ...pairs('a quiet lake', 'a pond'), visuals });
    expect((await kadr.app.finished(id)).error).toBeNull();
    const again = { prompt: 'a pond at night [[sandbox@runware: fail-first 5]]' };
    expect((await kadr.app.post(`/v1/videos/${id}/segments/1/regenerate`, again)).status).toBe(202);
    await kadr.app.when(id, ({ status }) => status === 'processing' || status === 'failed');
    const visit = await visitTo(id);
    expect((await kadr.app.finished(id)).error).toMatchObject({ code: 'segment_failed' });
    await becomes('the failure', () => visit.attribute('problem', 'data-code'), 'segment_failed');
    const said = await visit.at('problem').innerText();
    expect(said).toContain('02');
    expect(said).toMatch(/\$0\.\d+/);
    expect(await visit.axe()).toEqual([]);
    const before = await digestsOf(id);
    const [first] = await segmentsOf(id);
    await visit.at('help-go-on').click();
    await kadr.app.when(id, ({ status }) => status !== 'failed');
    expect((await kadr.app.finished(id)).error).toBeNull();
    await becomes('the film', () => visit.attribute('video-page', 'data-status'), 'completed');
    expect(await visit.at('problem').count()).toBe(0);
    expect([(await digestsOf(id))['clips/000.mp4'], (await segmentsOf(id))[0]]).toEqual([before['clips/000.mp4'], first]);
  }, 120_000);

  it('gives back what a stopped film had reserved', async () => {
    interface Level {
      readonly resource: string;
      readonly reserved: number;
      readonly remaining: number | null;
    }
    const seconds = async (): Promise<Level | undefined> =>
      (await kadr.read<{ resources: Level[] }>('/v1/billing/quota')).resources.find(({ resource }) => resource === 'video_seconds');
    const reserved = async (): Promise<number | undefined> => (await seconds())?.reserved;
    expect(await reserved()).toBe(0);
    const { id } = await kadr.app.order({ ...pairs('a field', 'a wood'), visuals: { models: ['kie:veo-3-1'] }, approvals: ['videos'] });
    expect(await reserved()).toBe(8);
    const visit = await visitTo(id);
    await visit.at('gate-videos').waitFor({ timeout: 60_000 * PATIENCE });
    expect(await visit.axe()).toEqual([]);
    await visit.at('stop').click();
    await visit.at('stop-it').click();
    await becomes('its end', () => visit.attribute('video-page', 'data-status'), 'cancelled');
    await becomes('the reservation', reserved, 0);
    await visit.open('/usage');
    const left = (await seconds())?.remaining;
    await becomes('the meter', () => visit.attribute('quota-video_seconds', 'data-value'), left === null ? null : String(left));
  }, 120_000);

  it('takes pictures that are dropped on the library, and pasted', async () => {
    const visit = await studio.visit();
    await visit.open('/library');
    const give = (kind: 'drop' | 'paste', name: string, url: string) =>
      visit.page.evaluate(
        async ([what, file, from]) => {
          const bytes = Uint8Array.from(atob(from.split(',')[1] ?? ''), (letter) => letter.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], file, { type: 'image/png' }));
          const target = document.querySelector('[data-testid="upload-drop"]') ?? document.body;
          const event =
            what === 'drop'
              ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
              : new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
          target.dispatchEvent(event);
        },
        [kind, name, url] as const,
      );
    const cards = visit.page.locator('[data-testid^="asset-"][data-state="ready"]');
    const before = await cards.count();
    await give('drop', 'dropped.png', FIRST);
    await becomes('the dropped one', async () => (await cards.count()) - before, 1);
    await give('paste', 'pasted.png', LAST);
    await becomes('the pasted one', async () => (await cards.count()) - before, 2);
    expect(await visit.axe()).toEqual([]);
  }, 60_000);
});
