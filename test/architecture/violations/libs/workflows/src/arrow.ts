// Breaks arrows-of-workflows.
export { identity } from '#identity';
