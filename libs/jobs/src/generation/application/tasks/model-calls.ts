import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { type FilmFormat, filmFormat } from '#media';
import { type Made, Models, type PictureRequest } from '#integrations';
import { type TaskContext } from '#tasks';
import { type GenerationInput } from '../../../contracts/generation.events.js';
import { type OrderedGeneration } from '../../domain/generation.state.js';

/** Rate of clips, where the provider lets us choose. */
const FPS = 30;

/** Local paths of the pictures that were given. */
export interface PicturePaths {
  readonly image: string | null;
  readonly lastImage: string | null;
}

/** Tells a model in its own terms what a generation wants. */
@Injectable()
export class ModelCalls {
  constructor(private readonly models: Models) {}

  /** Writes one file into the work folder. @throws ProviderError */
  async make(order: OrderedGeneration, { image, lastImage }: PicturePaths, context: TaskContext): Promise<Made> {
    const { model, capability, input } = order;
    const output = (name: string) => ({ path: path.join(context.workDir, name) });
    switch (capability) {
      case 'text-to-image':
      case 'image-edit':
      case 'upscale': {
        const request = pictureRequest(input, filmFormat(input.aspectRatio, '1080p', FPS));
        return this.models.image(model).make({ ...request, ...(image && { sourceImagePath: image }) }, output('image.png'), context);
      }
      case 'text-to-video':
      case 'image-to-video':
      case 'frames-to-video':
      case 'stock': {
        const request = pictureRequest(input, filmFormat(input.aspectRatio, '720p', FPS));
        const clip = { fps: FPS, durationSeconds: lengthOf(order), firstImagePath: image, lastImagePath: lastImage };
        return this.models.clip(model).make({ ...request, ...clip }, output('clip.mp4'), context);
      }
      case 'voice': {
        const request = { text: input.prompt, language: input.language, voice: null, speed: 1 };
        return this.encoded(await this.models.voice(model).speak(request, output('speech.wav'), context), context);
      }
      case 'music': {
        const request = { mood: input.prompt, durationSeconds: lengthOf(order), seed: input.seed };
        return this.encoded(await this.models.music(model).compose(request, output('music.wav'), context), context);
      }
    }
  }

  /** WAV is ten times as large. */
  private async encoded(sound: Made, context: TaskContext): Promise<Made> {
    const made = await this.models.renderer().encodeAudio(sound.path, { path: path.join(context.workDir, 'sound.m4a') }, context);
    return { ...made, cost: sound.cost };
  }
}

function pictureRequest(input: GenerationInput, { widthPx, heightPx }: FilmFormat): PictureRequest {
  const { prompt, negativePrompt, language, seed } = input;
  return { prompt, negativePrompt, narration: '', language, style: 'cinematic', widthPx, heightPx, seed, film: null };
}

function lengthOf({ generationId, input }: OrderedGeneration): number {
  if (input.durationSeconds === null) throw new RangeError(`generation ${generationId} has no length`);
  return input.durationSeconds;
}
