export { objectStorageOf } from '../storage/object-storage-of.js';
export { objectStorageContract } from '../storage/testing/object-storage.contract.js';
export { type BucketServer } from '../storage/testing/bucket-server.js';
export { s3Server } from '../storage/testing/s3-server.js';
