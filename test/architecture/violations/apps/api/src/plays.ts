// Breaks sandbox-for-specs-only.
export { integrations } from '../../sandbox/src/shares.js';
