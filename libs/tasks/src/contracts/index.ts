export * from './queue-name.js';
export * from './surroundings.js';
export * from './tasks.js';
export * from './hindrances.js';
