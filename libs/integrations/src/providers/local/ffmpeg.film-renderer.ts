import path from 'node:path';
import { cuesToAss, type FilmEngine, type FilmFormat, type Output, DEFAULT_DUCKING } from '#media';
import { type CallContext, type Made } from '../../contracts/makers.js';
import {
  type ConformedPiece,
  type ConformRequest,
  type FilmRenderer,
  type JoinedFilm,
  type JoinRequest,
  type LaidVoice,
  type LayVoiceRequest,
  type MixedAudio,
  type MixRequest,
  type ShrinkRequest,
  type ShrunkFilm,
  type StillRequest,
} from '../../contracts/rendering.js';

const MP4 = { contentType: 'video/mp4', cost: null };
const M4A = { contentType: 'audio/mp4', cost: null };
/** Captions without a language of their own are shaped as English. */
const DEFAULT_LANGUAGE = 'en';

/** `ffmpeg`: the renderer of this machine, over libs/media. */
export class FfmpegFilmRenderer implements FilmRenderer {
  /** @param engine asked for at the first use, because looking for FFmpeg takes a moment and may fail. */
  constructor(private readonly engine: () => FilmEngine) {}

  async conform(request: ConformRequest, output: Output, { signal }: CallContext): Promise<ConformedPiece> {
    const { format, piece, sources, logo = null, motion } = request;
    const made = await this.engine().conformPiece({
      ...{ format, piece, sources, captions: lettering(request), logo, outPath: output.path, signal },
      ...(motion && { motion }),
    });
    return { path: made.path, frames: made.frames, ...MP4 };
  }

  async layVoice(request: LayVoiceRequest, output: Output, { signal }: CallContext): Promise<LaidVoice> {
    const { dir, name } = path.parse(output.path);
    const laid = await this.engine().layVoice({ ...request, outPath: path.join(dir, `${name}.m4a`), signal });
    return { path: laid.wavPath, contentType: 'audio/wav', encodedPath: laid.path, cost: null };
  }

  async encodeAudio(sourcePath: string, output: Output, { signal }: CallContext): Promise<Made> {
    return { ...(await this.engine().encodeAudio(sourcePath, output.path, signal)), cost: null };
  }

  async mix(request: MixRequest, output: Output, { signal }: CallContext): Promise<MixedAudio> {
    const { path: outPath, loudness } = await this.engine().mixAudio({
      voicePath: request.voicePath,
      musicPath: request.musicPath,
      // The engine counts in frames of any rate; a film's length in seconds is one "frame" of that length.
      totalFrames: 1,
      fps: 1 / request.durationSeconds,
      music: { gainDb: request.musicGainDb, ducking: request.ducking === undefined ? DEFAULT_DUCKING : request.ducking },
      outPath: output.path,
      signal,
    });
    return { path: outPath, loudness, ...M4A };
  }

  async join(
    { format, pieces, audioPath, chapters = [], comment }: JoinRequest,
    output: Output,
    context: CallContext,
  ): Promise<JoinedFilm> {
    const sound = audioPath ?? (await this.silence(pieces, format, context));
    const film = { format, pieces, audioPath: sound, chapters, ...(comment !== undefined && { comment }) };
    const made = await this.engine().joinFilm({ ...film, outPath: output.path, signal: context.signal });
    return { path: made.path, frames: made.frames, ...MP4 };
  }

  async shrink(request: ShrinkRequest, output: Output, { signal }: CallContext): Promise<ShrunkFilm> {
    const { path: outPath, widthPx, heightPx } = await this.engine().shrinkFilm({ ...request, outPath: output.path, signal });
    return { path: outPath, widthPx, heightPx, ...MP4 };
  }

  async still({ sourcePath, atSeconds, widthPx }: StillRequest, output: Output, { signal }: CallContext): Promise<Made> {
    const made = await this.engine().stillFrame(sourcePath, atSeconds, output.path, {
      signal,
      ...(widthPx !== null && { maxSizePx: await this.longSideOf(sourcePath, widthPx) }),
    });
    return { ...made, cost: null };
  }

  private async silence(pieces: JoinRequest['pieces'], { fps }: FilmFormat, context: CallContext): Promise<string> {
    const frames = pieces.reduce((sum, piece) => sum + piece.frames, 0);
    const request = { voicePath: null, musicPath: null, musicGainDb: 0, durationSeconds: frames / fps };
    return (await this.mix(request, { path: path.join(context.workDir, 'silence.m4a') }, context)).path;
  }

  /** The engine limits the longer side; we are asked for a width. */
  private async longSideOf(sourcePath: string, widthPx: number): Promise<number> {
    const { video } = await this.engine().probe(sourcePath);
    if (!video) return widthPx;
    return Math.round(widthPx * Math.max(1, video.heightPx / video.widthPx));
  }
}

/** Captions and titles are one script; null where there are neither. */
function lettering({ captions, cards, format }: ConformRequest): { readonly ass: string } | null {
  if (!captions && (cards?.titles.length ?? 0) === 0) return null;
  const {
    cues,
    style,
    position,
    language = DEFAULT_LANGUAGE,
    theme,
  } = captions ?? {
    cues: [],
    style: 'minimal' as const,
    position: cards?.captionPosition ?? 'bottom',
    theme: undefined,
  };
  return { ass: cuesToAss(cues, { format, style, position, language, theme: theme ?? null, cards: cards?.titles ?? [] }) };
}
