// Breaks lib-by-the-door: workflows may use jobs, but not its inside.
export { inside } from '../../jobs/src/inside.js';
