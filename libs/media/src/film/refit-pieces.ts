import path from 'node:path';
import type { FilmFormat } from '../contracts.js';
import { GLOBAL_FLAGS, inputFlags, run, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { readMp4Layout, type Mp4Layout } from '../probe/mp4-track.js';
import { videoEncoderArgs } from './encoder.js';

interface FilmPiece {
  readonly path: string;
  readonly frames: number;
}

interface RefitRequest {
  /** Absolute paths. */
  readonly pieces: readonly FilmPiece[];
  /** By path; each a single video track. */
  readonly layouts: ReadonlyMap<string, Mp4Layout>;
  readonly format: FilmFormat;
  /** Where pieces made anew are written. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Encodes again what has another encoder set-up than today's: a piece of an earlier release, or of a file that says something new of
 * itself, costs a second encoding and not the film. Nothing happens when all are alike, whatever they are.
 * @returns the pieces in the same order, those made anew by their new path
 */
export async function refitPieces(tools: FfmpegTools, threads: number | null, request: RefitRequest): Promise<FilmPiece[]> {
  const { pieces, layouts, folder } = request;
  const setUp = (file: string) => layouts.get(file)?.tracks[0]?.configuration ?? '';
  if (new Set(pieces.map((piece) => setUp(piece.path))).size < 2) return [...pieces];
  const kept = commonest(pieces, setUp);
  const fitted = new Map<string, string>();
  const encode = async (which: (piece: FilmPiece) => boolean) => {
    for (const piece of pieces.filter((one) => which(one) && !fitted.has(one.path))) {
      fitted.set(piece.path, await encodeAgain(tools, threads, piece, path.join(folder, `refit-${fitted.size}.mp4`), request));
    }
  };
  await encode((piece) => setUp(piece.path) !== kept);
  const [made = ''] = fitted.values();
  // What most pieces have may itself be of an earlier release: then all of them are made anew.
  if ((await readMp4Layout(made)).tracks[0]?.configuration !== kept) await encode(() => true);
  return pieces.map((piece) => ({ ...piece, path: fitted.get(piece.path) ?? piece.path }));
}

/** The set-up of most frames. */
function commonest(pieces: readonly FilmPiece[], setUp: (file: string) => string): string {
  const frames = new Map<string, number>();
  for (const piece of pieces) frames.set(setUp(piece.path), (frames.get(setUp(piece.path)) ?? 0) + piece.frames);
  return [...frames].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

async function encodeAgain(
  tools: FfmpegTools,
  threads: number | null,
  piece: FilmPiece,
  outPath: string,
  { format, signal }: RefitRequest,
): Promise<string> {
  const args = [
    ...[...GLOBAL_FLAGS, ...inputFlags('mov'), '-i', piece.path, '-map', '0:v:0'],
    ...['-vf', `settb=1/${format.fps},setpts=N,setsar=1,format=yuv420p`],
    ...[...videoEncoderArgs(format, piece.frames, threads), '-y', outPath],
  ];
  const limitMs = wallLimitMs(piece.frames / format.fps);
  await run(tools.ffmpegPath, args, { signal, limitMs, purpose: `encode ${path.basename(piece.path)} again`, step: 'refit' });
  return outPath;
}
