export * from './queue-name.js';
export * from './tasks.js';
