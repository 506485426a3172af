import { type AssetsConfig } from '../assets.config.js';
import { FileObjectStorage } from './file-object-storage.js';
import { MeasuredObjectStorage } from './measured-object-storage.js';
import { ObjectCache } from './remote/object-cache.js';
import { RemoteObjectStorage } from './remote/remote-object-storage.js';
import { type Bucket } from './remote/bucket.js';

type Remote = Exclude<AssetsConfig['storage'], { kind: 'file' }>;

/** The object storage that the settings name. */
export async function objectStorageOf({
  storage,
  storageCache,
}: Pick<AssetsConfig, 'storage' | 'storageCache'>): Promise<MeasuredObjectStorage> {
  if (storage.kind === 'file') return new MeasuredObjectStorage(new FileObjectStorage(storage.root));
  const cache = new ObjectCache(storageCache.root, storageCache.maxBytes);
  return new MeasuredObjectStorage(new RemoteObjectStorage(await bucketOf(storage), cache));
}

/** The SDK of a storage is large, and loaded only where it is used. */
async function bucketOf(storage: Remote): Promise<Bucket> {
  if (storage.kind === 's3') return new (await import('./remote/s3-bucket.js')).S3Bucket(storage);
  return new (await import('./remote/supabase-bucket.js')).SupabaseBucket(storage);
}
