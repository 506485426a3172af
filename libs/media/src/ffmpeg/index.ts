export { locateFfmpeg, type FfmpegTools } from './locate.js';
export type { FfmpegEnvironment } from './ffmpeg.config.js';
export { GLOBAL_FLAGS, inputFlags, MEDIA_LIMITS, wallLimitMs, type Demuxer } from './limits.js';
export { confinedWithin, run, type RunOptions, type RunResult } from './run.js';
export { encodedFilm, measured, type MediaStep } from './telemetry.js';
export { stageOutput } from './staged-output.js';
