// Breaks arrows-of-steps.
export { billing } from '#billing';
