export * from './capability.js';
export * from './errors.js';
export * from './makers.js';
export * from './models.js';
export * from './signed-urls.js';
export * from './storage.js';
export * from './tasks.js';
