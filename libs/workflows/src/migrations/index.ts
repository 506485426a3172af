import { CreateWorkflows1764324000000 } from './1764324000000-create-workflows.js';
import { Schedules1764324200000 } from './1764324200000-schedules.js';
import { Results1764324300000 } from './1764324300000-results.js';
import { NodeTimes1765400000000 } from './1765400000000-node-times.js';
import { Slots1765400100000 } from './1765400100000-slots.js';
import { WorkflowSecrets1766300000000 } from './1766300000000-secrets.js';
import { RunRetention1766300100000 } from './1766300100000-retention.js';
import { LiveRuns1767000000038 } from './1767000000038-live-runs.js';
import { StockTaken1767000000040 } from './1767000000040-stock-taken.js';

/** In the order in which they run. */
export const workflowsMigrations = [
  CreateWorkflows1764324000000,
  Schedules1764324200000,
  Results1764324300000,
  NodeTimes1765400000000,
  Slots1765400100000,
  WorkflowSecrets1766300000000,
  RunRetention1766300100000,
  LiveRuns1767000000038,
  StockTaken1767000000040,
];
