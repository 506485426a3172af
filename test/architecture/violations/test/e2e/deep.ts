// Breaks app-by-the-door: specs that cross libs knock as well.
export { inside } from '../../libs/jobs/src/inside.js';
