import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { FilmFormat, MediaFile } from '../contracts.js';
import { MediaError } from '../contracts.js';
import { locateFfmpeg } from '../ffmpeg/locate.js';
import { stageOutput } from '../ffmpeg/staged-output.js';
import { runInProcess, type JobRunner } from './drawing-process.js';
import { diesWithParent } from '../launcher/dies-with-parent.js';
import type { Drawing, DrawingJob, Look } from './render/job.js';
import { cardWords } from './scene/card-words.js';
import { composeScene, type IllustrationRequest } from './scene/compose.js';
import { beatsOfShots } from './scene/beats.js';
import { heroesOf, scenesOfBeats } from './scene/scenes-of-beats.js';
import { shotStarts } from './scene/shots.js';
import { type FrameSpan, spokenFigure } from './scene/spoken-figure.js';
import type { GraphicWorld, SceneDescription } from './scene/scene.js';

export type { IllustrationRequest } from './scene/compose.js';
export type { SceneDescription } from './scene/scene.js';
export type { Drawing } from './render/job.js';

export interface BetweenRequest {
  readonly firstFramePath: string;
  readonly lastFramePath: string;
  readonly frames: number;
  readonly format: FilmFormat;
  readonly seed: number;
}

/** Makes pictures and moving pictures out of words, without key and network. Everything is decided by the request: same request, same pixels. */
export interface Illustrator {
  /** What would be shown, as plain data. Pure; some milliseconds, more the first time in a language (word tables are read). */
  compose(request: IllustrationRequest): SceneDescription;
  /** The main objects of a clip of the request, beat by beat: '' for one without. Pure; says what later segments must avoid. */
  cast(request: IllustrationRequest): readonly string[];
  /** PNG of the format's size. */
  still(request: IllustrationRequest, outPath: string, signal?: AbortSignal): Promise<MediaFile>;
  /** MP4 (H.264, no sound) of exactly `frames` frames at the format's rate. */
  clip(request: IllustrationRequest & { readonly frames: number }, outPath: string, signal?: AbortSignal): Promise<MediaFile>;
  /** What `clip` would draw, for whoever draws it later. Pure. */
  sketch(request: IllustrationRequest & { readonly frames: number }): Drawing;
  /** What `card` would draw. Pure. */
  cardSketch(request: IllustrationRequest & { readonly frames: number }): Drawing;
  /** A drawing as `clip` and `card` write it. */
  drawn(drawing: Drawing, outPath: string, signal?: AbortSignal): Promise<MediaFile>;
  /** One frame of it as PNG, and for lists, where that is asked for. */
  frameOf(drawing: Drawing, frame: number, outPath: string, options?: FrameOptions): Promise<DrawnFrame>;
  /** A camera move from one picture to another, both honoured exactly at the first and the last frame. */
  between(request: BetweenRequest, outPath: string, signal?: AbortSignal): Promise<MediaFile>;
  /** The text itself as large moving type on a designed surface; where the font has no glyphs for it, a clip. */
  card(request: IllustrationRequest & { readonly frames: number }, outPath: string, signal?: AbortSignal): Promise<MediaFile>;
}

export interface FrameOptions {
  /** Where the same frame goes as JPEG, `LIST_PICTURE` at most. */
  readonly thumbnailPath?: string;
  readonly signal?: AbortSignal;
}

export interface DrawnFrame extends MediaFile {
  /** Null where none was asked for, or none can be made that is small enough. */
  readonly thumbnail: MediaFile | null;
}

export interface IllustratorOptions {
  /** Default: the one that `locateFfmpeg` finds. */
  readonly ffmpegPath?: string;
  /** Where jobs are carried out. Default: node processes. */
  readonly runJob?: JobRunner;
}

/** Surfaces on which large type reads well. */
const CARD_WORLDS: readonly GraphicWorld[] = ['blobs', 'rays', 'bokeh', 'rings'];
/** A film's own title may stand over its first picture so long. */
const TITLE_SECONDS = 2.2;
/** And over its last one. */
const END_SECONDS = 1.8;
const MAX_FRAMES = 600 * 120;

