import { CreateWorkflows1764324000000 } from './1764324000000-create-workflows.js';

/** In the order in which they run. */
export const workflowsMigrations = [CreateWorkflows1764324000000];
