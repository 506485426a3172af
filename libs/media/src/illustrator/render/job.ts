import type { FilmFormat } from '../../contracts.js';
import { GLOBAL_FLAGS } from '../../ffmpeg/limits.js';
import type { SceneDescription } from '../scene/scene.js';
import type { FrameSpan } from '../scene/spoken-figure.js';
import type { Timing, WebpFrame } from '../../webp/animation.js';

/**
 * A clip that nobody has drawn yet: all that its pixels depend on. Plain data, kept as JSON.
 * `shots`: the frames on which the picture cuts to another look; the first is 0. `looks`: for each shot the scene that begins with it,
 * null: the one before is looked at in another way; absent: one scene stands for all shots. `figureFrames`: when the headline is seen:
 * while a figure is spoken, and never behind the film's title; absent: from the beginning of its scene on.
 */
export type Drawing = (
  | (Look & { readonly kind: 'clip'; readonly shots: readonly number[]; readonly looks?: readonly (Look | null)[] })
  | { readonly kind: 'card'; readonly scene: SceneDescription; readonly words: readonly string[] }
) & { readonly format: FilmFormat; readonly frames: number };

/** A scene, and when the figure in it is spoken. */
export interface Look {
  readonly scene: SceneDescription;
  readonly figureFrames?: FrameSpan;
}

/** Frames of a drawing, from `firstFrame` on; past its end the last one stands. */
export interface DrawnLayer {
  readonly drawing: Drawing;
  readonly firstFrame: number;
}

/** What the drawing process is told: everything decided, nothing left to the machine it runs on. */
export type DrawingJob =
  | { readonly kind: 'still'; readonly scene: SceneDescription; readonly format: FilmFormat; readonly outPath: string }
  | { readonly kind: 'convert'; readonly fromPath: string; readonly outPath: string }
  /** One frame of a drawing, as PNG. */
  | FrameJob
  | (Drawing & Encoded)
  | ({ readonly kind: 'between'; readonly firstFramePath: string; readonly lastFramePath: string; readonly seed: number } & Moving)
  | AnimationJob
  | PieceJob;

/** An animated picture as a clip. */
export interface AnimationJob extends Moving, Timing {
  readonly kind: 'animation';
  readonly fromPath: string;
  readonly pictures: readonly WebpFrame[];
  /** File name of its colour table, beside `outPath`; where it has a profile of its own. */
  readonly cube: string | null;
}

export interface FrameJob {
  readonly kind: 'frame';
  readonly drawing: Drawing;
  readonly frame: number;
  readonly outPath: string;
  /** Where the same is written as JPEG for lists, unless it cannot be made small enough. */
  readonly thumbnailPath?: string;
}

/** Frames that go straight into the encoding of a piece: `command` reads one layer after the other from `LAYER_PIPES`. */
export interface PieceJob {
  readonly kind: 'piece';
  readonly layers: readonly DrawnLayer[];
  readonly format: FilmFormat;
  readonly frames: number;
  readonly command: readonly string[];
  /** Folder that the command runs in. */
  readonly cwd: string;
}

interface Encoded {
  readonly outPath: string;
  readonly encoder: Encoder;
}

interface Moving extends Encoded {
  readonly format: FilmFormat;
  readonly frames: number;
}

export interface Encoder {
  readonly ffmpegPath: string;
  /** Put before the program so that the encoder dies with the drawing process: `setpriv --pdeathsig KILL --`, or nothing. */
  readonly diesWithParent: readonly string[];
}

/** File descriptors of an encoder on which drawn layers come, in their order: 1 and 2 are its output. */
export const LAYER_PIPES = [0, 3] as const;

/** Before everything else on the command line of an encoder that is fed. */
export const PIPED_FLAGS: readonly string[] = GLOBAL_FLAGS.filter((flag) => flag !== '-nostdin');

/** How frames come through a pipe: as `YuvFrames` makes them. */
export const rawInput = ({ widthPx, heightPx, fps }: FilmFormat, pipe: number): string[] => [
  ...['-protocol_whitelist', 'pipe', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${widthPx}x${heightPx}`, '-r', String(fps)],
  ...['-color_range', 'tv', '-colorspace', 'bt709', '-i', `pipe:${pipe}`],
];
