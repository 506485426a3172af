/** Pure functions over JSON values, also for domain code. */
export * from './fingerprint.js';
export * from './json-shape.js';
export * from './own-member.js';
export * from './storable.js';
export * from './short-text.js';
export * from './table.js';
