export { FolderStorage } from './folder-storage.js';
export { ORG, pricesOf, StepBench, SUBJECT } from './step-bench.js';
