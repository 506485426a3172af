import path from 'node:path';
import { cuesFromWords, estimateSpeechSeconds, planPieces, type FilmPlan, type SegmentSource, type TimedWord } from '#media';
import { type Bound, type FilmRenderer, type Models, type PictureRequest, ProviderError } from '#integrations';
import { type TaskContext } from '#tasks';
import { type UserMedia } from '#assets';
import { type SceneOrder, type ShortVideoOrder } from './short-video-order.js';

const LONGEST_SECONDS = 600;
/** Of a scene that says nothing about its length and has no words. */
const SILENT_SCENE_SECONDS = 5;

interface Scene {
  readonly order: SceneOrder;
  readonly frames: number;
  readonly line: { readonly path: string; readonly words: readonly TimedWord[] } | null;
}

/** Puts a film together from an order: media and voices first, then each scene in its final encoding, then sound, then one file. */
export class PutTogether {
  constructor(
    private readonly models: Models,
    private readonly media: UserMedia,
  ) {}

  /** @returns the film as a local file @throws ProviderError with what is wrong with a scene's media */
  async film(
    orgId: string,
    order: ShortVideoOrder,
    context: TaskContext,
  ): Promise<{ readonly path: string; readonly durationSeconds: number }> {
    const { fps } = order.format;
    const scenes = await inOrder(order.scenes, (scene, i) => this.scene(order, scene, i, context));
    const plan = planOf(order, scenes);
    const totalFrames = plan.segments.at(-1)?.endFrame ?? 0;
    if (totalFrames / fps > LONGEST_SECONDS) {
      throw new ProviderError(
        'payload_too_large',
        `The film would last ${Math.ceil(totalFrames / fps)} s, at most ${LONGEST_SECONDS} are made.`,
        false,
      );
    }
    const renderer = this.models.renderer();
    const captions = order.showsSubtitles ? captionsOf(order, plan, scenes) : null;
    const pieces = await inOrder(planPieces(plan), async (piece, i) => {
      const source = await this.source(orgId, order, scenes, i, context);
      const output = { path: path.join(context.workDir, `piece-${i}.mp4`) };
      return renderer.conform({ format: order.format, piece, sources: [source], captions }, output, context);
    });
    const audioPath = await this.sound(order, plan, scenes, renderer, context);
    const output = { path: path.join(context.workDir, 'film.mp4') };
    const { path: filmPath, frames } = await renderer.join({ format: order.format, pieces, audioPath, title: '' }, output, context);
    return { path: filmPath, durationSeconds: frames / fps };
  }

  /** How long a scene is depends on its words, so they are spoken first. */
  private async scene(order: ShortVideoOrder, scene: SceneOrder, index: number, context: TaskContext): Promise<Scene> {
    const { text, seconds } = scene;
    const language = languageOf(text);
    const spoken =
      order.voice && text !== ''
        ? await this.models
            .voice('local:speech')
            .speak(
              { text, language, voice: null, speed: order.voice.speed },
              { path: path.join(context.workDir, `line-${index}.wav`) },
              context,
            )
        : null;
    const said = spoken
      ? spoken.durationSeconds + order.paddingSeconds
      : text === ''
        ? SILENT_SCENE_SECONDS
        : estimateSpeechSeconds(text, language);
    const frames = Math.max(1, Math.round((seconds ?? said) * order.format.fps));
    return { order: scene, frames, line: spoken && { path: spoken.path, words: spoken.words } };
  }

  private async source(
    orgId: string,
    order: ShortVideoOrder,
    scenes: readonly Scene[],
    index: number,
    context: TaskContext,
  ): Promise<SegmentSource> {
    const scene = scenes[index];
    if (!scene) throw new RangeError(`there is no scene ${index}`);
    const output = { path: path.join(context.workDir, `media-${index}`) };
    if (scene.order.url !== null) {
      const { path: mediaPath, kind } = await this.media.fetch(orgId, scene.order.url, ['image', 'video'], output, context.signal);
      if (kind === 'audio') throw new ProviderError('unsupported_media', `Scene ${index} names a sound as its picture.`, false);
      return { path: mediaPath, kind, seed: index };
    }
    const clip = { ...pictureOf(order, scenes, index), fps: order.format.fps, durationSeconds: scene.frames / order.format.fps };
    const made = await this.models.clip('local:illustrator').make({ ...clip, firstImagePath: null, lastImagePath: null }, output, context);
    return { path: made.path, kind: 'video', seed: index };
  }

  private async sound(
    { music, format: { fps } }: ShortVideoOrder,
    plan: FilmPlan,
    scenes: readonly Scene[],
    renderer: Bound<FilmRenderer>,
    context: TaskContext,
  ): Promise<string | null> {
    const durationSeconds = (plan.segments.at(-1)?.endFrame ?? 0) / fps;
    const at = (name: string) => ({ path: path.join(context.workDir, name) });
    const lines = scenes.flatMap(({ line }, i) =>
      line ? [{ path: line.path, startSeconds: (plan.segments[i]?.startFrame ?? 0) / fps, tempo: 1 }] : [],
    );
    const voice = lines.length > 0 ? await renderer.layVoice({ lines, durationSeconds }, at('voice.wav'), context) : null;
    const song = music
      ? await this.models.music('local:music').compose({ mood: music.mood, durationSeconds, seed: 1 }, at('music.wav'), context)
      : null;
    if (!voice && !song) return null;
    const mix = { voicePath: voice?.path ?? null, musicPath: song?.path ?? null, musicGainDb: music?.gainDb ?? 0, durationSeconds };
    return (await renderer.mix(mix, at('mix.m4a'), context)).path;
  }
}

function planOf({ format }: ShortVideoOrder, scenes: readonly Scene[]): FilmPlan {
  let frame = 0;
  const segments = scenes.map(({ frames }) => ({ startFrame: frame, endFrame: (frame += frames) }));
  return { format, segments, transitions: scenes.slice(1).map(() => ({ kind: 'cut', frames: 0 })) };
}

function captionsOf({ format, captionPosition }: ShortVideoOrder, plan: FilmPlan, scenes: readonly Scene[]) {
  const words = scenes.flatMap(({ line }, i) => {
    const start = (plan.segments[i]?.startFrame ?? 0) / format.fps;
    return (line?.words ?? []).map(({ text, startSeconds, endSeconds }) => ({
      text,
      startSeconds: start + startSeconds,
      endSeconds: start + endSeconds,
    }));
  });
  if (words.length === 0) return null;
  return { cues: cuesFromWords(words, { format }), style: 'karaoke' as const, position: captionPosition };
}

function pictureOf({ format }: ShortVideoOrder, scenes: readonly Scene[], index: number): PictureRequest {
  const scene = scenes[index]?.order;
  const prompt = scene?.searchTerms.join(', ') || scene?.text || '';
  return {
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

const languageOf = (text: string): string => (/\p{Script=Cyrillic}/u.test(text) ? 'ru' : 'en');

async function inOrder<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
