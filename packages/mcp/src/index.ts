export { createKadrServer } from './server.js';
export { type KadrMcpOptions } from './settings.js';
