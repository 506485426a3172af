// Breaks application-knows-ports.
export { store } from '../infrastructure/store.js';
