import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assForPiece, provideCaptionFonts } from '../captions/index.js';
import { MediaError, type FilmFormat, type Logo, type Piece, type SegmentSource, type StillMotion } from '../contracts.js';
import { confinedWithin, encodedFilm, GLOBAL_FLAGS, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { runInProcess } from '../illustrator/drawing-process.js';
import { LAYER_PIPES, PIPED_FLAGS } from '../illustrator/render/job.js';
import { readMp4Layout } from '../probe/mp4-track.js';
import { probeFile } from '../probe/probe.js';
import { videoEncoderArgs } from './encoder.js';
import { DEFAULT_MOTION } from './camera-move.js';
import { type DrawnGraph, drawnLayer } from './drawn-layer.js';
import { cubeOf } from './icc-profile.js';
import { type LayerGraph, layerGraph } from './layer-graph.js';
import { logoGraph } from './logo-graph.js';
import { transitionGraph } from './transition-graph.js';

export interface ConformRequest {
  readonly piece: Piece;
  readonly format: FilmFormat;
  /** Parallel to the piece's layers. */
  readonly sources: readonly SegmentSource[];
  /** Captions of the film (or of the piece alone) as an ASS script on the film's time line; null burns nothing in. */
  readonly captions: { readonly ass: string } | null;
  /** In a corner of every frame, under the captions. */
  readonly logo?: Logo | null;
  /** Over stills; default: a slow move by the source's seed. */
  readonly motion?: StillMotion;
  readonly outPath: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ConformedPiece {
  readonly path: string;
  readonly frames: number;
  readonly sizeBytes: number;
}

/** Encodes one piece; see FilmEngine.conformPiece. */
export async function conformPiece(tools: FfmpegTools, threads: number | null, request: ConformRequest): Promise<ConformedPiece> {
  const { piece, format, sources, captions, outPath, motion = DEFAULT_MOTION } = request;
  const frames = piece.endFrame - piece.startFrame;
  if (frames < 1 || sources.length !== piece.layers.length || sources.length !== (piece.transition === null ? 1 : 2)) {
    throw new MediaError(
      'invalid_plan',
      `${piece.id} has ${frames} frames, ${piece.layers.length} layers and ${sources.length} sources`,
      false,
    );
  }
  const layers = await layersOf(tools, request, motion);
  const logo = request.logo ? await logoGraph(tools, request.logo, layers.length, format) : null;
  const ass = captions === null ? null : assForPiece(captions.ass, piece, format.fps);
  return stageOutput(outPath, async (stagedPath) => {
    // A folder of its own lets the filter graph name its files by plain relative names: no path ever needs escaping.
    const folder = await mkdtemp(path.join(path.dirname(stagedPath), '.conform-'));
    try {
      await Promise.all(layers.map(({ cube }, index) => cube && writeFile(path.join(folder, `colours-${index}.cube`), cube)));
      if (ass !== null) {
        await writeFile(path.join(folder, 'captions.ass'), ass);
        await provideCaptionFonts(path.join(folder, 'fonts'), ass);
      }
      const picture = composed(piece, layers, frames, format);
      const graph = `${logo ? `${picture}[bare];${logo.chain}[logo];${logo.over('[bare]', '[logo]')}` : picture},${burnIn(ass !== null, piece, format)}`;
      const args = [
        ...layers.flatMap((layer) => layer.inputArgs),
        ...(logo?.inputArgs ?? []),
        ...['-filter_complex', `${graph}[film]`, '-map', '[film]'],
        ...(threads === null ? [] : ['-filter_complex_threads', String(threads)]),
        ...videoEncoderArgs(format, frames, threads, layers.every(({ drawn }) => drawn) ? 'drawn' : 'filmed'),
        ...['-y', stagedPath],
      ];
      await encoded(tools, args, layers, folder, request);
      encodedFilm('conform', frames / format.fps, Math.min(format.widthPx, format.heightPx));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const sizeBytes = await checkFrames(stagedPath, piece.id, frames);
    return { path: outPath, frames, sizeBytes };
  });
}

interface PieceGraph extends LayerGraph {
  /** Colour table of a picture with a profile. */
  readonly cube: string | null;
  readonly drawn?: DrawnGraph['drawn'];
}

async function layersOf(tools: FfmpegTools, { piece, format, sources }: ConformRequest, motion: StillMotion): Promise<PieceGraph[]> {
  const drawn = sources.flatMap(({ kind }, index) => (kind === 'drawing' ? [index] : []));
  return Promise.all(
    piece.layers.map(async (layer, index) => {
      const source = sources[index];
      if (!source) throw new MediaError('invalid_plan', `${piece.id} has no source for layer ${index}`, false);
      const file = path.resolve(source.path);
      if (source.kind === 'drawing') {
        const pipe = LAYER_PIPES[drawn.indexOf(index)] ?? 0;
        return { ...(await drawnLayer(file, { input: index, pipe, layer, piece, format })), cube: null };
      }
      const probed = await probeFile(tools, file);
      if (probed.facts.video === null) {
        throw new MediaError('unsupported_media', `${path.basename(file)} has no picture; segment ${layer.segment} needs one`, false);
      }
      const cube = probed.header?.profile ? cubeOf(probed.header.profile) : null;
      const name = cube === null ? null : `colours-${index}.cube`;
      return { ...layerGraph(tools, { input: index, file, probed, source, layer, piece, format, motion, cube: name }), cube };
    }),
  );
}

/** What is drawn goes from the drawing process straight into the encoder, which that one starts. */
async function encoded(
  tools: FfmpegTools,
  args: readonly string[],
  layers: readonly PieceGraph[],
  cwd: string,
  { piece, format, signal }: ConformRequest,
): Promise<void> {
  const frames = piece.endFrame - piece.startFrame;
  const drawn = layers.flatMap((layer) => layer.drawn ?? []);
  if (drawn.length > 0) {
    const command = confinedWithin(tools.ffmpegPath, [...PIPED_FLAGS, ...args]);
    return runInProcess({ kind: 'piece', layers: drawn, format, frames, command, cwd }, signal);
  }
  const limitMs = wallLimitMs(frames / format.fps);
  await run(tools.ffmpegPath, [...GLOBAL_FLAGS, ...args], { cwd, signal, limitMs, purpose: `encode ${piece.id}`, step: 'conform' });
}

function composed(piece: Piece, layers: readonly { chain: string }[], frames: number, format: FilmFormat): string {
  const [outgoing = '', incoming = ''] = layers.map((layer) => layer.chain);
  if (piece.transition === null) return outgoing;
  return `${outgoing}[a];${incoming}[b];${transitionGraph(piece.transition, frames, format)}`;
}

/** Captions are timed on the film, so frames carry film time while they pass libass. */
function burnIn(hasCaptions: boolean, piece: Piece, { fps }: FilmFormat): string {
  const toPieceTime = `settb=1/${fps},setpts=N,setsar=1,format=yuv420p`;
  if (!hasCaptions) return toPieceTime;
  return `settb=1/${fps},setpts=N+${piece.startFrame},ass=f=captions.ass:fontsdir=fonts,${toPieceTime}`;
}

async function checkFrames(file: string, id: string, frames: number): Promise<number> {
  const { tracks, sizeBytes } = await readMp4Layout(file);
  const made = tracks.find((track) => track.kind === 'video')?.samples ?? 0;
  if (made !== frames) {
    throw new MediaError(
      'render_failed',
      `${id} came out with ${made} frames instead of ${frames}: its source has no picture to show`,
      false,
    );
  }
  return sizeBytes;
}
