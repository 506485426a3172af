import { beginningOf } from '#platform';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type RunwayML } from '@runwayml/sdk';
import { ProviderError } from '../../contracts/errors.js';
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
import { type RunwayClipModel, type RunwayImageModel, sizeOf } from './runway.catalogue.js';
import { fetchRunway } from './runway.task.js';

/** In UTF-16 code units, as JavaScript counts. */
const MAX_PROMPT = 1000;
/** A `data:` URI may have 5 MB; larger pictures are uploaded, which costs nothing. */
const MAX_INLINE_BYTES = 3_500_000;

export class RunwayClipMaker implements ClipMaker {
  constructor(private readonly model: RunwayClipModel) {}

  async make(request: ClipRequest, { path }: Output, context: CallContext): Promise<Made> {
    const { model, id, priceMicros, durationsSeconds, takesLast, takesNegative, takesSeed } = this.model;
    const { firstImagePath: first, lastImagePath: last, negativePrompt, seed } = request;
    const ratios = first === null ? this.model.fromText : this.model.fromImage;
    if (!ratios) throw new ProviderError('input_unsupported', `${id} makes clips from pictures only`, false);
    const duration = fittingDuration(request.durationSeconds, durationsSeconds);
    const common = {
      model,
      promptText: beginningOf(request.prompt, MAX_PROMPT),
      ratio: fittingSize(ratios.map(sizeOf), request).ratio,
      duration,
      ...(takesSeed && { seed }),
      ...(takesNegative && negativePrompt && { negativePrompt }),
    };
    const task = {
      model: id,
      expectedMicros: duration * priceMicros,
      path: first === null ? '/v1/text_to_video' : '/v1/image_to_video',
      body: async (client: RunwayML) => {
        if (first === null) return common;
        const promptImage = [{ uri: await uriOf(client, first), position: 'first' }];
        if (last !== null && takesLast) promptImage.push({ uri: await uriOf(client, last), position: 'last' });
        return { ...common, promptImage };
      },
    };
    return fetchRunway(task, duration, { kind: 'video', path }, context);
  }
}

export class RunwayImageMaker implements ImageMaker {
  constructor(private readonly model: RunwayImageModel) {}

  async make(request: PictureRequest, { path }: Output, context: CallContext): Promise<Made> {
    const { model, id, ratios, priceMicros } = this.model;
    const { ratio } = fittingSize(ratios.map(sizeOf), request);
    const body = { model, promptText: beginningOf(request.prompt, MAX_PROMPT), ratio, seed: request.seed };
    const task = { model: id, expectedMicros: priceMicros, path: '/v1/text_to_image', body: () => Promise.resolve(body) };
    return fetchRunway(task, 1, { kind: 'image', path }, context);
  }
}

async function uriOf(client: RunwayML, path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= MAX_INLINE_BYTES) return pictureAsDataUri(path, MAX_INLINE_BYTES);
  const { uri } = await client.uploads.createEphemeral({ file: createReadStream(path) });
  return uri;
}
