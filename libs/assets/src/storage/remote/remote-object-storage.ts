import { createWriteStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StorageError } from '../../contracts/errors.js';
import { type ByteRange, type ListedObject, type ObjectHead, ObjectStorage, type StoredObject } from '../../contracts/storage.js';
import { asStorageError } from '../file-errors.js';
import { digestOf, type FileDigest } from '../file-digest.js';
import { checkedKey, checkedPrefix, isObjectKey } from '../object-keys.js';
import { type Bucket, type BucketHead } from './bucket.js';
import { type ObjectCache } from './object-cache.js';

/** Objects in a bucket somewhere else; what FFmpeg needs is copied to this machine first. */
export class RemoteObjectStorage extends ObjectStorage {
  constructor(
    private readonly bucket: Bucket,
    private readonly cache: ObjectCache,
  ) {
    super();
  }

  /** Looks after it has put: what the bucket does not confirm is not stored. */
  async put(key: string, filePath: string, contentType: string): Promise<StoredObject> {
    checkedKey(key);
    const digest = await digestOf(filePath).catch((error: unknown) => {
      throw asStorageError(error, `cannot store ${key}`);
    });
    await this.bucket.upload(key, filePath, contentType, digest);
    const head = await this.bucket.head(key);
    if (!head || !agree(head, digest)) {
      throw new StorageError('storage_failed', `the bucket does not have ${key} as it was put: ${differenceOf(head, digest)}`, true);
    }
    await this.cache.remember(key, head.revision, filePath);
    return { key, contentType, ...digest };
  }

  async localPath(key: string): Promise<string> {
    const head = await this.bucket.head(checkedKey(key));
    if (!head) throw new StorageError('object_missing', `there is no object ${key}`, false);
    return this.cache.pathOf(key, head.revision, (target) => this.download(key, head, target));
  }

  open(key: string, range?: ByteRange): Readable {
    checkedKey(key);
    const end = new AbortController();
    // Whoever stops reading closes it: then nothing more is asked for.
    const out = new PassThrough().once('close', () => end.abort());
    this.bucket.read(key, range ?? null, end.signal).then(
      (body) => pipeline(body, out).catch(() => undefined),
      (error: unknown) => out.destroy(asStorageError(error, `cannot read ${key}`)),
    );
    return out;
  }

  async head(key: string): Promise<ObjectHead | null> {
    const head = await this.bucket.head(checkedKey(key));
    return head && { sizeBytes: head.sizeBytes, modifiedAt: head.modifiedAt, revision: head.revision };
  }

  async delete(prefix: string): Promise<void> {
    await this.bucket.removeBelow(checkedPrefix(prefix));
    await this.cache.forget(prefix);
  }

  async *list(): AsyncGenerator<ListedObject> {
    for await (const object of this.bucket.list()) if (isObjectKey(object.key)) yield object;
  }

  probe(isWriting: boolean): Promise<void> {
    return this.bucket.probe(isWriting);
  }

  /** Uploads in parts that were broken off are the bucket's to forget, by its rules; copies here are ours. */
  removeUnfinished(beforeMs: number): Promise<void> {
    return this.cache.removeUnfinished(beforeMs);
  }

  private async download(key: string, head: BucketHead, target: string): Promise<void> {
    try {
      await pipeline(await this.bucket.read(key, null, new AbortController().signal), createWriteStream(target, { flush: true }));
    } catch (error) {
      throw asStorageError(error, `cannot fetch ${key}`);
    }
    const digest = await digestOf(target);
    if (!agree(head, digest)) {
      throw new StorageError('storage_failed', `the bucket gave something else for ${key}: ${differenceOf(head, digest)}`, true);
    }
  }
}

const agree = (head: BucketHead, { sizeBytes, sha256 }: FileDigest): boolean =>
  head.sizeBytes === sizeBytes && (head.sha256 === null || head.sha256 === sha256);

function differenceOf(head: BucketHead | null, { sizeBytes, sha256 }: FileDigest): string {
  if (!head) return 'there is nothing';
  if (head.sizeBytes !== sizeBytes) return `${head.sizeBytes} bytes there, ${sizeBytes} here`;
  return `hash ${String(head.sha256)} there, ${sha256} here`;
}
