// Breaks arrows-of-assets.
export { integrations } from '#integrations';
