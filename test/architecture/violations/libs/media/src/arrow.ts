// Breaks arrows-of-media.
export { platform } from '#platform';
