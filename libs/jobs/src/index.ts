export { clipsConfig } from './clips/clips.config.js';
export * from './contracts/clip-set.events.js';
export * from './contracts/video-job.events.js';
export * from './contracts/video-order.js';
export * from './contracts/video-request.js';
export * from './contracts/generation.events.js';
export { jobsMigrations } from './migrations/index.js';
export { JobsModule } from './jobs.module.js';
