export * from './contracts/batch.events.js';
export * from './contracts/series.events.js';
export { type EpisodeOrder, Episodes } from './contracts/episodes.js';
export { batchAnnouncements } from './application/announcement-kinds.js';
export { BatchesConfig, batchesConfig } from './batches.config.js';
export { BatchesModule } from './batches.module.js';
export { batchesMigrations } from './migrations/index.js';
