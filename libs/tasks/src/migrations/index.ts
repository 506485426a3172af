import { CreateIntegrations1763700000300 } from './1763700000300-create-tasks.js';
import { MoveTasks1764290000000 } from './1764290000000-own-schema.js';
import { ErrorsBySubject1764600100000 } from './1764600100000-errors-by-subject.js';
import { TaskDemand1764630000000 } from './1764630000000-task-demand.js';
import { FairTurns1764500000000 } from './1764500000000-fair-turns.js';

export const tasksMigrations = [
  CreateIntegrations1763700000300,
  MoveTasks1764290000000,
  FairTurns1764500000000,
  ErrorsBySubject1764600100000,
  TaskDemand1764630000000,
];
