export { objectStorageOf } from '../storage/object-storage-of.js';
export { objectStorageContract } from '../storage/testing/object-storage.contract.js';
export { instantMakers, instantProviders } from './instant-provider.js';
export { pngOf } from './pictures.js';
export { final, passing, ScriptedProvider, type Turn } from './scripted-provider.js';
export { type Reaction, wireCall, WireProvider, type WireResult, type WireTask } from './wire-provider.js';
