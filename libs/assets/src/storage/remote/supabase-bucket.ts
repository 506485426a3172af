import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ReadableStream } from 'node:stream/web';
import { StorageClient } from '@supabase/storage-js';
import { Upload } from 'tus-js-client';
import { StorageError } from '../../contracts/errors.js';
import { type ByteRange, type ListedObject } from '../../contracts/storage.js';
import { type FileDigest } from '../file-digest.js';
import { asStorageError, systemCodeOf } from '../file-errors.js';
import { type StorageConfig } from '../storage.config.js';
import { type Bucket, type BucketHead, PROBE } from './bucket.js';

/** Larger files go in parts, of exactly this size (Supabase: resumable uploads). */
const PART_BYTES = 6 * 1024 * 1024;
const PART_RETRIES_MS = [0, 1000, 3000];
/** As many as can be removed at once. */
const LIST_LIMIT = 1000;

interface Entry {
  readonly name: string;
  /** Null: a folder. */
  readonly id: string | null;
  readonly modifiedAt: Date;
  readonly sizeBytes: number;
}

/** Supabase Storage over its own API, for projects without its S3 keys. */
export class SupabaseBucket implements Bucket {
  private readonly headers: Record<string, string>;
  private readonly files: ReturnType<StorageClient['from']>;

  constructor(private readonly config: Extract<StorageConfig, { kind: 'supabase' }>) {
    // New secret keys are no JWT and must not stand in Authorization; legacy service keys must.
    const isJwt = config.key.split('.').length === 3;
    this.headers = { apikey: config.key, ...(isJwt && { authorization: `Bearer ${config.key}` }) };
    this.files = new StorageClient(config.url, this.headers).from(config.bucket);
  }

  async upload(key: string, filePath: string, contentType: string, { sizeBytes, sha256 }: FileDigest): Promise<void> {
    try {
      if (sizeBytes > PART_BYTES) return await this.uploadInParts(key, filePath, contentType, { sizeBytes, sha256 });
      const options = { contentType, upsert: true, metadata: { sha256 } };
      const { error } = await this.files.upload(this.place(key), await readFile(filePath), options);
      if (error) throw error;
    } catch (error) {
      throw failed(error, `cannot store ${key}`);
    }
  }

  async head(key: string): Promise<BucketHead | null> {
    try {
      const { data, error } = await this.files.info(this.place(key));
      if (error) throw error;
      const modifiedAt = new Date(data.lastModified ?? data.createdAt);
      const sha256: unknown = data.metadata?.['sha256'];
      return {
        sizeBytes: data.size ?? 0,
        modifiedAt,
        revision: `${String(data.version ?? data.etag ?? '').replace(/[^A-Za-z0-9-]/g, '')}-${modifiedAt.getTime().toString(36)}`,
        sha256: typeof sha256 === 'string' ? sha256 : null,
      };
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(error, `cannot look at ${key}`);
    }
  }

  /** Not by the client, which would read the whole into memory and knows no ranges. */
  async read(key: string, range: ByteRange | null, signal: AbortSignal): Promise<Readable> {
    const path = [this.config.bucket, ...this.place(key).split('/')].map(encodeURIComponent).join('/');
    try {
      const answer = await fetch(`${this.config.url}/object/authenticated/${path}`, {
        headers: { ...this.headers, ...(range && { range: `bytes=${range.start}-${range.end}` }) },
        redirect: 'error',
        signal,
      });
      if (answer.status !== (range ? 206 : 200) || !answer.body) throw await errorOf(answer);
      return Readable.fromWeb(answer.body as ReadableStream);
    } catch (error) {
      if (isMissing(error)) throw new StorageError('object_missing', `there is no object ${key}`, false, { cause: error });
      throw failed(error, `cannot read ${key}`);
    }
  }

  async removeBelow(prefix: string): Promise<void> {
    try {
      await this.remove([this.place(prefix)]);
      await this.removeFolder(this.place(prefix));
    } catch (error) {
      throw failed(error, `cannot delete ${prefix}`);
    }
  }

  /** Lists show one level at a time. What is removed leaves the list, so its first page is read again until it is empty of files. */
  private async removeFolder(folder: string): Promise<void> {
    const folders = new Set<string>();
    for (let offset = 0; ; offset += LIST_LIMIT) {
      const entries = await this.entries(folder, offset);
      for (const { name, id } of entries) if (id === null) folders.add(`${folder}/${name}`);
      if (entries.length < LIST_LIMIT) break;
    }
    for (const below of folders) await this.removeFolder(below);
    for (;;) {
      const files = (await this.entries(folder, 0)).filter(({ id }) => id !== null).map(({ name }) => `${folder}/${name}`);
      if (files.length === 0) return;
      if ((await this.remove(files)) === 0) throw new StorageError('storage_failed', `${files.length} objects were not deleted`, true);
    }
  }

