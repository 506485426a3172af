export * from './command.js';
export * from './decider.js';
export * from './domain-error.js';
export * from './event.js';
export * from './process-manager.js';
export * from './projection.js';
