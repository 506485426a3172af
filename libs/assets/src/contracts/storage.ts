import { type Readable } from 'node:stream';

/** A file that is kept. Keys are `<org id>/<subject id>/<name>`, made by us; names may hold folders (`clips/000.mp4`). */
export interface StoredObject {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hex, of the bytes. */
  readonly sha256: string;
}

/** What can be said about a stored object without reading it. */
export interface ObjectHead {
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  /** Changes whenever the bytes change; letters, digits and `-`. */
  readonly revision: string;
}

/** One of those that are there. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** In the place of an organisation: what belongs to the installation, and is never deleted. */
export const OF_NOBODY = '00000000-0000-0000-0000-000000000000';

/** First and last byte, both inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where artifacts live. Also the injection token: `constructor(private readonly storage: ObjectStorage)`. */
export abstract class ObjectStorage {
  /**
   * Keeps the file under the key, replacing what was there; durable when it returns, size and hash checked against what was written.
   * The file adapter links it where it can, so the source must not be changed afterwards.
   * @throws StorageError `invalid_key`, `no_space` (retryable), `storage_failed` (retryable)
   */
  abstract put(key: string, filePath: string, contentType: string): Promise<StoredObject>;
  /** A readable local path, for FFmpeg; read only. @throws StorageError `object_missing` */
  abstract localPath(key: string): Promise<string>;
  /** Look with `head` first: the stream fails when there is no such object. @throws StorageError `invalid_key` */
  abstract open(key: string, range?: ByteRange): Readable;
  /** @returns null when there is none. */
  abstract head(key: string): Promise<ObjectHead | null>;
  /** Removes everything whose key is `prefix` or lies below it. Nothing there: fine. `prefix` is `<org id>/<subject id>` or longer. */
  abstract delete(prefix: string): Promise<void>;
  /** Everything that is there, subject by subject; of what comes and goes meanwhile it may or may not tell. @throws StorageError */
  abstract list(): AsyncIterable<ListedObject>;
  /** Removes what a killed process has left half written, if nothing was written to it since (ms of the epoch). */
  abstract removeUnfinished(beforeMs: number): Promise<void>;
  /** Whether it answers, and, with `isWriting`, takes and removes something small that is no object. @throws StorageError */
  abstract probe(isWriting: boolean): Promise<void>;
}
