import { JobsReadModels1763700000000 } from './1763700000000-jobs-read-models.js';

/** In the order in which they run. */
export const jobsMigrations = [JobsReadModels1763700000000];
