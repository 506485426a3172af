export { assembleTasks } from '../assemble-tasks.js';
export { notebook } from './notebook.js';
export { ask, asked, give, note, noting, ORG, type Payload, TaskSpecs } from './task-specs.js';
export { type ProcessOptions, type TaskProcess, TaskWorld } from './task-world.js';
