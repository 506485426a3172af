// Breaks arrows-of-eventing.
export { media } from '#media';
