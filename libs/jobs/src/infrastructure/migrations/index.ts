import { JobsReadModels1763700000000 } from './1763700000000-jobs-read-models.js';
import { ClipsAndGenerations1763730000000 } from './1763730000000-clips-and-generations.js';
import { UnfinishedVideos1763734000000 } from './1763734000000-unfinished-videos.js';

/** In the order in which they run. */
export const jobsMigrations = [JobsReadModels1763700000000, ClipsAndGenerations1763730000000, UnfinishedVideos1763734000000];
