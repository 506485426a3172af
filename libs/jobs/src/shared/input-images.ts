import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { KeptAddresses, ObjectStorage, UserMedia } from '#assets';
import { type FileRef } from '#steps';
import { type TaskContext, TaskRuntime } from '#tasks';
import { ProviderError } from '#integrations';
import { objectKey } from '#assets';
import { Database, ExternalError, type Queryable, isRefusal } from '#platform';
import { type FieldError } from './faulty-request.js';

const MAX_PICTURE_MEGABYTES = 20;
const MAX_PICTURE_BYTES = MAX_PICTURE_MEGABYTES * 1024 * 1024;
const FOLDER = 'pictures';

/** A picture a caller points at. */
export interface InputImage {
  /** Unique within the work it is for; letters, digits and `-`. */
  readonly name: string;
  /** Where it stands in the request, for faults. */
  readonly path: string;
  readonly url: string;
}

/** What pictures belong to. */
export interface InputImageOwner {
  readonly orgId: string;
  readonly subjectId: string;
}

/**
 * Pictures that work starts from, until it has ended. Their addresses may carry signatures, so they stand in no event and no task but
 * among the kept addresses; once fetched, a picture stays in storage, so that work that is taken up again starts from the same one.
 */
@Injectable()
export class InputImages {
  constructor(
    private readonly media: UserMedia,
    private readonly storage: ObjectStorage,
    private readonly database: Database,
    private readonly addresses: KeptAddresses,
    private readonly tasks: TaskRuntime,
  ) {}

  /**
   * Says what can be said without asking the network, of all of them. What is sent along (`data:`) is looked into and kept at once.
   * @returns the faults; none when all may be used
   */
  async receive({ orgId, subjectId }: InputImageOwner, pictures: readonly InputImage[]): Promise<FieldError[]> {
    const faults: FieldError[] = [];
    const folder = this.tasks.openFolder();
    try {
      for (const picture of pictures) {
        const refusal = this.media.refusal(picture.url);
        if (refusal) {
          faults.push({ path: picture.path, ...refusal });
        } else if (isInline(picture)) {
          const fault = await this.keep({ orgId, subjectId }, picture, folder.path, AbortSignal.timeout(30_000)).catch(faultOf);
          if (typeof fault !== 'string') faults.push({ path: picture.path, ...fault });
        }
      }
      return faults;
    } finally {
      await folder.remove();
    }
  }

  /** Remembers where the others are, in the transaction that accepts the work. */
  async remember(tx: Queryable, { orgId, subjectId }: InputImageOwner, pictures: readonly InputImage[]): Promise<void> {
    const links = pictures.filter((picture) => !isInline(picture));
    await this.addresses.keep(tx, { orgId, subjectId }, 'picture', new Map(links.map(({ name, url }) => [name, url])));
  }

  /** Does what pictures were received for. When it is refused, they are gone again. */
  async discardOnRefusal<T>(owner: InputImageOwner, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // After any other error the work may have been accepted all the same.
      if (isRefusal(error)) await this.forget(owner);
      throw error;
    }
  }

  /** Where it is stored; fetched by the first who asks. @throws ProviderError as `UserMedia.fetch`, `picture_missing` (final) */
  async fileOf({ orgId, subjectId }: InputImageOwner, name: string, { workDir, signal }: TaskContext): Promise<FileRef> {
    const key = objectKey(orgId, subjectId, `${FOLDER}/${name}`);
    if (await this.storage.head(key)) return { key };
    const url = await this.addresses.find<string>(this.database, { orgId, subjectId }, 'picture', name);
    if (url === null) throw new ProviderError('picture_missing', 'the picture is no longer here', false);
    return { key: await this.keep({ orgId, subjectId }, { name, url }, workDir, signal) };
  }

  /** Removes them and all that is known of them. Twice is safe. */
  async forget({ orgId, subjectId }: InputImageOwner): Promise<void> {
    await this.storage.delete(`${orgId}/${subjectId}/${FOLDER}`);
    await this.addresses.forget(this.database, { orgId, subjectId }, 'picture');
  }

  /** @returns its key */
  private async keep(
    { orgId, subjectId }: InputImageOwner,
    { name, url }: Pick<InputImage, 'name' | 'url'>,
    folder: string,
    signal: AbortSignal,
  ): Promise<string> {
    const file = await this.media.fetch(orgId, url, ['image'], { path: path.join(folder, name) }, signal);
    const { size } = await stat(file.path);
    if (size > MAX_PICTURE_BYTES) {
      throw new ProviderError('payload_too_large', `the picture has ${size} bytes; ${MAX_PICTURE_MEGABYTES} MB are taken`, false);
    }
    const key = objectKey(orgId, subjectId, `${FOLDER}/${name}`);
    await this.storage.put(key, file.path, file.contentType);
    return key;
  }
}

const isInline = ({ url }: { readonly url: string }): boolean => /^data:/i.test(url);

/** What is wrong with a picture that was sent along; everything else is ours. */
function faultOf(error: unknown): { code: string; message: string } {
  if (error instanceof ExternalError && !error.retryable) return { code: error.code, message: error.message };
  throw error;
}
