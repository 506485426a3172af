import { writeFile } from 'node:fs/promises';
import { type ModelCapability, type ModelInfo } from '../contracts/model-info.js';
import { type ClipMaker, type ImageMaker, type Made, type MusicMaker, type ScriptWriter, type VoiceMaker } from '../contracts/makers.js';
import { type Output } from '#media';
import { type FilmRenderer } from '../contracts/rendering.js';
import { type Makers, type Provider } from '../contracts/models.js';
import { localModel } from '../providers/local/local-info.js';

const SECONDS_PER_WORD = 0.4;

/** A file with a few bytes in it: enough to be stored, not to be looked at. */
async function made({ path }: Output, contentType: string): Promise<Made> {
  await writeFile(path, `${contentType} made at once`);
  return { path, contentType, cost: null };
}

const script: ScriptWriter = {
  write: ({ prompt, title, tone, audience, beats }) => {
    const paragraphs = Array.from({ length: beats ?? 1 }, (_, index) => `Sentence ${index + 1} about ${prompt}.`);
    return Promise.resolve({
      title: title ?? prompt,
      hook: paragraphs[0] ?? '',
      tone,
      format: 'test',
      audience,
      outline: paragraphs,
      paragraphs,
      cost: null,
    });
  },
};
const image: ImageMaker = { make: (_request, output) => made(output, 'image/png') };
const clip: ClipMaker = { make: (_request, output) => made(output, 'video/mp4') };
const music: MusicMaker = { compose: (_request, output) => made(output, 'audio/wav') };
const voice: VoiceMaker = {
  speak: async ({ text, speed }, output) => {
    const wordSeconds = SECONDS_PER_WORD / speed;
    const words = text.split(/\s+/u).filter((word) => word !== '');
    return {
      ...(await made(output, 'audio/wav')),
      durationSeconds: words.length * wordSeconds,
      words: words.map((word, index) => ({ text: word, startSeconds: index * wordSeconds, endSeconds: (index + 1) * wordSeconds })),
    };
  },
};
const render: FilmRenderer = {
  conform: async ({ piece }, output) => ({ ...(await made(output, 'video/mp4')), frames: piece.endFrame - piece.startFrame }),
  layVoice: async (_request, output) => {
    const encoded = await made({ path: output.path.replace(/\.wav$/, '.m4a') }, 'audio/mp4');
    return { ...(await made(output, 'audio/wav')), encodedPath: encoded.path };
  },
  encodeAudio: (_path, output) => made(output, 'audio/mp4'),
  mix: async (_request, output) => ({ ...(await made(output, 'audio/mp4')), loudness: { integratedLufs: -14, truePeakDbtp: -1.5 } }),
  join: async ({ pieces }, output) => ({
    ...(await made(output, 'video/mp4')),
    frames: pieces.reduce((sum, { frames }) => sum + frames, 0),
  }),
  shrink: async ({ format: { widthPx, heightPx } }, output) => ({ ...(await made(output, 'video/mp4')), widthPx, heightPx }),
  still: (_request, output) => made(output, output.path.endsWith('.png') ? 'image/png' : 'image/jpeg'),
};

/** Makers that answer at once with files nobody could play: for specs and benchmarks of what surrounds them. */
export const instantMakers: Required<Omit<Makers, 'transcription' | 'montage' | 'sketch'>> = { script, image, clip, voice, music, render };

/**
 * Providers under the ids of the local ones, so that nothing else has to be set differently.
 * @param over makers of a spec's own, by kind.
 */
export function instantProviders(over: Partial<Makers> = {}): readonly Provider[] {
  const makers = { ...instantMakers, ...over };
  const offer = (name: string, models: readonly (readonly [id: string, ...capabilities: ModelCapability[]])[]): Provider => {
    const infos: readonly ModelInfo[] = models.flatMap(([id, ...capabilities]) =>
      capabilities.map((capability) => localModel(id, capability)),
    );
    return { name, models: () => infos, makers: () => makers };
  };
  return [
    offer('local', [
      ['local:outline', 'script'],
      ['local:illustrator', 'text-to-image', 'text-to-video', 'image-to-video', 'frames-to-video'],
      ['local:motion-card', 'text-to-video'],
      ['local:speech', 'voice'],
      ['local:music', 'music'],
    ]),
    offer('ffmpeg', [['ffmpeg', 'render']]),
  ];
}
