// Breaks infrastructure-knows-no-http.
export { controller as store } from '../http/controller.js';
