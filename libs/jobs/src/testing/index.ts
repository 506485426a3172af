export * from './builders.js';
export * from './long-job.js';
export { produceVideo } from '../application/process-managers/produce-video.process-manager.js';
export { cutIntoSegments } from '../domain/segmentation.js';
export { videoJob } from '../domain/video-job.decider.js';
export { speakingSeconds } from '../domain/speaking-time.js';
