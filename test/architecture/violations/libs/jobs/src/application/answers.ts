// Breaks application-knows-ports.
export { controller } from '../http/controller.js';
