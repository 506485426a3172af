export * from './test-database.js';
export { frozenHolder, type FrozenProcess } from './frozen-process.js';
export { ToldMetrics } from './told-metrics.js';
export { Wire } from './wire.js';
