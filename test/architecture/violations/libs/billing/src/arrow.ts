// Breaks arrows-of-billing.
export { jobs } from '#jobs';