/** Methods that write: @throws MediaError as `runInProcess` does, and `bad_format` for sizes that H.264 4:2:0 cannot hold. */
export function createIllustrator(options: IllustratorOptions = {}): Illustrator {
  const runJob = options.runJob ?? runInProcess;
  const encoder = () => ({ ffmpegPath: options.ffmpegPath ?? locateFfmpeg().ffmpegPath, diesWithParent: diesWithParent() });
  const write = async (
    outPath: string,
    contentType: string,
    signal: AbortSignal | undefined,
    job: (stagedPath: string) => DrawingJob,
  ): Promise<MediaFile> => {
    await stageOutput(outPath, (stagedPath) => runJob(job(stagedPath), signal));
    return { path: outPath, contentType };
  };
  const drawn = async (drawing: Drawing, outPath: string, signal?: AbortSignal): Promise<MediaFile> =>
    write(outPath, 'video/mp4', signal, (staged) => ({ ...drawing, outPath: staged, encoder: encoder() }));
  return {
    compose: composeScene,
    cast: heroesOf,
    async still(request, outPath, signal) {
      checkFormat(request.format, 1);
      return write(outPath, 'image/png', signal, (staged) => ({
        kind: 'still',
        scene: composeScene(request),
        format: request.format,
        outPath: staged,
      }));
    },
    clip: async (request, outPath, signal) => drawn(sketch(request), outPath, signal),
    card: async (request, outPath, signal) => drawn(cardSketch(request), outPath, signal),
    sketch,
    cardSketch,
    drawn,
    async frameOf(drawing, frame, outPath, { thumbnailPath, signal } = {}) {
      const small = thumbnailPath === undefined ? {} : { thumbnailPath };
      if (thumbnailPath !== undefined) await rm(thumbnailPath, { force: true });
      const made = await write(outPath, 'image/png', signal, (staged) => ({ kind: 'frame', drawing, frame, outPath: staged, ...small }));
      const isThere = thumbnailPath !== undefined && existsSync(thumbnailPath);
      return { ...made, thumbnail: isThere ? { path: thumbnailPath, contentType: 'image/jpeg' } : null };
    },
    async between({ firstFramePath, lastFramePath, frames, format, seed }, outPath, signal) {
      checkFormat(format, frames);
      return write(outPath, 'video/mp4', signal, (staged) => ({
        ...{ kind: 'between', firstFramePath, lastFramePath, frames, format, seed },
        ...{ outPath: staged, encoder: encoder() },
      }));
    },
  };
}

function sketch(request: IllustrationRequest & { readonly frames: number }): Drawing {
  const { format, frames } = request;
  checkFormat(format, frames);
  const shots = shotStarts(request.text, frames, format.fps);
  const scenes = scenesOfBeats(request);
  const beats = beatsOfShots(
    scenes.map(({ beat }) => beat),
    shots,
    frames,
  );
  const earliest = request.segmentIndex === 0 ? Math.round(TITLE_SECONDS * format.fps) : 0;
  const isEnding = request.segmentCount > 1 && request.segmentIndex === request.segmentCount - 1;
  const latest = isEnding ? Math.max(earliest, frames - Math.round(END_SECONDS * format.fps)) : frames;
  const looks = beats.map((beat, shot): Look | null => {
    const isSeen = shot > 0 && beats[shot - 1] === beat;
    const scene = isSeen ? null : (scenes[beat]?.scene ?? null);
    if (scene === null) return null;
    const spoken = scene.heroIcon === null ? undefined : spokenFigure(scene.headline, request.text, frames, format.fps, earliest);
    const isFirst = shot === 0 && earliest > 0;
    const isLast = latest < frames && beats.lastIndexOf(beat) === beats.length - 1;
    const figureFrames = besideCards(scene, spoken, { from: isFirst ? earliest : 0, to: isLast ? latest : frames }, frames);
    return { scene, ...(figureFrames && { figureFrames }) };
  });
  const [first, ...others] = looks;
  const opening = first ?? { scene: composeScene(request) };
  return { kind: 'clip', ...opening, shots, ...(others.some((look) => look !== null) && { looks: [null, ...others] }), format, frames };
}

/** When type is seen: never behind the film's title, which stands over its first and its last picture. */
function besideCards(
  { headline }: SceneDescription,
  spoken: FrameSpan | undefined,
  free: FrameSpan,
  frames: number,
): FrameSpan | undefined {
  const isFree = free.from === 0 && free.to === frames;
  if (headline === null || headline.kind === 'title' || isFree) return spoken;
  const span = spoken ?? { from: 0, to: frames };
  const from = Math.max(span.from, free.from);
  return { from, to: Math.max(from, Math.min(span.to, free.to)) };
}

function cardSketch(request: IllustrationRequest & { readonly frames: number }): Drawing {
  const { format, frames } = request;
  checkFormat(format, frames);
  const words = cardWords(request.text);
  if (words.length === 0) return sketch(request);
  const composed = composeScene(request);
  const world = CARD_WORLDS[(request.segmentIndex + request.seed) % CARD_WORLDS.length] ?? 'blobs';
  const scene = {
    ...composed,
    world: (CARD_WORLDS as readonly string[]).includes(composed.world) ? composed.world : world,
    headline: null,
  };
  return { kind: 'card', scene, words, format, frames };
}

function checkFormat({ widthPx, heightPx, fps }: FilmFormat, frames: number): void {
  const isEven = (size: number): boolean => Number.isInteger(size) && size >= 16 && size <= 4096 && size % 2 === 0;
  if (isEven(widthPx) && isEven(heightPx) && fps > 0 && fps <= 240 && Number.isInteger(frames) && frames > 0 && frames <= MAX_FRAMES)
    return;
  const asked = `${widthPx}x${heightPx} at ${fps} fps, ${frames} frames`;
  throw new MediaError('bad_format', `Sizes must be even and from 16 to 4096 pixels, rate and frames positive; asked for ${asked}`, false);
}
