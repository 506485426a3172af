export { decidedTexts } from './decided-texts.js';
export { decider, type Given, type Outcome } from './decider.js';
export { type Followed, processManager, type Reacted } from './process-manager.js';
export { reaction } from './reaction.js';
export { recorded } from './recorded.js';
export { storedSamples } from './stored-samples.js';
export { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from './test-eventing.js';
