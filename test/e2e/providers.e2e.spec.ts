import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pngOf } from '#media/testing';
import { type Video } from '../support/app-process.js';
import { dataUrlOf } from '../support/pictures.js';
import { until } from '../support/supervised.js';
import { SandboxedApp } from '../support/sandboxed-app.js';
import { TelemetryReceiver } from '../support/telemetry-receiver.js';

interface Segment {
  readonly source: string;
  readonly attribution: { readonly id: string; readonly author: string; readonly pageUrl: string } | null;
}
interface Usage {
  readonly resource: string;
  readonly quantity: number;
}
interface Model {
  readonly id: string;
  readonly available: boolean;
  readonly unavailableReason: string | null;
}
type Film = Video & {
  readonly cost: {
    readonly amountMicros: number;
    readonly items: readonly { readonly provider: string; readonly model: string; readonly amountMicros: number }[];
  };
  readonly replacements: readonly { readonly reasons: readonly { readonly model: string; readonly code: string }[] }[];
};

const [FIRST, LAST] = [dataUrlOf(pngOf(90, 160, 10)), dataUrlOf(pngOf(90, 160, 240))];
/** As little to encode as there is: no burnt-in words, no music, half as many pixels as an upright film. */
const SMALL = { resolution: '480p', aspectRatio: '1:1', fps: 24, subtitles: false, music: false };
const SCRIPT =
  'An octopus has three hearts, and two of them serve the gills alone. The third sends the blue blood around its whole soft body. ' +
  'When it swims, that heart stands still, and so it would rather crawl along the bottom of the sea, slowly and in peace. ' +
  'Nobody has ever told it to hurry, and nobody ever will, for the deep water has all the time there is.';

