// Breaks arrows-of-integrations.
export { identity } from '#identity';
