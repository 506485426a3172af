export { assetAnnouncements } from './library/announce-asset.process-manager.js';
export * from './contracts/index.js';
export { type AssetsConfig, assetsConfig } from './assets.config.js';
export { AssetsModule, type AssetsModuleOptions } from './assets.module.js';
export { AssetResponse } from './http/asset.response.js';
export { assetsMigrations } from './migrations/index.js';
export { objectKey } from './storage/object-keys.js';
export { NamedObjects } from './restore/named-objects.js';
export { objectStorageOf } from './storage/object-storage-of.js';
