// Breaks packages-stand-alone.
export type { inside } from '../../../libs/jobs/src/index.js';
