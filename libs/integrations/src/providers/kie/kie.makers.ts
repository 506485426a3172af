import {
  type CallContext,
  type ClipMaker,
  type ClipRequest,
  type ImageMaker,
  type Made,
  type PictureRequest,
} from '../../contracts/makers.js';
import { type Output } from '#media';
import { type KieClient } from './kie.client.js';
import { lengthMade } from './kie.input.js';
import { fetchKie } from './kie.task.js';
import { type KieModel } from './models/model.js';

export class KieClipMaker implements ClipMaker {
  constructor(
    private readonly client: KieClient,
    private readonly model: KieModel,
  ) {}

  make(request: ClipRequest, { path }: Output, context: CallContext): Promise<Made> {
    const { durationSeconds, firstImagePath, lastImagePath } = request;
    const order = {
      model: this.model,
      wishes: { ...wishesOf(request), durationSeconds },
      pictures: { firstPath: firstImagePath, lastPath: lastImagePath, sourcePath: null },
      units: lengthMade(this.model.input ?? {}, durationSeconds) ?? Math.ceil(durationSeconds),
    };
    return fetchKie(this.client, order, path, 'video', context);
  }
}

/** Stills from words, and pictures that are changed or made sharper. */
export class KieImageMaker implements ImageMaker {
  constructor(
    private readonly client: KieClient,
    private readonly model: KieModel,
  ) {}

  make(request: PictureRequest, { path }: Output, context: CallContext): Promise<Made> {
    const order = {
      model: this.model,
      wishes: { ...wishesOf(request), durationSeconds: null },
      pictures: { firstPath: null, lastPath: null, sourcePath: request.sourceImagePath ?? null },
      units: 1,
    };
    return fetchKie(this.client, order, path, 'image', context);
  }
}

const wishesOf = ({ prompt, negativePrompt, widthPx, heightPx, seed }: PictureRequest) => ({
  prompt,
  negativePrompt,
  widthPx,
  heightPx,
  seed,
});
