export * from './quota.js';
export * from './resources.js';
export * from './usage.js';
