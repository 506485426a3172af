// Breaks arrows-of-webhooks.
export { billing } from '#billing';
