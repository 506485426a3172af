import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  createIllustrator,
  cuesFromWords,
  cuesToAss,
  FilmEngine,
  type FilmFormat,
  type FilmPlan,
  type IllustrationRequest,
  planPieces,
  type SegmentSource,
  sourceFrames,
} from '#media';
import { processorTimeMs } from './orchestration/processor-time.js';

export const name = 'drawing';

type Report = (row: { what: string; kadr: number; baseline: number; unit: string; ratio: number; note?: string }) => void;

const execute = promisify(execFile);
const SEGMENT_SECONDS = 4;
/** As the usual template has them. */
const CROSSFADE_FRAMES = 14;
const LINES = [
  'A lighthouse warns ships at night.',
  'Bees dance to show where the flowers are, and how far away.',
  'The forest breathes while the city sleeps.',
  'Rain falls on the mountain; the river carries it to the sea.',
  'A rocket leaves for the moon.',
  'Money never sleeps, but markets close.',
];
/** Of two encodings of the same drawing; below it they would not show the same. */
const LEAST_SSIM = 0.97;

/**
 * Films of the illustrator, in turn: drawn straight into their pieces, and as clips that are encoded again. Each way makes the stills of the
 * segments too. Processor time of all processes; what x264 alone takes for the same frames stands beside it.
 */
export async function run(report: Report, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'kadr-bench-drawing-'));
  try {
    for (const [name, format] of [
      ['720p', { widthPx: 720, heightPx: 1280, fps: 30 }],
      ['1080p', { widthPx: 1080, heightPx: 1920, fps: 30 }],
    ] as const) {
      for (const joint of ['cut', 'crossfade'] as const) await new DrawingBench(folder, format, joint, full ? 48 : 4).film(report, name);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class DrawingBench {
  private readonly engine = new FilmEngine();
  private readonly illustrator = createIllustrator();
  private readonly plan: FilmPlan;
  private readonly ass: string;

  constructor(
    private readonly folder: string,
    private readonly format: FilmFormat,
    private readonly joint: 'cut' | 'crossfade',
    private readonly segments: number,
  ) {
    const length = SEGMENT_SECONDS * format.fps;
    this.plan = {
      format,
      segments: Array.from({ length: segments }, (_, index) => ({ startFrame: index * length, endFrame: (index + 1) * length })),
      transitions: Array.from({ length: segments - 1 }, () => ({ kind: joint, frames: joint === 'cut' ? 0 : CROSSFADE_FRAMES })),
    };
    const words = Array.from({ length: segments * SEGMENT_SECONDS * 2 }, (_, word) => {
      return { text: ['said', 'in', 'every', 'film'][word % 4] ?? '', startSeconds: word * 0.5, endSeconds: word * 0.5 + 0.45 };
    });
    this.ass = cuesToAss(cuesFromWords(words, { format }), { format, style: 'karaoke', position: 'bottom', language: 'en' });
  }

  async film(report: Report, name: string): Promise<void> {
    const drawnMs = await processorTime(() => this.made('drawn', (index) => this.drawn(index)));
    const twiceMs = await processorTime(() => this.made('twice', (index) => this.clip(index)));
    let [aloneMs, least] = [0, 1];
    for (const { id } of planPieces(this.plan)) {
      aloneMs += await this.x264(this.at(`drawn-${id}.mp4`));
      least = Math.min(least, await this.ssim(id));
    }
    if (!(least >= LEAST_SSIM)) throw new Error(`the two ways do not show the same: SSIM ${least}`);
    const frames = this.segments * SEGMENT_SECONDS * this.format.fps;
    const [kadr, twice, alone] = [drawnMs / frames, twiceMs / frames, aloneMs / frames];
    const joints = this.joint === 'cut' ? 'cuts' : 'crossfades';
    const what = `processor time of a drawn film, ${name}, ${this.segments} segments of ${SEGMENT_SECONDS} s, ${joints}`;
    const note = `less is better; all processes, stills included; SSIM of the two at least ${least.toFixed(4)}; baseline:`;
    report({ what, kadr, baseline: twice, unit: 'ms/frame', ratio: kadr / twice, note: `${note} clips that are encoded again` });
    report({ what, kadr, baseline: alone, unit: 'ms/frame', ratio: kadr / alone, note: `${note} x264 alone, on the same frames` });
  }

  private async made(way: string, sourceOf: (index: number) => Promise<SegmentSource>): Promise<void> {
    const sources: SegmentSource[] = [];
    for (const index of this.plan.segments.keys()) sources.push(await sourceOf(index));
    for (const piece of planPieces(this.plan)) {
      const layers = piece.layers.flatMap(({ segment }) => sources[segment] ?? []);
      const request = { piece, format: this.format, sources: layers, captions: { ass: this.ass } };
      await this.engine.conformPiece({ ...request, outPath: this.at(`${way}-${piece.id}.mp4`) });
    }
  }

  private async drawn(index: number): Promise<SegmentSource> {
    const file = this.at(`drawing-${index}.json`);
    const drawing = this.illustrator.sketch(this.request(index));
    await writeFile(file, JSON.stringify(drawing));
    await this.illustrator.frameOf(drawing, Math.floor(drawing.frames / 2), this.at('still.png'));
    return { path: file, kind: 'drawing', seed: index };
  }

  private async clip(index: number): Promise<SegmentSource> {
    const file = this.at(`clip-${index}.mp4`);
    await this.illustrator.clip(this.request(index), file);
    await this.engine.stillFrame(file, SEGMENT_SECONDS / 2, this.at('still.png'));
    return { path: file, kind: 'video', seed: index };
  }

  private request(index: number): IllustrationRequest & { readonly frames: number } {
    const text = LINES[index % LINES.length] ?? '';
    return {
      ...{ text, topic: 'How things are', language: 'en', style: '', tone: '', section: 'main', seed: 7, avoidIcons: [] },
      ...{ segmentIndex: index, segmentCount: this.segments, format: this.format, frames: sourceFrames(this.plan, index) },
    };
  }

  /** The encoder of pieces of footage, fed with frames that are decoded already. */
  private async x264(piece: string): Promise<number> {
    const raw = this.at('frames.yuv');
    const { widthPx, heightPx, fps } = this.format;
    await this.ffmpeg(['-i', piece, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', raw]);
    const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${widthPx}x${heightPx}`, '-r', String(fps), '-i', raw];
    const params = 'open-gop=0:keyint=60:min-keyint=60:scenecut=0:subme=1:weightp=0';
    const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '0', '-x264-params', params];
    return processorTime(() => this.ffmpeg([...input, ...encoder, this.at('alone.mp4')]));
  }

  private async ssim(piece: string): Promise<number> {
    const files = ['drawn', 'twice'].flatMap((way) => ['-i', this.at(`${way}-${piece}.mp4`)]);
    const { stderr } = await this.ffmpeg([...files, '-lavfi', 'ssim', '-f', 'null', '-'], 'info');
    return Number(/All:([\d.]+)/.exec(stderr)?.[1]);
  }

  private ffmpeg(args: readonly string[], loglevel = 'error') {
    return execute(this.engine.tools.ffmpegPath, ['-nostdin', '-hide_banner', '-loglevel', loglevel, '-y', ...args]);
  }

  private at(file: string): string {
    return path.join(this.folder, file);
  }
}

/** @returns that of this process and all it has started, in milliseconds */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = processorTimeMs(process.pid);
  await work();
  return processorTimeMs(process.pid) - before;
}
