import { type Readable } from 'node:stream';
import { type ByteRange, type ListedObject, type ObjectHead } from '../../contracts/storage.js';
import { type FileDigest } from '../file-digest.js';

/** Never an object's key: those begin with a UUID. One name for all, so that what a crash leaves is written over. */
export const PROBE = '.kadr-probe';

/** What a bucket says about an object. */
export interface BucketHead extends ObjectHead {
  /** Hex, as it was given when the object was put; null when the bucket does not keep it. */
  readonly sha256: string | null;
}

/** An object storage somewhere else, as its protocol allows. Keys are whole; every method throws StorageError. */
export interface Bucket {
  upload(key: string, filePath: string, contentType: string, digest: FileDigest): Promise<void>;
  /** @returns null when there is none. */
  head(key: string): Promise<BucketHead | null>;
  /** @throws StorageError `object_missing`, `storage_failed` (retryable) */
  read(key: string, range: ByteRange | null, signal: AbortSignal): Promise<Readable>;
  /** Removes the object of this name, and everything below it. */
  removeBelow(prefix: string): Promise<void>;
  /** Everything below the place that the settings name, others' objects too. */
  list(): AsyncIterable<ListedObject>;
  /** Asks for the names of one object at most, and, with `isWriting`, puts and removes an empty one. */
  probe(isWriting: boolean): Promise<void>;
}
