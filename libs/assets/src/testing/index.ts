export { objectStorageOf } from '../storage/object-storage-of.js';
export { objectStorageContract } from '../storage/testing/object-storage.contract.js';
