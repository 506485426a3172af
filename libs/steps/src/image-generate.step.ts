import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Attribution, Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type ProviderCost, type StoredFile } from './contracts/stored-file.js';
import { costOf } from './cost.js';
import { type PictureIn } from './picture.js';
import { expectedMicros, IMAGE_BYTES } from './plan/expected-use.js';
import { queueFor } from './plan/queue-for.js';

export type ImageGenerateIn = PictureIn;

export interface ImageGenerateOut {
  /** The model that made it. */
  readonly source: string;
  readonly image: StoredFile;
  /** Whom to name, and where it was found; null: it was made. */
  readonly attribution: Attribution | null;
  readonly cost: ProviderCost | null;
}

/** Has one picture made from words. */
@Injectable()
export class ImageGenerateStep implements Step<ImageGenerateIn, ImageGenerateOut> {
  readonly type = 'Image.Generate';
  constructor(private readonly models: Models) {}

  queueOf({ model }: ImageGenerateIn): QueueName {
    return queueFor(model, 'image');
  }

  estimate({ model, prompt }: ImageGenerateIn, prices: Prices): Quantities {
    return { provider_cost_micros: expectedMicros(prices, model, { characters: prompt.length }), storage_bytes: IMAGE_BYTES };
  }

  async run({ model, ...request }: ImageGenerateIn, context: StepContext): Promise<ImageGenerateOut> {
    const made = await this.models.image(model).make(request, { path: path.join(context.workDir, 'image.png') }, context);
    const image = await context.store('image.png', made.path, made.contentType);
    return { source: model, image, attribution: made.attribution ?? null, cost: costOf(made.cost) };
  }
}