  async probe(isWriting: boolean): Promise<void> {
    const place = this.place(PROBE);
    try {
      const put = isWriting ? await this.files.upload(place, '', { upsert: true }) : null;
      if (put?.error) throw put.error;
      if (put) await this.remove([place]);
      const { error } = await this.files.list(this.config.prefix.replace(/\/$/, ''), { limit: 1 });
      if (error) throw error;
    } catch (error) {
      throw failed(error, 'the bucket');
    }
  }

  async *list(): AsyncGenerator<ListedObject> {
    yield* this.below(this.config.prefix.replace(/\/$/, ''));
  }

  private async *below(folder: string): AsyncGenerator<ListedObject> {
    for (let offset = 0; ; offset += LIST_LIMIT) {
      const entries = await this.entries(folder, offset).catch((error: unknown) =>
        Promise.reject(failed(error, 'cannot list the objects')),
      );
      for (const { name, id, ...about } of entries) {
        const place = folder === '' ? name : `${folder}/${name}`;
        if (id === null) yield* this.below(place);
        else yield { key: place.slice(this.config.prefix.length), ...about };
      }
      if (entries.length < LIST_LIMIT) return;
    }
  }

  private async entries(folder: string, offset: number): Promise<Entry[]> {
    const { data, error } = await this.files.list(folder, { limit: LIST_LIMIT, offset, sortBy: { column: 'name', order: 'asc' } });
    if (error) throw error;
    return data.map(({ name, id, updated_at: updatedAt, metadata }) => {
      const size: unknown = (metadata as { size?: unknown } | null)?.size;
      // Without a time it counts as new.
      return { name, id: id ?? null, modifiedAt: new Date(updatedAt ?? Date.now()), sizeBytes: typeof size === 'number' ? size : 0 };
    });
  }

  /** @returns how many there were; the others are passed over in silence. */
  private async remove(paths: readonly string[]): Promise<number> {
    const { data, error } = await this.files.remove([...paths]);
    if (error && !isMissing(error)) throw error;
    return data?.length ?? 0;
  }

  private uploadInParts(key: string, filePath: string, contentType: string, { sizeBytes, sha256 }: FileDigest): Promise<void> {
    const file = createReadStream(filePath);
    const sent = new Promise<void>((resolve, reject) => {
      new Upload(file, {
        endpoint: `${this.config.url}/upload/resumable`,
        headers: { ...this.headers, 'x-upsert': 'true' },
        metadata: { bucketName: this.config.bucket, objectName: this.place(key), contentType, metadata: JSON.stringify({ sha256 }) },
        uploadSize: sizeBytes,
        chunkSize: PART_BYTES,
        retryDelays: PART_RETRIES_MS,
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    return sent.finally(() => file.destroy());
  }

  private place(key: string): string {
    return this.config.prefix + key;
  }
}

/** A gateway in front may answer with anything: what is no JSON says nothing. */
async function errorOf(answer: Response): Promise<Error> {
  const said = (await answer.json().catch(() => ({}))) as { code?: unknown; statusCode?: unknown; error?: unknown };
  return Object.assign(new Error(`status ${answer.status}`), {
    code: said.code ?? said.error,
    statusCode: said.statusCode ?? answer.status,
  });
}

/** The HTTP status is 400 for nearly everything: what counts stands in the body (`code`, `statusCode`, a text). */
function isMissing(error: unknown): boolean {
  const { statusCode, code, message } = error as { statusCode?: unknown; code?: unknown; message?: unknown };
  return String(statusCode) === '404' || code === 'NoSuchKey' || code === 'not_found' || message === 'Object not found';
}

/** Everything may work later: keys are put right, buckets made, limits raised. The server's own words stay in the cause. */
function failed(error: unknown, what: string): StorageError {
  if (error instanceof StorageError) return error;
  if (systemCodeOf(error) === 'ENOENT') return asStorageError(error, what);
  const { statusCode, status } = error as { statusCode?: unknown; status?: unknown };
  const said = [statusCode, status].find((one) => typeof one === 'string' || typeof one === 'number');
  const how = said === undefined ? 'cannot be reached' : `answers ${said}`;
  return new StorageError('storage_failed', `${what}: Supabase ${how}`, true, { cause: error });
}