describe('films that providers make', () => {
  let kadr: SandboxedApp;
  let telemetry: TelemetryReceiver;
  beforeAll(async () => {
    telemetry = await TelemetryReceiver.start();
    const env = { KADR_PROVIDER_DEADLINE_SECONDS: '25', KADR_SCRIPT_MODEL: 'openai:gpt-6-luna', KADR_ONLINE: '1', ...telemetry.env };
    kadr = await SandboxedApp.start({ env });
  }, 120_000);
  afterAll(async () => {
    await kadr?.stop();
    await telemetry?.stop();
  }, 60_000);

  const film = async (order: Record<string, unknown>): Promise<Film> => {
    const { id } = await kadr.app.order({ ...SMALL, ...order });
    return (await kadr.app.finished(id)) as Film;
  };
  const segmentsOf = async ({ id }: Video): Promise<readonly Segment[]> =>
    (await kadr.read<{ data: Segment[] }>(`/v1/videos/${id}/segments`)).data;
  const sourcesOf = async (video: Video): Promise<string[]> => (await segmentsOf(video)).map(({ source }) => source);
  /** Four seconds a segment, without a word; each with its own prompt. */
  const pairs = (...prompts: string[]) => ({
    segmentation: { mode: 'frame-pairs' },
    frames: prompts.map((prompt) => ({ firstFrameUrl: FIRST, lastFrameUrl: LAST, durationSeconds: 4, prompt })),
  });

  it('share their segments among the models of the request, and say what each one cost', async () => {
    const models = ['kie:kling-2.6/text-to-video', 'runware:veo-3.1-fast', 'runway:gen4.5'];
    const made = await film({ script: SCRIPT, segmentation: { segmentSeconds: 5 }, visuals: { models, fallback: [] } });
    expect([made.status, made.error]).toEqual(['completed', null]);
    const sources = await sourcesOf(made);
    expect(new Set(sources)).toEqual(new Set(models));
    expect(sources).toEqual(sources.map((_, index) => models[index % 3]));
    const { items, amountMicros } = made.cost;
    expect(items.map(({ model }) => model).sort()).toEqual([...models].sort());
    expect(items.every((item) => item.amountMicros > 0 && item.model.startsWith(`${item.provider}:`))).toBe(true);
    expect(['kie', 'runware', 'runway'].map((name) => kadr.paid(name))).toEqual(
      ['kie', 'runware', 'runway'].map((name) => sources.filter((source) => source.startsWith(`${name}:`)).length),
    );
    const { data } = await kadr.read<{ data: Usage[] }>('/v1/billing/usage');
    expect(data.find(({ resource }) => resource === 'provider_cost_micros')?.quantity).toBe(amountMicros);

    // The order, what it led to and what was asked of others for it: one tree, without a word of the film.
    const ended = () => telemetry.spans.find(({ name }) => name === 'task jobs.render-film');
    const joined = await until('the spans of the film are here', 20_000, ended);
    const settled = () => telemetry.spans.filter(({ traceId }) => traceId === joined.traceId);
    const tree = await until('no span waits for its parent', 20_000, () => {
      const spans = settled();
      const known = new Set(spans.map(({ spanId }) => spanId));
      return spans.filter(({ parentSpanId }) => !parentSpanId || !known.has(parentSpanId)).length === 1 ? spans : null;
    });
    // Looks, results and programs that were quick are told by the span they happened in.
    const told = tree.flatMap(({ events = [] }) => events.map(({ name }) => name));
    const seen = new Set([...tree.map(({ name }) => name), ...told].map((name) => name.replace(/^(POST|task|download) .*/, '$1')));
    const wanted = ['POST', 'task', 'submit kie', 'download', 'put object', 'ffmpeg conform', 'ffmpeg join'];
    expect(wanted.filter((name) => !seen.has(name))).toEqual([]);
    const many = (name: RegExp): number => tree.filter((span) => name.test(span.name)).length;
    expect(many(/^submit /)).toBe(sources.length);
    // Asked for, and come: not one more for each look in between, nor for each decision on the way.
    expect(many(/^task jobs.make-clip$/)).toBeLessThanOrEqual(2 * sources.length);
    expect(many(/^decide Record/)).toBe(0);
    expect(tree.length).toBeLessThanOrEqual(400);
    const said = (name: string): Record<string, unknown> =>
      Object.fromEntries(
        (tree.find((span) => span.name === name)?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
      );
    expect(said('submit kie')).toMatchObject({ 'gen_ai.provider.name': 'kie', 'gen_ai.request.model': models[0] });
    expect(telemetry.text).not.toMatch(/octopus|gills|Bearer/i);
    const resource = telemetry.resources[0]?.attributes.map(({ key }) => key) ?? [];
    expect(resource).toEqual(expect.arrayContaining(['service.name', 'service.version', 'service.instance.id', 'kadr.roles']));
    expect(resource.filter((key) => key.startsWith('process.'))).toEqual([]);
  }, 90_000);

  it('are written and spoken by providers, if that is wanted', async () => {
    const order = { prompt: 'Why octopuses have three hearts', durationSeconds: 10, visuals: { models: ['local:illustrator'] } };
    const made = await film({ ...order, voice: { provider: 'openai:gpt-4o-mini-tts', voice: 'coral' } });
    expect([made.status, made.error]).toEqual(['completed', null]);
    expect(await saidBy(made)).toEqual(['openai:gpt-6-luna', 'openai:gpt-4o-mini-tts']);
    expect(kadr.sandbox.stats()['openai']?.paidSubmissions).toBe(2);
    await kadr.restart({ KADR_SCRIPT_MODEL: 'gemini:gemini-3.8-flash' });
    const other = await film({ ...order, voice: { provider: 'kie:elevenlabs/text-to-speech-turbo-2-5' } });
    expect([other.status, other.error]).toEqual(['completed', null]);
    expect(await saidBy(other)).toEqual(['gemini:gemini-3.8-flash', 'kie:elevenlabs/text-to-speech-turbo-2-5']);
    expect(other.cost.items.map(({ provider }) => provider).sort()).toEqual(['gemini', 'kie']);
  }, 90_000);

  it('show stock footage, none of it twice, and whose it is', async () => {
    const made = await film({ script: SCRIPT, segmentation: { segmentSeconds: 5 }, visuals: { mode: 'stock', fallback: [] } });
    expect([made.status, made.error]).toEqual(['completed', null]);
    const shown = (await segmentsOf(made)).map(({ source, attribution }) => ({ source, ...attribution }));
    expect(shown.length).toBeGreaterThan(1);
    for (const one of shown)
      expect(one).toMatchObject({ source: 'pexels', author: expect.any(String), pageUrl: expect.stringMatching(/^https:/) });
    expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
  }, 90_000);

  it('show free photos and speak without a key, never a photo that may not be changed or sold, and name their licences', async () => {
    const visuals = { mode: 'stock', models: ['wikimedia:commons', 'openverse:photo'], fallback: [] };
    const voice = { provider: 'edge:neural', voice: 'en-GB-SoniaNeural' };
    const made = await film({ script: SCRIPT, segmentation: { segmentSeconds: 8 }, visuals, voice });
    expect([made.status, made.error]).toEqual(['completed', null]);
    expect((await saidBy(made)).at(-1)).toBe('edge:neural');
    const { voices } = await kadr.read<{ voices: { id: string; model: string }[] }>('/v1/create-options');
    expect(voices).toContainEqual(expect.objectContaining({ id: voice.voice, model: voice.provider }));
    for (const { source, attribution } of await segmentsOf(made)) {
      expect([source, attribution]).toEqual([
        expect.stringMatching(/^(?:wikimedia:commons|openverse:photo)$/),
        expect.objectContaining({
          license: expect.stringMatching(/^(?:CC BY(?:-SA)? \d\.\d|CC0|Public domain)$/),
          author: expect.any(String),
        }),
      ]);
    }
    const manifest = await kadr.app.request(`/v1/videos/${made.id}/artifacts/manifest.json`);
    expect(await manifest.text()).toContain('"license"');
  }, 90_000);

  it('take the next model where one fails for good, has no credit, or never answers, after one submission', async () => {
    const models = ['kie:veo-3-1'];
    const fallback = ['runware:veo-3.1-fast'];
    kadr.sandbox.clearJournal();
    const prompts = ['a calm sea [[sandbox@kie: fail 501]]', 'a storm [[sandbox@kie: never]]'];
    const made = await film({ ...pairs(...prompts), visuals: { models, fallback } });
    expect([made.status, made.error]).toEqual(['completed', null]);
    expect(await sourcesOf(made)).toEqual(['runware:veo-3.1-fast', 'runware:veo-3.1-fast']);
    expect(made.replacements.map(({ reasons }) => reasons.map(({ model, code }) => `${model} ${code}`))).toEqual([
      ['kie:veo-3-1 provider_failed'],
      ['kie:veo-3-1 provider_timeout'],
    ]);
    expect([kadr.paid('kie'), kadr.paid('runware')]).toEqual([2, 2]);

    const noLonger = await film({ ...pairs('a lake', 'a pond [[sandbox@kie: code 433]]'), visuals: { models, fallback } });
    expect([noLonger.status, (await sourcesOf(noLonger))[1]]).toEqual(['completed', 'runware:veo-3.1-fast']);
    expect(noLonger.replacements.at(-1)?.reasons).toMatchObject([{ code: 'provider_unavailable' }]);
    // The catalogue looks at the state of providers every few seconds.
    const closed = await until('the catalogue knows that it is closed', 20_000, async () => {
      const { data } = await kadr.read<{ data: Model[] }>('/v1/models');
      return data.find(({ id, available }) => id === 'kie:veo-3-1' && !available);
    });
    expect(closed.unavailableReason).toEqual(expect.any(String));
  }, 90_000);

  async function saidBy({ id }: Video): Promise<unknown[]> {
    const events = await kadr.app.events(id);
    return ['ScriptDrafted', 'VoiceoverGenerated'].map((type) => events.find((event) => event.type === type)?.data['source']);
  }
});
