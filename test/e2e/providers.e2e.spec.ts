import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Video } from '../support/app-process.js';
import { SandboxedApp } from '../support/sandboxed-app.js';

interface Segment {
  readonly index: number;
  readonly source: string;
  readonly isFallback: boolean;
  readonly videoUrl: string;
  readonly attribution: { readonly author: string; readonly url: string } | null;
}
interface Cost {
  readonly amountMicros: number;
  readonly items: readonly { readonly provider: string; readonly model: string; readonly units: number; readonly amountMicros: number }[];
}
type Film = Video & { readonly cost: Cost; readonly replacements: readonly unknown[] };

/** Small and quick: three segments, no burnt-in words, no music. */
const SMALL = { resolution: '480p', fps: 24, segmentation: { segmentSeconds: 5 }, subtitles: false, music: false };
const SCRIPT =
  'An octopus has three hearts, and two of them serve the gills alone. The third sends the blue blood around its whole soft body. ' +
  'When it swims, that heart stands still, and so it would rather crawl along the bottom of the sea, slowly and in peace.';

describe('films that providers make', () => {
  let kadr: SandboxedApp;
  beforeAll(async () => {
    kadr = await SandboxedApp.start({ env: { KADR_SCRIPT_MODEL: 'openai:gpt-5-mini' } });
  }, 120_000);
  afterAll(() => kadr?.stop(), 60_000);

  const film = async (order: Record<string, unknown>): Promise<Film> => {
    const { id } = await kadr.app.order({ ...SMALL, ...order });
    return (await kadr.app.finished(id)) as Film;
  };
  const segmentsOf = async ({ id }: Video): Promise<readonly Segment[]> =>
    (await kadr.read<{ data: Segment[] }>(`/v1/videos/${id}/segments`)).data;

  it('share their segments among the models of the request, and say what each one cost', async () => {
    const models = ['kie:kling-2.6/text-to-video', 'runware:veo-3.1-fast', 'runway:gen4.5'];
    const made = await film({ script: SCRIPT, visuals: { models, fallback: [] } });
    expect([made.status, made.error]).toEqual(['completed', null]);
    const segments = await segmentsOf(made);
    console.log(JSON.stringify({ segments: segments.map(({ source }) => source), cost: made.cost }));
    console.log(JSON.stringify(await kadr.read('/v1/billing/usage')), JSON.stringify(kadr.sandbox.stats()));
  }, 90_000);
});
