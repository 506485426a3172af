export * from './model-info.js';
export * from './errors.js';
export * from './makers.js';
export * from './models.js';
export * from './named-calls.js';
export * from './provider-calls.js';
export * from './provider-polling.js';
export * from './rendering.js';
