import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, type FilmFormat } from '../contracts.js';
import { GLOBAL_FLAGS, run, stageOutput, wallLimitMs, type FfmpegTools } from '../ffmpeg/index.js';
import { readMp4Layout, type Mp4Layout, type Mp4Track } from '../probe/mp4-track.js';
import { chapterList, type FilmChapter } from './chapters.js';
import { TRACK_TIMESCALE } from './format.js';
import { refitPieces } from './refit-pieces.js';

export interface JoinRequest {
  /** In film order, as `conformPiece` gave them; the same file may stand more than once. */
  readonly pieces: readonly { readonly path: string; readonly frames: number }[];
  /** The film's whole sound as `mixAudio` gave it. */
  readonly audioPath: string;
  readonly format: FilmFormat;
  /** Where players let the film be entered, from 0 to its end; fewer than two are none. */
  readonly chapters?: readonly FilmChapter[];
  /** Where the film comes from, in its metadata: one line of at most 255 characters. Absent: nothing. */
  readonly comment?: string;
  readonly outPath: string;
  readonly signal?: AbortSignal | undefined;
}

export interface JoinedFilm {
  readonly path: string;
  readonly frames: number;
  readonly durationSeconds: number;
  readonly sizeBytes: number;
}

/** AAC codes 1024 samples at a time; the last packet may reach that far past the picture. */
const AAC_FRAME_SAMPLES = 1024;

const COMMENT_CHARACTERS = 255;

/** Of a chapter: its sample, its entries in the tables and its title, twice. */
const CHAPTER_BYTES = 1024;

