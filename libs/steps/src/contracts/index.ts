export * from './step.js';
export * from './stored-file.js';
