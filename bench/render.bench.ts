import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cuesFromWords, cuesToAss, FilmEngine, planPieces, type FilmFormat, type FilmPlan, type SegmentSource } from '#media';

export const name = 'render';

type Report = (row: { what: string; kadr: number; baseline: number; unit: string; ratio: number; note?: string }) => void;

const execute = promisify(execFile);
const FORMAT: FilmFormat = { widthPx: 1080, heightPx: 1920, fps: 30 };
const SEGMENT_SECONDS = 5;
const TRANSITION_FRAMES = 16;
/** Different sources; the films repeat them under names of their own, so that no file is read twice. */
const SOURCES = 3;

/**
 * The last step of a film: Kadr's checked join against a bare `ffmpeg -c copy` of the same pieces and sound, in turn, medians. Every
 * packet of each film is compared with its piece's; with `full` every decoded frame too, and conforming is measured against encoding
 * the same film in one pass.
 */
export async function run(report: Report, options: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kadr-bench-render-'));
  try {
    const bench = new RenderBench(new FilmEngine(), folder);
    const sources = await bench.makeSources();
    const pieces = await bench.conformOnce(sources);
    for (const seconds of [60, 240]) await bench.join(report, pieces, seconds, options.full ? 8 : 4, options.full);
    if (options.full) await bench.conform(report, sources);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface MadePiece {
  readonly path: string;
  readonly frames: number;
  readonly isTransition: boolean;
}

class RenderBench {
  constructor(
    private readonly engine: FilmEngine,
    private readonly folder: string,
  ) {}

  async makeSources(): Promise<SegmentSource[]> {
    // Together some 12 Mbit/s after conforming, about what clips of this size have.
    const graphs = [
      'testsrc2=s=1080x1920:r=30',
      'mandelbrot=s=1080x1920:r=30:end_pts=600',
      'gradients=s=1080x1920:r=30:speed=0.03,noise=alls=2',
    ];
    const sources: SegmentSource[] = [];
    for (const [index, graph] of graphs.slice(0, SOURCES).entries()) {
      const file = path.join(this.folder, `source-${index}.mp4`);
      const picture = ['-f', 'lavfi', '-i', `${graph},format=yuv420p`, '-t', String(SEGMENT_SECONDS + 1)];
      await this.ffmpeg([...picture, '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '16', file]);
      sources.push({ path: file, kind: 'video', seed: index });
    }
    return sources;
  }

  async conformOnce(sources: readonly SegmentSource[]): Promise<MadePiece[]> {
    const made: MadePiece[] = [];
    for (const piece of planPieces(filmPlan(SOURCES))) {
      const layers = piece.layers.flatMap((layer) => sources[layer.segment] ?? []);
      const outPath = path.join(this.folder, `${piece.id}.mp4`);
      const { frames } = await this.engine.conformPiece({
        piece,
        format: FORMAT,
        sources: layers,
        captions: { ass: captions(SOURCES) },
        outPath,
      });
      made.push({ path: outPath, frames, isTransition: piece.transition !== null });
    }
    return made;
  }

  async join(report: Report, kinds: readonly MadePiece[], seconds: number, rounds: number, decode: boolean): Promise<void> {
    const pieces = await this.repeated(kinds, seconds);
    const totalFrames = pieces.reduce((sum, piece) => sum + piece.frames, 0);
    const audioPath = path.join(this.folder, `sound-${seconds}.m4a`);
    await this.ffmpeg([
      '-f',
      'lavfi',
      '-i',
      `anoisesrc=r=48000:a=0.1:d=${totalFrames / FORMAT.fps}`,
      '-ac',
      '2',
      '-c:a',
      'aac',
      '-b:a',
      '192k',
      '-f',
      'ipod',
      audioPath,
    ]);
    const list = path.join(this.folder, `list-${seconds}.txt`);
    await writeFile(list, pieces.map((piece) => `file '${piece.path}'\n`).join(''));
    const [ours, bare] = [path.join(this.folder, 'final.mp4'), path.join(this.folder, 'bare.mp4')];
    const [kadrMs, bareMs]: [number[], number[]] = [[], []];
    // An even number of rounds, half of them with Kadr first.
    for (let round = 0; round < rounds; round += 1) {
      const joinOurs = async () =>
        kadrMs.push(await timed(() => this.engine.joinFilm({ pieces, audioPath, format: FORMAT, outPath: ours })));
      const joinBare = async () => bareMs.push(await timed(() => this.ffmpeg([...bareCopy(list, audioPath), bare])));
      // Whoever comes second waits for what the first one wrote to reach the disk, so they take turns at that too.
      for (const join of round % 2 === 0 ? [joinOurs, joinBare] : [joinBare, joinOurs]) {
        await Promise.all([ours, bare].map((file) => rm(file, { force: true })));
        await join();
      }
      if (round === rounds - 1) await this.engine.joinFilm({ pieces, audioPath, format: FORMAT, outPath: ours });
    }
    const megabytes = Math.round((await stat(ours)).size / 1e6);
    const checked = await this.compare(ours, pieces, decode);
    const [kadr, baseline] = [median(kadrMs), median(bareMs)];
    report({
      what: `last piece ready to final.mp4, ${seconds} s at 1080 x 1920 (${pieces.length} pieces, ${megabytes} MB)`,
      kadr,
      baseline,
      unit: 'ms',
      ratio: kadr / baseline,
      note: `baseline: bare ffmpeg -c copy of the same pieces; ${rounds} rounds; spread ${spread(kadrMs)} and ${spread(bareMs)}; ${checked}`,
    });
  }

  /** CPU time of all pieces against one graph that cuts, burns in and encodes the same segments. */
  async conform(report: Report, sources: readonly SegmentSource[]): Promise<void> {
    const assPath = path.join(this.folder, 'captions.ass');
    await writeFile(assPath, captions(SOURCES));
    const inputs = sources.flatMap((source) => ['-i', source.path]);
    const [first = 'null', ...rest] = sources.map((_, index) => {
      const handles = index === 0 || index === sources.length - 1 ? TRANSITION_FRAMES / 2 : TRANSITION_FRAMES;
      return `[${index}:v]trim=end_frame=${SEGMENT_SECONDS * FORMAT.fps + handles},setpts=PTS-STARTPTS,settb=1/${FORMAT.fps}`;
    });
    const fades = rest.map((_, index) => {
      const offset = (index + 1) * SEGMENT_SECONDS - TRANSITION_FRAMES / 2 / FORMAT.fps;
      return `[f${index}][s${index + 1}]xfade=duration=${TRANSITION_FRAMES / FORMAT.fps}:offset=${offset}[f${index + 1}]`;
    });
    const cut = [`${first}[f0]`, ...rest.map((chain, index) => `${chain}[s${index + 1}]`)];
    const graph = `${[...cut, ...fades].join(';')};[f${rest.length}]ass=f=${assPath}[film]`;
    const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p', '-r', '30'];
    const [kadrMs, onePassMs]: [number[], number[]] = [[], []];
    const measured = process.platform === 'linux' ? childCpu : timed;
    for (let round = 0; round < 3; round += 1) {
      onePassMs.push(
        await measured(() =>
          this.ffmpeg([...inputs, '-filter_complex', graph, '-map', '[film]', ...encoder, path.join(this.folder, 'one-pass.mp4')]),
        ),
      );
      kadrMs.push(await measured(() => this.conformOnce(sources)));
    }
    const [kadr, baseline] = [median(kadrMs), median(onePassMs)];
    const what = `conforming ${SOURCES} segments and ${SOURCES - 1} crossfades`;
    report({
      what,
      kadr,
      baseline,
      unit: measured === childCpu ? 'ms CPU' : 'ms',
      ratio: kadr / baseline,
      note: 'baseline: one FFmpeg graph (trim, xfade, ass) and one encoding of the same film',
    });
  }

  private async repeated(kinds: readonly MadePiece[], seconds: number): Promise<MadePiece[]> {
    const pieces: MadePiece[] = [];
    for (let frames = 0; frames < seconds * FORMAT.fps;) {
      const kind = kinds[pieces.length % kinds.length];
      if (!kind) throw new Error('there is no piece to repeat');
      const copy = path.join(this.folder, `piece-${seconds}-${pieces.length}.mp4`);
      await copyFile(kind.path, copy);
      pieces.push({ ...kind, path: copy });
      frames += kind.frames;
    }
    return pieces;
  }

  /** Throws when a single packet (or decoded frame) of the film is not that of its piece, or the film has more or fewer. */
  private async compare(film: string, pieces: readonly MadePiece[], decode: boolean): Promise<string> {
    const unlike = async (kind: 'packet' | 'frame') => {
      const inFilm = await this.hashes(film, kind);
      const known = new Map<string, readonly string[]>();
      const inPieces: string[] = [];
      for (const piece of pieces) {
        const key = path.basename(piece.path);
        known.set(key, await this.hashes(piece.path, kind));
        inPieces.push(...(known.get(key) ?? []));
      }
      const same = inFilm.filter((hash, index) => hash === inPieces[index]).length;
      if (same !== inFilm.length || inFilm.length !== inPieces.length)
        throw new Error(`${same} of ${inPieces.length} ${kind}s are identical, the film has ${inFilm.length}`);
      return `${same} of ${inPieces.length} ${kind}s identical`;
    };
    return decode ? `${await unlike('packet')}, ${await unlike('frame')}` : unlike('packet');
  }

  private async hashes(file: string, kind: 'packet' | 'frame'): Promise<string[]> {
    const codec = kind === 'packet' ? ['-c', 'copy'] : [];
    const args = ['-nostdin', '-loglevel', 'error', '-i', file, '-map', '0:v:0', ...codec, '-f', 'framemd5', 'pipe:1'];
    const { stdout } = await execute(this.engine.tools.ffmpegPath, args, { maxBuffer: 1 << 28 });
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('0,'))
      .map((line) => line.slice(line.lastIndexOf(',') + 1).trim());
  }

  private async ffmpeg(args: readonly string[]): Promise<void> {
    await execute(this.engine.tools.ffmpegPath, ['-nostdin', '-loglevel', 'error', '-y', ...args]);
  }
}

function bareCopy(list: string, audioPath: string): string[] {
  return ['-f', 'concat', '-safe', '0', '-i', list, '-i', audioPath, '-map', '0:v', '-map', '1:a', '-c', 'copy'];
}

function filmPlan(segments: number): FilmPlan {
  const frames = SEGMENT_SECONDS * FORMAT.fps;
  return {
    format: FORMAT,
    segments: Array.from({ length: segments }, (_, index) => ({ startFrame: index * frames, endFrame: (index + 1) * frames })),
    transitions: Array.from({ length: segments - 1 }, () => ({ kind: 'crossfade' as const, frames: TRANSITION_FRAMES })),
  };
}

function captions(segments: number): string {
  const count = segments * SEGMENT_SECONDS * 2;
  const words = Array.from({ length: count }, (_, index) => ({
    text: `word${index}`,
    startSeconds: index / 2,
    endSeconds: index / 2 + 0.4,
  }));
  return cuesToAss(cuesFromWords(words, { format: FORMAT }), { format: FORMAT, style: 'karaoke', position: 'bottom', language: 'en' });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** CPU time that ended child processes took, in milliseconds: fields 16 and 17 of proc(5), in hundredths of a second. */
async function childCpu(work: () => Promise<unknown>): Promise<number> {
  const total = async () => {
    const fields = (await readFile('/proc/self/stat', 'utf8')).split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[13]) + Number(fields[14])) * 10;
  };
  const before = await total();
  await work();
  return (await total()) - before;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

function spread(values: readonly number[]): string {
  return `${Math.round(Math.min(...values))}-${Math.round(Math.max(...values))} ms`;
}
