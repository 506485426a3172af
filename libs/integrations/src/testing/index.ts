export { instantMakers, instantProviders } from './instant-provider.js';
export { final, passing, ScriptedProvider, type Turn } from './scripted-provider.js';
