// Breaks arrows-of-platform.
export { eventing } from '#eventing';
