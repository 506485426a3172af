// Breaks arrows-of-workflows.
export { billing } from '#billing';
