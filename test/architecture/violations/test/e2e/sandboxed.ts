// Breaks nothing: specs enter by the testing door.
export { sandbox } from '../../apps/sandbox/src/testing/index.js';
