// Breaks sandbox-stands-alone.
export { integrations } from '#integrations';
