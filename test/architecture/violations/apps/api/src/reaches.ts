// Breaks package-by-the-door.
export { inside } from '../../../packages/sdk/src/inside.js';
