/**
 * The vocabulary of libs/media: what every generator takes and gives, and the timeline a film is made from.
 * Positions in a film are whole frames counted from 0; ranges are half-open [startFrame, endFrame). Times of
 * words are seconds. Paths are absolute local files; nothing in this library reads a URL.
 */

/** Size and rate of a film. Width and height are even pixels, as H.264 4:2:0 needs. */
export interface FilmFormat {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number;
}

export type AspectRatio = '9:16' | '16:9' | '1:1' | '4:5';
/** The short side in pixels. */
export type Resolution = '480p' | '720p' | '1080p';

/** A word as written, with the time it is heard. Words keep the order of the text; times never run backwards. */
export interface TimedWord {
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A file that a generator or the renderer wrote. */
export interface MediaFile {
  readonly path: string;
  readonly contentType: string;
}

/** The narration of one segment as sound: 48 kHz mono 16-bit WAV; word times count from the start of this file. */
export interface SpokenText extends MediaFile {
  readonly durationSeconds: number;
  readonly words: readonly TimedWord[];
}

/** Look of burned-in captions. `karaoke` highlights the spoken word; `block` shows whole lines; `minimal` is small, no box. */
export type CaptionStyle = 'karaoke' | 'block' | 'minimal';
export type CaptionPosition = 'top' | 'center' | 'bottom';

/** Fonts that captions and cards are set in; all come with the library. */
export const FILM_FONTS = ['Montserrat ExtraBold', 'Inter SemiBold', 'Inter Medium', 'DejaVu Sans Bold', 'DejaVu Sans'] as const;
export type FilmFont = (typeof FILM_FONTS)[number];

/** What a montage template changes of a caption style. Colours are `#rrggbb`. */
export interface CaptionTheme {
  /** Null: the one of the style. */
  readonly font: FilmFont | null;
  readonly color: string;
  /** The word that is being spoken, in `karaoke`. */
  readonly highlight: string;
  /** Outline, and the box of `block`. */
  readonly outline: string;
}

/** A title laid over the picture for the frames [startFrame, endFrame) of the film; the film keeps its length. */
export interface TitleCard {
  readonly text: string;
  readonly startFrame: number;
  readonly endFrame: number;
  readonly font: FilmFont;
  /** Colours are `#rrggbb`. */
  readonly color: string;
  /** Of the line under the title. */
  readonly accent: string;
  /** Covers the picture under the title. */
  readonly background: string;
  /** 0 leaves the picture as it is, 1 hides it. */
  readonly backgroundOpacity: number;
  /** 0 begins or ends with a cut. */
  readonly fadeInSeconds: number;
  readonly fadeOutSeconds: number;
}

/** The camera over stills. */
export interface StillMotion {
  /** Share by which the picture grows or shrinks; 0 stands still. */
  readonly zoom: number;
  /** `alternate`: by the segment's seed. */
  readonly direction: 'alternate' | 'in' | 'out';
  /** Share of the free border that the camera drifts across, 0 to 1. */
  readonly pan: number;
}

/** A picture in a corner of every frame. */
export interface Logo {
  readonly path: string;
  readonly corner: 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';
  /** Width as a share of the film's short side. */
  readonly size: number;
  readonly opacity: number;
  /** Distance to both edges as a share of the short side. */
  readonly margin: number;
}

/** How music gives way to speech. */
export interface Ducking {
  /** How much lower music is while somebody speaks, in dB, at most 18. */
  readonly depthDb: number;
  readonly attackMs: number;
  readonly releaseMs: number;
}

/** One caption on the film's time line, with the words it shows. */
export interface Cue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly words: readonly TimedWord[];
}

/**
 * What stands under a segment: a moving clip, a still that gets a camera move (Ken Burns) chosen by `seed`, or a drawing of the illustrator
 * (JSON), which is drawn while its piece is encoded.
 */
export interface SegmentSource {
  readonly path: string;
  readonly kind: 'video' | 'image' | 'drawing';
  readonly seed: number;
  /** Default: `cover` around the centre. */
  readonly placement?: Placement;
}

/** How a picture of another shape than the film's lies in it. */
export interface Placement {
  /** `cover` fills the film and cuts what stands over; `contain-blur` shows all of it, over its own blurred copy. */
  readonly fit: 'cover' | 'contain-blur';
  /** What `cover` keeps, as shares of width and height from the top left; the centre by default. */
  readonly focus?: { readonly x: number; readonly y: number };
}

/** `cut` needs no piece of its own; the others overlap the two neighbours for `frames` frames centred on the boundary. */
export type TransitionKind = 'cut' | 'crossfade' | 'fade' | 'wipe';

/** Part of a film that is encoded by itself and later joined without re-encoding. */
export interface Piece {
  /** `segment-007`, or `transition-007-008`. */
  readonly id: string;
  readonly startFrame: number;
  readonly endFrame: number;
  /** One layer for a segment; two, outgoing first, for a transition. */
  readonly layers: readonly PieceLayer[];
  readonly transition: Exclude<TransitionKind, 'cut'> | null;
}

/** A segment seen through a piece: its source starts to play at `sourceStartFrame` of the film (may lie before the piece). */
export interface PieceLayer {
  readonly segment: number;
  /** Film frame on which frame 0 of the source lies. */
  readonly sourceStartFrame: number;
  /** Film frame (exclusive) up to which the source must reach; a shorter source is slowed, or goes there and back. */
  readonly sourceEndFrame: number;
}

/** What a film's segments and their joints are, before any file exists. Pure data; `planPieces` turns it into pieces. */
export interface FilmPlan {
  readonly format: FilmFormat;
  /** In order, without gap: each starts where the one before it ends. */
  readonly segments: readonly { readonly startFrame: number; readonly endFrame: number }[];
  /** How segment i goes over into i + 1, for each i but the last. */
  readonly transitions: readonly { readonly kind: TransitionKind; readonly frames: number }[];
}

/** What `probe` says about a media file. Absent streams are null. */
export interface MediaProbe {
  readonly container: string;
  readonly durationSeconds: number;
  readonly video: {
    readonly codec: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly fps: number;
    readonly frames: number | null;
    readonly pixelFormat: string;
  } | null;
  readonly audio: { readonly codec: string; readonly sampleRateHz: number; readonly channels: number } | null;
}

/** Loudness of a finished sound track (ITU-R BS.1770). */
export interface Loudness {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
}

/** Refused input or a failed tool. `code` is stable and snake_case; `retryable` says whether the same call may work later. */
export class MediaError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MediaError';
  }
}

/** Where a result is to be written: an absolute path in a folder that exists, nothing there yet. */
export interface Output {
  readonly path: string;
}
