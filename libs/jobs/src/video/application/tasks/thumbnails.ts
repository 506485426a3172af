import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { Models } from '#integrations';
import { LIST_PICTURE } from '#media';
import { logger } from '#platform';
import { type StepContext, type StoredFile } from '#steps';

const log = logger('jobs');

/** Small pictures for lists: a sheet of 48 stills would be some 30 MB, of these some 1 MB. */
@Injectable()
export class Thumbnails {
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  /**
   * Made in the task that made the still, whose file lies on this machine. @returns null where none can be made: what was paid for is not
   * lost over it
   */
  async of(still: StoredFile, context: StepContext): Promise<StoredFile | null> {
    try {
      const sourcePath = await this.storage.localPath(still.key);
      for (const widthPx of LIST_PICTURE.widthsPx) {
        const outPath = path.join(context.workDir, `thumbnail-${widthPx}.jpg`);
        const made = await this.models.renderer().still({ sourcePath, atSeconds: 0, widthPx }, { path: outPath }, context);
        if ((await stat(made.path)).size <= LIST_PICTURE.maxBytes) return await context.store('thumbnail.jpg', made.path, made.contentType);
      }
    } catch (error) {
      context.signal.throwIfAborted();
      log.warn({ err: error, key: still.key }, 'no thumbnail could be made of a still');
    }
    return null;
  }
}
