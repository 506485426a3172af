// Breaks arrows-of-jobs.
export { media } from '#media';
