import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type FilmFormat } from '#media';
import { Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';

export interface FilmShrinkIn {
  readonly film: FileRef;
  /** Size and rate of the film. */
  readonly format: FilmFormat;
  /** Length of the film. */
  readonly frames: number;
  /** What the copy may take. */
  readonly maxBytes: number;
}

export interface FilmShrinkOut {
  readonly copy: StoredFile;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A smaller copy of a film, for where only so many bytes are taken. */
@Injectable()
export class FilmShrinkStep implements Step<FilmShrinkIn, FilmShrinkOut> {
  readonly type = 'Film.Shrink';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf(): QueueName {
    return 'render';
  }

  estimate({ maxBytes }: FilmShrinkIn): Quantities {
    return { storage_bytes: maxBytes };
  }

  /** @throws MediaError `media_too_large` where no copy worth looking at would fit */
  async run({ film, ...wanted }: FilmShrinkIn, context: StepContext): Promise<FilmShrinkOut> {
    const request = { ...wanted, filmPath: await this.storage.localPath(film.key) };
    const output = { path: path.join(context.workDir, 'small.mp4') };
    const { path: filePath, contentType, widthPx, heightPx } = await this.models.renderer().shrink(request, output, context);
    return { copy: await context.store('small.mp4', filePath, contentType), widthPx, heightPx };
  }
}
