// Breaks arrows-of-identity.
export { jobs } from '#jobs';
