export { decider, type Given, type Outcome } from './decider.js';
export { type Followed, processManager, type Reaction } from './process-manager.js';
export { recorded } from './recorded.js';
export { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from './test-eventing.js';
