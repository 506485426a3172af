// Breaks arrows-of-tasks.
export { integrations } from '#integrations';
