import { type ObjectStorage } from '../contracts/storage.js';
import { type AssetsConfig } from '../assets.config.js';
import { FileObjectStorage } from './file-object-storage.js';
import { ObjectCache } from './remote/object-cache.js';
import { RemoteObjectStorage } from './remote/remote-object-storage.js';
import { S3Bucket } from './remote/s3-bucket.js';
import { SupabaseBucket } from './remote/supabase-bucket.js';

/** The object storage that the settings name. */
export function objectStorageOf({ storage, storageCache }: Pick<AssetsConfig, 'storage' | 'storageCache'>): ObjectStorage {
  if (storage.kind === 'file') return new FileObjectStorage(storage.root);
  const bucket = storage.kind === 's3' ? new S3Bucket(storage) : new SupabaseBucket(storage);
  return new RemoteObjectStorage(bucket, new ObjectCache(storageCache.root, storageCache.maxBytes));
}
