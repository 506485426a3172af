// Breaks arrows-of-jobs.
export { identity } from '#identity';
