export * from './contracts/graph.js';
export * from './contracts/node-type.js';
export * from './contracts/values.js';
export * from './contracts/workflow.events.js';
export * from './contracts/workflow-map.events.js';
export * from './contracts/workflow-run.events.js';
export { workflowsMigrations } from './migrations/index.js';
export { WorkflowsModule } from './workflows.module.js';
export { runAnnouncements } from './run/application/announcement-kinds.js';
