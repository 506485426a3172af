import { BatchesOfSeries1767000000035 } from './1767000000035-batches-of-series.js';
import { CreateBatches1765600000000 } from './1765600000000-create-batches.js';
import { CreateSeries1767000000020 } from './1767000000020-create-series.js';
import { EpisodesByVideo1767000000030 } from './1767000000030-episodes-by-video.js';
import { LiveBatches1767000000001 } from './1767000000001-live-batches.js';

/** In the order in which they run. */
export const batchesMigrations = [
  CreateBatches1765600000000,
  LiveBatches1767000000001,
  CreateSeries1767000000020,
  EpisodesByVideo1767000000030,
  BatchesOfSeries1767000000035,
];
