import {
  type CaptionPosition,
  type CaptionStyle,
  type CaptionTheme,
  type Cue,
  type Ducking,
  type FilmChapter,
  type FilmFormat,
  type Logo,
  type Loudness,
  type Output,
  type Piece,
  type SegmentSource,
  type StillMotion,
  type TitleCard,
} from '#media';
import { type CallContext, type Made } from './makers.js';

/** Captions to burn into a piece: those of the whole film, with the look they get. Only the cues that touch the piece are drawn. */
export interface BurnedCaptions {
  readonly cues: readonly Cue[];
  readonly style: CaptionStyle;
  readonly position: CaptionPosition;
  /** BCP 47; shapes letters that differ between languages. */
  readonly language?: string;
  /** Font and colours; absent: the style's own. */
  readonly theme?: CaptionTheme;
}

export interface ConformRequest {
  readonly format: FilmFormat;
  readonly piece: Piece;
  /** One for each layer of the piece, in its order. */
  readonly sources: readonly SegmentSource[];
  readonly captions: BurnedCaptions | null;
  /** Titles over the picture, on the film's time line, those near the piece included: no caption is seen beside one. */
  readonly cards?: { readonly titles: readonly TitleCard[]; readonly captionPosition: CaptionPosition };
  readonly logo?: Logo | null;
  /** The camera over stills; absent: the renderer's usual one. */
  readonly motion?: StillMotion;
}

export interface ConformedPiece extends Made {
  readonly frames: number;
}

/** Spoken lines and where they begin on the film's time line. */
export interface LayVoiceRequest {
  /** `tempo` 1 = as spoken, 1.2 = a fifth faster at the same pitch. */
  readonly lines: readonly { readonly path: string; readonly startSeconds: number; readonly tempo: number }[];
  /** Length of the film. */
  readonly durationSeconds: number;
}

export interface MixRequest {
  /** WAV on the film's time line; null: no voice. */
  readonly voicePath: string | null;
  /** WAV as long as the film; null: no music. */
  readonly musicPath: string | null;
  /** Level of the music below the voice, in dB (negative). */
  readonly musicGainDb: number;
  /** How music gives way to speech; absent: some 6 dB; null: not at all. */
  readonly ducking?: Ducking | null;
  readonly durationSeconds: number;
}

export interface MixedAudio extends Made {
  /** Null for silence. */
  readonly loudness: Loudness | null;
}

export interface JoinRequest {
  readonly format: FilmFormat;
  /** Conformed pieces in the film's order. */
  readonly pieces: readonly { readonly path: string; readonly frames: number }[];
  /** AAC of the film's length, muxed unchanged; null: a film without sound. */
  readonly audioPath: string | null;
  /** Shown by players. */
  readonly title: string;
  /** Where it can be entered, from 0 to its end; fewer than two are none. */
  readonly chapters?: readonly FilmChapter[];
  /** Where the film comes from, in its metadata; absent: nothing. */
  readonly comment?: string;
}

export interface JoinedFilm extends Made {
  readonly frames: number;
}

/** The track, and beside it the same as AAC. */
export interface LaidVoice extends Made {
  /** AAC in MP4 (.m4a), made on the way: no need to encode again. */
  readonly encodedPath: string;
}

/** One scene of a film that somebody else puts together. */
export interface MontageScene {
  /** An address under which the other side can fetch the clip or still for a while. */
  readonly url: string;
  readonly text: string;
  readonly durationSeconds: number;
}

export interface MontageRequest {
  readonly format: FilmFormat;
  /** In the film's order. */
  readonly scenes: readonly MontageScene[];
}

/** Capability `render`, elsewhere: pictures in, one film without sound out. Its length is near what was asked, not exact. */
export interface RemoteRenderer {
  /** @throws ProviderError */
  assemble(request: MontageRequest, output: Output, context: CallContext): Promise<Made>;
}

export interface StillRequest {
  readonly sourcePath: string;
  readonly atSeconds: number;
  /** Width of the picture, the height follows; null: the source's size. */
  readonly widthPx: number | null;
}

export interface ShrinkRequest {
  /** A joined film. */
  readonly filmPath: string;
  readonly format: FilmFormat;
  readonly frames: number;
  readonly maxBytes: number;
}

export interface ShrunkFilm extends Made {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Capability `render`: from clips to the film. */
export interface FilmRenderer {
  /** Encodes one piece of the film, exactly `endFrame - startFrame` frames, video only. */
  conform(request: ConformRequest, output: Output, context: CallContext): Promise<ConformedPiece>;
  /** Lays spoken lines on the film's time line: one 48 kHz mono WAV as long as the film. `output` must end in `.wav`. */
  layVoice(request: LayVoiceRequest, output: Output, context: CallContext): Promise<LaidVoice>;
  /** Encodes a WAV as AAC in MP4 (.m4a), same length. */
  encodeAudio(wavPath: string, output: Output, context: CallContext): Promise<Made>;
  /** Voice over ducked music at -14 LUFS, true peak at most -1 dBTP, as AAC in MP4 (.m4a). */
  mix(request: MixRequest, output: Output, context: CallContext): Promise<MixedAudio>;
  /** Joins the pieces without encoding and checks the result. */
  join(request: JoinRequest, output: Output, context: CallContext): Promise<JoinedFilm>;
  /** The film encoded again, in `maxBytes` at most. @throws MediaError `media_too_large` where no copy worth looking at would fit */
  shrink(request: ShrinkRequest, output: Output, context: CallContext): Promise<ShrunkFilm>;
  /** One frame as PNG or JPEG, by the extension of the output. */
  still(request: StillRequest, output: Output, context: CallContext): Promise<Made>;
}
