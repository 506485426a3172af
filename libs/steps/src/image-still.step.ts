import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';
import { storeStill } from './picture.js';
import { IMAGE_BYTES } from './plan/expected-use.js';

export interface ImageStillIn {
  /** A clip or a picture. */
  readonly of: FileRef;
  readonly atSeconds: number;
  /** Null: the source's size. */
  readonly widthPx: number | null;
}

export interface ImageStillOut {
  readonly image: StoredFile;
}

/** Takes one frame out of a clip, or brings a picture into the format of stills. */
@Injectable()
export class ImageStillStep implements Step<ImageStillIn, ImageStillOut> {
  readonly type = 'Image.Still';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf(): QueueName {
    return 'image';
  }

  estimate(): Quantities {
    return { storage_bytes: IMAGE_BYTES };
  }

  async run({ of, atSeconds, widthPx }: ImageStillIn, context: StepContext): Promise<ImageStillOut> {
    const sourcePath = await this.storage.localPath(of.key);
    return { image: await storeStill(this.models.renderer(), { sourcePath, atSeconds, widthPx }, context) };
  }
}
