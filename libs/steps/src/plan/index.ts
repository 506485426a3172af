/** The pure part of this lib: its contracts, and what can be said of a piece of work without doing it. It loads no framework and no disk. */
export { filmFormat } from '#media/plan';
export * from '../contracts/index.js';
export * from './expected-use.js';
export * from './joints.js';
export * from './place-lines.js';
export * from './queue-for.js';
export * from './segmentation.js';
export { speakingSeconds, wordSeconds } from './speaking-time.js';
export * from './text-atoms.js';