/** Joins pieces and sound without encoding anything that fits; see FilmEngine.joinFilm. */
export async function joinFilm(tools: FfmpegTools, threads: number | null, request: JoinRequest): Promise<JoinedFilm> {
  const { audioPath, format, outPath, signal } = request;
  const given = request.pieces.map(({ path: file, frames }) => ({ path: path.resolve(file), frames }));
  if (given.length === 0) throw mismatch('the film', 'it has no pieces');
  const chapters = (request.chapters?.length ?? 0) > 1 ? (request.chapters ?? []) : [];
  const layouts = await layoutsOf([...given.map((piece) => piece.path), path.resolve(audioPath)]);
  const [audio, frames] = [layouts.get(path.resolve(audioPath)), checkPieces(given, layouts, format)];
  const filmSeconds = frames / format.fps;
  checkSound(path.basename(audioPath), audio?.tracks[0], filmSeconds);
  return stageOutput(outPath, async (stagedPath) => {
    const folder = await mkdtemp(path.join(path.dirname(path.resolve(stagedPath)), '.join-'));
    let configuration: string | undefined;
    try {
      const pieces = await refitPieces(tools, threads, { pieces: given, layouts, format, folder, signal });
      const files = [...new Set(pieces.map((piece) => piece.path))];
      const fitting = new Map([...layouts, ...(await layoutsOf(files.filter((file) => !layouts.has(file))))]);
      checkPieces(pieces, fitting, format);
      configuration = checkAlike(pieces, fitting);
      // Links with plain names: the list needs no quoting and the concat demuxer's own path check can stay on.
      const names = new Map(files.map((file, index) => [file, `${index}.mp4`]));
      await Promise.all([...names].map(([file, name]) => symlink(file, path.join(folder, name))));
      await writeFile(path.join(folder, 'list.txt'), concatList(pieces, names, format.fps));
      await writeFile(path.join(folder, 'chapters.txt'), chapterList(chapters, format.fps));
      const sizes = { pieces: pieces.length, chapters: chapters.length, frames, seconds: filmSeconds };
      const { comment = '' } = request;
      await run(
        tools.ffmpegPath,
        copyArgs(path.resolve(audioPath), { ...sizes, comment: comment.slice(0, COMMENT_CHARACTERS) }, stagedPath),
        {
          cwd: folder,
          signal,
          limitMs: wallLimitMs(filmSeconds),
          purpose: `join ${path.basename(outPath)}`,
          step: 'join',
        },
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const made = await readable(stagedPath);
    checkFilm(path.basename(outPath), made, frames, format, configuration);
    return { path: outPath, frames, durationSeconds: filmSeconds, sizeBytes: made.sizeBytes };
  });
}

/**
 * The concat demuxer adds up durations in microseconds, and without `duration` it takes those of the movie header, rounded up to
 * milliseconds. Each duration given here is the difference of two rounded positions, so that no error adds up.
 */
function concatList(pieces: JoinRequest['pieces'], names: ReadonlyMap<string, string>, fps: number): string {
  const microseconds = (frame: number) => Math.round((frame * 1_000_000) / fps);
  let frame = 0;
  return pieces
    .map((piece) => {
      const lasting = (microseconds(frame + piece.frames) - microseconds(frame)) / 1_000_000;
      frame += piece.frames;
      return `file ${names.get(piece.path) ?? ''}\nduration ${lasting.toFixed(6)}\n`;
    })
    .join('');
}

interface FilmSizes {
  readonly pieces: number;
  readonly chapters: number;
  readonly frames: number;
  readonly seconds: number;
  readonly comment: string;
}

function copyArgs(audioPath: string, { pieces, chapters, frames, seconds, comment }: FilmSizes, outPath: string): string[] {
  // Room for the sample tables before the media, so that the file can be played while it loads without being written twice. Upper
  // bounds: 4 bytes of size for each sample, 8 of chunk offset and 12 of chunk map for each packet run, one key frame entry per 1 s.
  const audioPackets = Math.ceil((seconds * 48_000) / AAC_FRAME_SAMPLES) + 8;
  const tableBytes = 8192 + (frames + audioPackets) * 28 + pieces * 64 + chapters * CHAPTER_BYTES;
  return [
    ...GLOBAL_FLAGS,
    ...['-protocol_whitelist', 'file', '-format_whitelist', 'concat,mov,mp4,m4a,3gp,3g2,mj2'],
    // All pieces have the same parameter sets (checked), so packets go over untouched.
    ...['-f', 'concat', '-safe', '1', '-auto_convert', '0', '-i', 'list.txt'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', 'mov,mp4,m4a,3gp,3g2,mj2', '-f', 'mov', '-i', audioPath],
    ...['-protocol_whitelist', 'file', '-format_whitelist', 'ffmetadata', '-f', 'ffmetadata', '-i', 'chapters.txt'],
    ...['-map', '0:v:0', '-map', '1:a:0', '-map_chapters', chapters > 0 ? '2' : '-1', '-c', 'copy'],
    // `-map_metadata -1` would take the titles of chapters away as well.
    ...[
      '-map_metadata:g',
      '-1',
      '-map_metadata:s',
      '-1',
      ...(comment === '' ? [] : ['-metadata', `comment=${comment}`]),
      '-fflags',
      '+bitexact',
    ],
    ...['-video_track_timescale', String(TRACK_TIMESCALE), '-moov_size', String(tableBytes), '-f', 'mp4', '-y', outPath],
  ];
}

async function layoutsOf(files: readonly string[]): Promise<ReadonlyMap<string, Mp4Layout>> {
  return new Map(await Promise.all([...new Set(files)].map(async (file) => [file, await readable(file)] as const)));
}

async function readable(file: string): Promise<Mp4Layout> {
  return readMp4Layout(file).catch((cause: unknown) => {
    throw mismatch(path.basename(file), 'it is missing or not a complete MP4 file', cause);
  });
}

/** Every piece has the frames and the shape that the film needs: a different time scale joins without any complaint and plays wrongly. */
function checkPieces(pieces: JoinRequest['pieces'], layouts: ReadonlyMap<string, Mp4Layout>, format: FilmFormat): number {
  let total = 0;
  for (const piece of pieces) {
    const name = path.basename(piece.path);
    const tracks = layouts.get(piece.path)?.tracks ?? [];
    const track = tracks[0];
    if (!track || tracks.length !== 1 || track.kind !== 'video') throw mismatch(name, 'it is not one video track and nothing else');
    if (track.timescale !== TRACK_TIMESCALE) throw mismatch(name, `its time scale is ${track.timescale}, not ${TRACK_TIMESCALE}`);
    if (track.samples !== piece.frames) throw mismatch(name, `it has ${track.samples} frames, not ${piece.frames}`);
    checkSteps(name, track, format.fps);
    const { widthPx, heightPx } = track;
    if (widthPx !== format.widthPx || heightPx !== format.heightPx) throw mismatch(name, `it is ${widthPx} x ${heightPx} pixels`);
    total += track.samples;
  }
  return total;
}

/** Different parameter sets join without any complaint and play wrongly. @returns those of all the pieces */
function checkAlike(pieces: JoinRequest['pieces'], layouts: ReadonlyMap<string, Mp4Layout>): string | undefined {
  const [first, ...rest] = pieces.map(({ path: file }) => ({ file, configuration: layouts.get(file)?.tracks[0]?.configuration }));
  const odd = rest.find(({ configuration }) => configuration !== first?.configuration);
  if (odd) throw mismatch(path.basename(odd.file), 'its encoder set-up differs from the first piece');
  return first?.configuration;
}

/** Starts at 0, every frame lasts 1/fps, none is shown in another order than it is stored. */
function checkSteps(name: string, track: Mp4Track, fps: number): void {
  const ticks = track.timescale / fps;
  if (track.steps.some((step) => step.ticks !== ticks)) throw mismatch(name, `its frames do not all last 1/${fps} s`);
  if (track.offsets.some((offset) => offset.ticks !== 0)) throw mismatch(name, 'its frames are not stored in the order they are shown');
  if (track.edits.length > 1 || track.edits.some((edit) => edit.mediaTime !== 0)) throw mismatch(name, 'it does not start at 0');
}

function checkSound(name: string, track: Mp4Track | undefined, filmSeconds: number): void {
  if (!track || track.kind !== 'audio') throw mismatch(name, 'it has no sound track');
  // Priming samples are skipped by the edit list.
  const skippedTicks = Math.max(0, ...track.edits.map((edit) => edit.mediaTime));
  const shown = track.edits.length > 0 ? track.edits.reduce((sum, edit) => sum + edit.durationSeconds, 0) : Infinity;
  const seconds = Math.min(shown, (track.mediaTicks - skippedTicks) / track.timescale);
  const offBy = Math.abs(seconds - filmSeconds) * track.timescale;
  if (offBy > AAC_FRAME_SAMPLES)
    throw mismatch(name, `the sound lasts ${seconds.toFixed(3)} s and the picture ${filmSeconds.toFixed(3)} s`);
}

function checkFilm(
  name: string,
  { tracks, fastStart }: Mp4Layout,
  frames: number,
  format: FilmFormat,
  configuration: string | undefined,
): void {
  const [video, audio] = [tracks.find((track) => track.kind === 'video'), tracks.find((track) => track.kind === 'audio')];
  if (!video || video.samples !== frames) throw mismatch(name, `it came out with ${video?.samples ?? 0} frames instead of ${frames}`);
  checkSteps(name, video, format.fps);
  if (video.configuration !== configuration) throw mismatch(name, 'its parameter sets are not those of the pieces');
  if (!fastStart) throw mismatch(name, 'its tables do not stand before the media');
  checkSound(name, audio, frames / format.fps);
}

function mismatch(name: string, why: string, cause?: unknown): MediaError {
  return new MediaError('join_mismatch', `${name} cannot be joined: ${why}`, false, { cause });
}
