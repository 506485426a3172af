export { instantMakers, instantProviders } from './instant-provider.js';
export { final, passing, ScriptedProvider, type Turn } from './scripted-provider.js';
export { type Reaction, wireCall, WireProvider, type WireResult, type WireTask } from './wire-provider.js';
export { localModels } from './local-models.js';
