import { Injectable } from '@nestjs/common';
import { estimateSpeechSeconds, type FilmPlan, languageOf, planPieces } from '#media';
import { ProviderError } from '#integrations';
import {
  AudioMixStep,
  FilmJoinStep,
  InputAssetStep,
  keptFile,
  KeptResults,
  MusicGenerateStep,
  PieceConformStep,
  type PictureIn,
  type PieceSource,
  type Step,
  StepFiles,
  type StoredFile,
  SubtitleAlignStep,
  VideoGenerateStep,
  VoiceLayStep,
  VoiceTtsStep,
} from '#steps';
import { type TaskContext } from '#tasks';
import { type SceneOrder, type ShortVideoOrder } from './short-video-order.js';

const MAX_SECONDS = 600;
/** Of a scene that says nothing about its length and has no words. */
const SILENT_SCENE_SECONDS = 5;

type Line = Awaited<ReturnType<VoiceTtsStep['run']>>;

interface Scene {
  readonly order: SceneOrder;
  readonly frames: number;
  readonly line: Line | null;
}

/**
 * Puts a film together from an order: voices first, then each scene in its final encoding, then sound, then one file. Whatever it
 * needs on the way is kept until the film has ended, so that an attempt that takes over from a killed one goes on where that stopped.
 */
@Injectable()
export class PutTogether {
  constructor(
    private readonly voices: VoiceTtsStep,
    private readonly layVoice: VoiceLayStep,
    private readonly captions: SubtitleAlignStep,
    private readonly media: InputAssetStep,
    private readonly clips: VideoGenerateStep,
    private readonly pieces: PieceConformStep,
    private readonly music: MusicGenerateStep,
    private readonly mix: AudioMixStep,
    private readonly films: FilmJoinStep,
    private readonly kept: KeptResults,
    private readonly files: StepFiles,
  ) {}

  /** @throws ProviderError with what is wrong with a scene's media */
  async film(order: ShortVideoOrder, context: TaskContext): Promise<{ readonly file: StoredFile; readonly durationSeconds: number }> {
    const { format } = order;
    // What was done by an earlier attempt is not done again.
    const done: Done = (step, input) => this.kept.run(step, input, context);
    const scenes = await inOrder(order.scenes, (scene) => this.scene(order, scene, done));
    const plan = planOf(order, scenes);
    const totalFrames = plan.segments.at(-1)?.endFrame ?? 0;
    if (totalFrames / format.fps > MAX_SECONDS) {
      const tooLong = `The film would last ${Math.ceil(totalFrames / format.fps)} s, at most ${MAX_SECONDS} are made.`;
      throw new ProviderError('payload_too_large', tooLong, false);
    }
    const captions = await this.captionsOf(order, plan, scenes, done);
    const pieces = await inOrder(planPieces(plan), async (piece, index) => {
      const source = await this.source(order, scenes, index, done);
      const { piece: file, frames } = await done(this.pieces, { format, piece, sources: [source], captions });
      return { file, frames };
    });
    const audio = await this.sound(order, plan, scenes, done);
    const wanted = { format, pieces, audio, title: '', thumbnail: false };
    const { film, frames } = await this.films.run(
      wanted,
      this.files.contextOf(context, () => 'film.mp4'),
    );
    return { file: film, durationSeconds: frames / format.fps };
  }

  /** What was kept on the way. To be called when the film has ended. */
  forgetParts(orgId: string, videoId: string): Promise<void> {
    return this.kept.forget(orgId, videoId);
  }

  /** How long a scene is depends on its words, so they are spoken first. */
  private async scene({ voice, paddingSeconds, format }: ShortVideoOrder, order: SceneOrder, done: Done): Promise<Scene> {
    const { text, seconds } = order;
    const language = languageOf(text);
    const wanted = { model: 'local:speech', voice: null, language, timeline: null, sections: [], master: true };
    const line = voice && text !== '' ? await done(this.voices, { ...wanted, speed: voice.speed, lines: [text] }) : null;
    const said = line ? line.durationSeconds + paddingSeconds : text === '' ? SILENT_SCENE_SECONDS : estimateSpeechSeconds(text, language);
    return { order, frames: Math.max(1, Math.round((seconds ?? said) * format.fps)), line };
  }

