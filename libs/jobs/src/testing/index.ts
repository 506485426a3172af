export * from './builders.js';
export * from './long-job.js';
export { produceVideo } from '../video/application/process-managers/produce-video.process-manager.js';
export { cutIntoSegments } from '../video/domain/segmentation.js';
export { videoJob } from '../video/domain/video-job.decider.js';
