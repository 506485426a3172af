export * from './billing-world.js';
