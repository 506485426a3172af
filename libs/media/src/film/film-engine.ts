import { encodeAudio, layVoice, mixAudio, type LaidVoice, type LayVoiceRequest, type MixedAudio, type MixRequest } from '../audio/index.js';
import type { MediaFile, MediaProbe } from '../contracts.js';
import { locateFfmpeg, type FfmpegEnvironment, type FfmpegTools } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';
import { conformPiece, type ConformedPiece, type ConformRequest } from './conform.js';
import { type FreeBytes, freeBytesOf, joinedBytes, mustHaveSpace, pieceBytes, soundBytes } from './free-space.js';
import { joinFilm, type JoinedFilm, type JoinRequest } from './join-film.js';
import { shrinkFilm, type ShrinkRequest, type ShrunkFilm } from './shrink-film.js';
import { stillFrame, thumbnail, type StillOptions } from './still-frame.js';

export interface FilmEngineOptions {
  /** This ffmpeg and no other. Default: see `locateFfmpeg`. */
  readonly ffmpegPath?: string;
  /** Threads of one encoding; as many as FFmpeg sees fit when left out. */
  readonly threads?: number;
  /** Asked before each piece, mix and film. Default: the file system's. */
  readonly freeBytes?: FreeBytes;
}

/**
 * Makes films with FFmpeg as a child process. Every method reads and writes local files only, gives `outPath` its content in one step
 * (a failed or aborted call leaves nothing there), can be called again with the same result, and throws `MediaError`: `ffmpeg_missing`,
 * `unsupported_media`, `media_too_large`, `media_not_found`, `render_failed`, `no_space`, `aborted`, or what the method names.
 */
export class FilmEngine {
  readonly #tools: FfmpegTools;
  readonly #threads: number | null;
  readonly #freeBytes: FreeBytes;

  /** @throws MediaError `ffmpeg_missing`, saying what to do */
  constructor(options: FilmEngineOptions = {}) {
    this.#tools = options.ffmpegPath === undefined ? locateFfmpeg() : locateFfmpeg({ FFMPEG_PATH: options.ffmpegPath });
    this.#threads = options.threads ?? null;
    this.#freeBytes = options.freeBytes ?? freeBytesOf;
  }

  /** Finds an ffmpeg that has all that is needed. @throws MediaError `ffmpeg_missing`, saying what to do */
  static locate(environment?: FfmpegEnvironment): FfmpegTools {
    return locateFfmpeg(environment);
  }

  get tools(): FfmpegTools {
    return this.#tools;
  }

  /**
   * Encodes one piece: exactly endFrame - startFrame frames, video only, with the one encoder set-up that makes joins exact. A source of
   * another size fills the frame (centre cut), of another rate is resampled; one that is too short is slowed by up to a quarter, or else
   * goes there and back; an image gets a camera move. Captions are burned in by film time.
   */
  async conformPiece(request: ConformRequest): Promise<ConformedPiece> {
    const { piece, format, outPath } = request;
    await mustHaveSpace(outPath, pieceBytes(Math.max(0, piece.endFrame - piece.startFrame), format), this.#freeBytes);
    return conformPiece(this.#tools, this.#threads, request);
  }

  /**
   * Joins conformed pieces and the mixed sound by copying. Every piece is checked before and the film after, from their sample tables;
   * a piece with another encoder set-up than the others is encoded again, frame by frame.
   * @throws MediaError `join_mismatch`, naming the file and what is wrong with it
   */
  async joinFilm(request: JoinRequest): Promise<JoinedFilm> {
    const files = [...request.pieces.map((piece) => piece.path), request.audioPath];
    await mustHaveSpace(request.outPath, await joinedBytes(files), this.#freeBytes);
    return joinFilm(this.#tools, this.#threads, request);
  }

  /**
   * Encodes a joined film again so that it takes `maxBytes` at most: in the largest picture that is clean at that rate, 480p at least.
   * @throws MediaError `media_too_large` where no copy worth looking at would fit
   */
  async shrinkFilm(request: ShrinkRequest): Promise<ShrunkFilm> {
    await mustHaveSpace(request.outPath, request.maxBytes, this.#freeBytes);
    return shrinkFilm(this.#tools, this.#threads, request);
  }

  /** Voice and music to one AAC track as long as the film, -14 LUFS ± 1, true peak at most -1 dBTP; silence when there is neither. */
  async mixAudio(request: MixRequest): Promise<MixedAudio> {
    await mustHaveSpace(request.outPath, soundBytes(request.totalFrames / request.fps), this.#freeBytes);
    return mixAudio(this.#tools, request);
  }

  /** Lays spoken lines on the film's time line: AAC at `outPath`, and beside it the same as `.wav` to mix from. */
  layVoice(request: LayVoiceRequest): Promise<LaidVoice> {
    return layVoice(this.#tools, request);
  }

  /** A sound file as AAC, unchanged otherwise. */
  encodeAudio(wavPath: string, outPath: string, signal?: AbortSignal): Promise<MediaFile> {
    return encodeAudio(this.#tools, wavPath, outPath, signal);
  }

  /** The frame shown at `atSeconds` (the last one if that is past the end) as PNG or JPEG, by the extension of `outPath`. */
  stillFrame(path: string, atSeconds: number, outPath: string, options?: StillOptions): Promise<MediaFile> {
    return stillFrame(this.#tools, path, atSeconds, outPath, options);
  }

  /** A still with something in it, for lists and players. */
  thumbnail(path: string, outPath: string, options?: StillOptions): Promise<MediaFile> {
    return thumbnail(this.#tools, path, outPath, options);
  }

  /** What a media file is, without trusting it. @throws MediaError `unsupported_media` for playlists, SVG and whatever is not media */
  async probe(path: string): Promise<MediaProbe> {
    return (await probeFile(this.#tools, path)).facts;
  }
}
