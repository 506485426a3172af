import { beginningOf } from '#platform';
import {
  type CallContext,
  type ClipMaker,
  type ClipRequest,
  type ImageMaker,
  type Made,
  type PictureRequest,
} from '../../contracts/makers.js';
import { type Output } from '#media';
import { pictureAsDataUri } from '../http/data-uri.js';
import { fittingDuration, fittingSize } from '../http/fit.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type RunwareImageModel, type RunwareVideoModel } from './runware.catalogue.js';
import { fetchRunware } from './runware.task.js';

const MAX_FRAME_BYTES = 20 * 1024 * 1024;
/** Prompts are cut where the provider would refuse them. */
const MAX_PROMPT = 3000;

/** Text, a first picture, or a first and a last one become a clip. */
export class RunwareClipMaker implements ClipMaker {
  constructor(
    private readonly http: ProviderHttp,
    private readonly model: RunwareVideoModel,
  ) {}

  async make(request: ClipRequest, { path }: Output, context: CallContext): Promise<Made> {
    const duration = fittingDuration(request.durationSeconds, this.model.durationsSeconds);
    const { widthPx, heightPx } = fittingSize(this.model.sizes, request);
    const frameImages = await framesOf(request);
    const body = {
      taskType: 'videoInference',
      model: this.model.air,
      positivePrompt: beginningOf(request.prompt, MAX_PROMPT),
      ...(request.negativePrompt && { negativePrompt: request.negativePrompt }),
      duration,
      seed: request.seed,
      numberResults: 1,
      outputType: 'URL',
      outputFormat: 'MP4',
      // With frames the shape follows the picture, and a size beside them is refused.
      ...(frameImages.length > 0
        ? { inputs: { frameImages }, resolution: `${Math.min(widthPx, heightPx)}p` }
        : { width: widthPx, height: heightPx }),
    };
    const task = { model: this.model.id, expectedMicros: Math.round(duration * this.model.priceMicros), body };
    return fetchRunware(this.http, task, duration, { kind: 'video', path }, context);
  }
}

export class RunwareImageMaker implements ImageMaker {
  constructor(
    private readonly http: ProviderHttp,
    private readonly model: RunwareImageModel,
  ) {}

  async make(request: PictureRequest, { path }: Output, context: CallContext): Promise<Made> {
    const { air, id, priceMicros } = this.model;
    const body = {
      taskType: 'imageInference',
      model: air,
      positivePrompt: beginningOf(request.prompt, MAX_PROMPT),
      ...(request.negativePrompt && { negativePrompt: request.negativePrompt }),
      ...this.sizeFor(request),
      seed: request.seed,
      numberResults: 1,
      outputType: 'URL',
      outputFormat: 'PNG',
    };
    return fetchRunware(this.http, { model: id, expectedMicros: priceMicros, body }, 1, { kind: 'image', path }, context);
  }

  /** The wanted shape, as large as the model can, in its steps. */
  private sizeFor({ widthPx, heightPx }: PictureRequest): { width: number; height: number } {
    const { stepPx, minPx, maxPx } = this.model;
    const scale = Math.min(1, maxPx / Math.max(widthPx, heightPx));
    const stepped = (px: number): number => Math.min(maxPx, Math.max(minPx, Math.round((px * scale) / stepPx) * stepPx));
    return { width: stepped(widthPx), height: stepped(heightPx) };
  }
}

async function framesOf({ firstImagePath, lastImagePath }: ClipRequest): Promise<{ image: string; frame: 'first' | 'last' }[]> {
  const frames: { image: string; frame: 'first' | 'last' }[] = [];
  if (firstImagePath) frames.push({ image: await pictureAsDataUri(firstImagePath, MAX_FRAME_BYTES), frame: 'first' });
  if (lastImagePath) frames.push({ image: await pictureAsDataUri(lastImagePath, MAX_FRAME_BYTES), frame: 'last' });
  return frames;
}
