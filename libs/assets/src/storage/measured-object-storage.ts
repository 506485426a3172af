import { type Readable } from 'node:stream';
import { SpanKind } from '@opentelemetry/api';
import { counter, histogram, withSpanIfSlow } from '#platform';
import { StorageError } from '../contracts/errors.js';
import { type ByteRange, type ListedObject, type ObjectHead, ObjectStorage, type StoredObject } from '../contracts/storage.js';
import { StorageWatch } from './storage-watch.js';

type Operation = 'put' | 'get' | 'delete';

const duration = histogram('kadr_storage_duration_seconds', {
  description: 'Files stored, brought here to be worked on, and deleted, by how it ended',
  unit: 's',
  buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 30, 120],
});
const stored = counter('kadr_storage_bytes', { description: 'Bytes of files that were stored', unit: 'By' });

/** Quicker than that is what a film does hundreds of times; the histogram tells of it. */
const SLOW_MS = 500;

/** The storage with measures around what takes time, and spans of what was slow or failed. Keys are in neither: they name organisations. */
export class MeasuredObjectStorage extends ObjectStorage {
  /** Learns of puts that fail. */
  readonly watch: StorageWatch;

  constructor(private readonly storage: ObjectStorage) {
    super();
    this.watch = new StorageWatch(storage);
  }

  put(key: string, filePath: string, contentType: string): Promise<StoredObject> {
    return measured('put', async () => {
      try {
        const object = await this.storage.put(key, filePath, contentType);
        stored.add(object.sizeBytes);
        this.watch.noteSuccess();
        return object;
      } catch (error) {
        if (error instanceof StorageError && (error.code === 'storage_failed' || error.code === 'no_space')) this.watch.noteFailure();
        throw error;
      }
    });
  }

  localPath(key: string): Promise<string> {
    return measured('get', () => this.storage.localPath(key));
  }

  open(key: string, range?: ByteRange): Readable {
    return this.storage.open(key, range);
  }

  head(key: string): Promise<ObjectHead | null> {
    return this.storage.head(key);
  }

  list(): AsyncIterable<ListedObject> {
    return this.storage.list();
  }

  probe(isWriting: boolean): Promise<void> {
    return this.storage.probe(isWriting);
  }

  removeUnfinished(beforeMs: number): Promise<void> {
    return this.storage.removeUnfinished(beforeMs);
  }

  delete(prefix: string): Promise<void> {
    return measured('delete', () => this.storage.delete(prefix));
  }
}

function measured<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
  return withSpanIfSlow(`${operation} object`, { kind: SpanKind.CLIENT, slowMs: SLOW_MS }, async () => {
    const from = performance.now();
    const done = (outcome: string) => duration.record((performance.now() - from) / 1000, { operation, outcome });
    try {
      const result = await work();
      done('done');
      return result;
    } catch (error) {
      done(error instanceof StorageError ? error.code : 'failed');
      throw error;
    }
  });
}
