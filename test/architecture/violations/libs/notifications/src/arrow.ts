// Breaks arrows-of-notifications.
export { integrations } from '#integrations';
