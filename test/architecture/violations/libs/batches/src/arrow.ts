// Breaks arrows-of-batches.
export { assets } from '#assets';
