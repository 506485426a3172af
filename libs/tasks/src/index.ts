export * from './contracts/index.js';
export { Suspended } from './execution/suspended.js';
export { TaskHandlers } from './execution/task-handlers.js';
export { type Pursuit, type Stalled, StalledWork, type Subject } from './maintenance/stalled-work.js';
export { tasksMigrations } from './migrations/index.js';
export { stopLimitMs, TaskRuntime } from './task-runtime.js';
export { TaskSink } from './task-sink.js';
export { type TasksConfig, tasksConfig } from './tasks.config.js';
export { TasksModule, type TasksModuleOptions } from './tasks.module.js';
