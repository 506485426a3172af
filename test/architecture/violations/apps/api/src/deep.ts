// Breaks app-by-the-door.
export { inside } from '../../../libs/jobs/src/inside.js';
