// Breaks testing-for-specs-only.
export { aVideo } from '#jobs/testing';
