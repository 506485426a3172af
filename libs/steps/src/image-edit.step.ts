import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type ProviderCost, type StoredFile } from './contracts/stored-file.js';
import { costOf } from './cost.js';
import { type PictureIn } from './picture.js';
import { expectedMicros, IMAGE_BYTES } from './plan/expected-use.js';
import { queueFor } from './plan/queue-for.js';

export interface ImageEditIn extends PictureIn {
  /** What is changed, or enlarged: the model's kind says which. */
  readonly image: FileRef;
}

export interface ImageEditOut {
  /** The model that made it. */
  readonly source: string;
  readonly image: StoredFile;
  readonly cost: ProviderCost | null;
}

/** Has a picture changed. */
@Injectable()
export class ImageEditStep implements Step<ImageEditIn, ImageEditOut> {
  readonly type = 'Image.Edit';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf({ model }: ImageEditIn): QueueName {
    return queueFor(model, 'image');
  }

  estimate({ model, prompt }: ImageEditIn, prices: Prices): Quantities {
    return { provider_cost_micros: expectedMicros(prices, model, { characters: prompt.length }), storage_bytes: IMAGE_BYTES };
  }

  async run({ model, image, ...words }: ImageEditIn, context: StepContext): Promise<ImageEditOut> {
    const request = { ...words, sourceImagePath: await this.storage.localPath(image.key) };
    const made = await this.models.image(model).make(request, { path: path.join(context.workDir, 'image.png') }, context);
    return { source: model, image: await context.store('image.png', made.path, made.contentType), cost: costOf(made.cost) };
  }
}
