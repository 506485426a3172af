export * from './accounts.js';
export * from './billing.events.js';
export * from './charges.js';
export * from './quota.js';
export * from './resources.js';
export * from './usage.js';
