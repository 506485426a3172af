export * from './command.js';
export * from './decider.js';
export * from './domain-error.js';
export * from './event.js';
export * from './process-manager.js';
export * from './projection.js';
export * from './reaction.js';
export * from './tell.js';
