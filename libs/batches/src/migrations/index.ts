import { CreateBatches1765600000000 } from './1765600000000-create-batches.js';

/** In the order in which they run. */
export const batchesMigrations = [CreateBatches1765600000000];