  private async source(order: ShortVideoOrder, scenes: readonly Scene[], index: number, done: Done): Promise<PieceSource> {
    const scene = scenes[index];
    if (!scene) throw new RangeError(`there is no scene ${index}`);
    const { url } = scene.order;
    if (url !== null) {
      const { file, kind } = await done(this.media, { from: { url }, kinds: ['image', 'video'], still: false });
      return { file, kind: kind === 'image' ? 'image' : 'video', seed: index };
    }
    const { fps } = order.format;
    const shown = { firstImage: null, lastImage: null, exclude: [], still: false };
    const { clip } = await done(this.clips, {
      ...pictureOf(order, scenes, index),
      ...shown,
      fps,
      durationSeconds: scene.frames / fps,
    });
    return { file: clip, kind: 'video', seed: index };
  }

  private async captionsOf(order: ShortVideoOrder, plan: FilmPlan, scenes: readonly Scene[], done: Done) {
    const { format, showsSubtitles, captionPosition } = order;
    const words = scenes.flatMap(({ line }, i) => {
      const start = (plan.segments[i]?.startFrame ?? 0) / format.fps;
      return (line?.lines ?? []).flatMap((said) =>
        said.words.map(({ text, startSeconds, endSeconds }) => ({
          text,
          startSeconds: start + startSeconds,
          endSeconds: start + endSeconds,
        })),
      );
    });
    if (!showsSubtitles || words.length === 0) return null;
    const slot = { startSeconds: 0, endSeconds: (plan.segments.at(-1)?.endFrame ?? 0) / format.fps };
    const lines = [{ text: words.map(({ text }) => text).join(' '), slot, words }];
    const { cues } = await done(this.captions, { format, language: 'en', model: null, lines, windows: [] });
    return { cues, style: 'karaoke' as const, position: captionPosition };
  }

  private async sound(order: ShortVideoOrder, plan: FilmPlan, scenes: readonly Scene[], done: Done): Promise<StoredFile | null> {
    const { music, format } = order;
    const durationSeconds = (plan.segments.at(-1)?.endFrame ?? 0) / format.fps;
    const lines = scenes.flatMap(({ line }, i) =>
      line ? [{ file: keptFile(line.master), startSeconds: (plan.segments[i]?.startFrame ?? 0) / format.fps, tempo: 1 }] : [],
    );
    const voice = lines.length > 0 ? (await done(this.layVoice, { lines, durationSeconds })).master : null;
    const wanted = { model: 'local:music', durationSeconds, seed: 1, master: true };
    const song = music && (await done(this.music, { ...wanted, mood: music.mood })).master;
    if (!voice && !song) return null;
    return (await done(this.mix, { voice, music: song, musicGainDb: music?.gainDb ?? 0, durationSeconds })).audio;
  }
}

/** Does a step, or finds what it gave before. */
type Done = <In extends object, Out extends object>(step: Step<In, Out>, input: In) => Promise<Out>;

function planOf({ format }: ShortVideoOrder, scenes: readonly Scene[]): FilmPlan {
  let frame = 0;
  const segments = scenes.map(({ frames }) => ({ startFrame: frame, endFrame: (frame += frames) }));
  return { format, segments, transitions: scenes.slice(1).map(() => ({ kind: 'cut', frames: 0 })) };
}

function pictureOf({ format }: ShortVideoOrder, scenes: readonly Scene[], index: number): PictureIn {
  const scene = scenes[index]?.order;
  const prompt = scene?.searchTerms.join(', ') || scene?.text || '';
  return {
    model: 'local:illustrator',
    prompt,
    negativePrompt: null,
    narration: scene?.text ?? '',
    language: languageOf(prompt),
    style: 'cinematic',
    widthPx: format.widthPx,
    heightPx: format.heightPx,
    seed: index + 1,
    film: { title: '', tone: 'calm', index, section: 'main', narrations: scenes.map(({ order }) => order.text), seed: 1 },
  };
}

async function inOrder<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
