export * from './builders.js';
export * from './long-job.js';
export { produceVideo } from '../video/application/process-managers/produce-video.process-manager.js';
export { cutIntoSegments } from '#steps/plan';
export { videoJob } from '../video/domain/video-job.decider.js';
export { type ArchiveContent, filmArchive } from '../exports/application/film-archive.js';
