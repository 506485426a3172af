export * from './builders.js';
export { speakingSeconds } from '../domain/speaking-time.js';
