// Breaks libs-know-no-app.
export { composed } from '../../../apps/api/src/main.js';
