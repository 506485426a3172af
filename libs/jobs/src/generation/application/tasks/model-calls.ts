import { Injectable } from '@nestjs/common';
import { filmFormat } from '#media';
import {
  type FileRef,
  ImageEditStep,
  ImageGenerateStep,
  MusicGenerateStep,
  type PictureIn,
  type ProviderCost,
  type StepContext,
  VideoGenerateStep,
  VoiceTtsStep,
} from '#steps';
import { type OrderedGeneration } from '../../domain/generation.state.js';

/** Rate of clips, where the provider lets us choose. */
const FPS = 30;

/** The pictures that were given. */
export interface GivenFiles {
  readonly image: FileRef | null;
  readonly lastImage: FileRef | null;
}

/** Tells the step that does it what a generation wants. */
@Injectable()
export class ModelCalls {
  constructor(
    private readonly images: ImageGenerateStep,
    private readonly edits: ImageEditStep,
    private readonly clips: VideoGenerateStep,
    private readonly voices: VoiceTtsStep,
    private readonly music: MusicGenerateStep,
  ) {}

  /** Keeps one file. @throws ProviderError */
  async make(order: OrderedGeneration, { image, lastImage }: GivenFiles, context: StepContext): Promise<ProviderCost | null> {
    const { model, capability, input } = order;
    switch (capability) {
      case 'text-to-image':
      case 'image-edit':
      case 'upscale': {
        const wanted = pictureOf(order, '1080p');
        return (await (image ? this.edits.run({ ...wanted, image }, context) : this.images.run(wanted, context))).cost;
      }
      case 'text-to-video':
      case 'image-to-video':
      case 'frames-to-video':
      case 'stock': {
        const clip = { fps: FPS, durationSeconds: lengthOf(order), firstImage: image, lastImage, exclude: [], still: false };
        return (await this.clips.run({ ...pictureOf(order, '720p'), ...clip }, context)).cost;
      }
      case 'voice': {
        const line = { lines: [input.prompt], timeline: null, sections: [], master: false };
        return (await this.voices.run({ model, voice: null, language: input.language, speed: 1, ...line }, context)).cost;
      }
      case 'music': {
        const wanted = { model, mood: input.prompt, durationSeconds: lengthOf(order), seed: input.seed, master: false };
        return (await this.music.run(wanted, context)).cost;
      }
    }
  }
}

function pictureOf({ model, input }: OrderedGeneration, resolution: '720p' | '1080p'): PictureIn {
  const { prompt, negativePrompt, language, seed, aspectRatio } = input;
  const { widthPx, heightPx } = filmFormat(aspectRatio, resolution, FPS);
  return { model, prompt, negativePrompt, narration: '', language, style: 'cinematic', widthPx, heightPx, seed, film: null };
}

function lengthOf({ generationId, input }: OrderedGeneration): number {
  if (input.durationSeconds === null) throw new RangeError(`generation ${generationId} has no length`);
  return input.durationSeconds;
}
