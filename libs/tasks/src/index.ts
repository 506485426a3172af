export * from './contracts/index.js';
export { Suspended } from './execution/suspended.js';
export { TaskHandlers } from './execution/task-handlers.js';
export { tasksMigrations } from './migrations/index.js';
export { SubjectErasure } from './subject-erasure.js';
export { stopLimitMs, TaskRuntime } from './task-runtime.js';
export { TaskSink } from './task-sink.js';
export { type TasksConfig, tasksConfig } from './tasks.config.js';
export { TasksModule, type TasksModuleOptions } from './tasks.module.js';
