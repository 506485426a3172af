import { JobsReadModels1763700000000 } from './1763700000000-jobs-read-models.js';
import { ClipsAndGenerations1763730000000 } from './1763730000000-clips-and-generations.js';
import { CreateShortVideos1763734000000 } from './1763734000000-create-short-videos.js';
import { UnfinishedVideos1763734000000 } from './1763734000000-unfinished-videos.js';
import { MoveShortVideos1764290200000 } from './1764290200000-short-videos-are-jobs.js';
import { AddressesAreKeptByAssets1764300300000 } from './1764300300000-addresses-are-kept-by-assets.js';
import { WhatMayStandStill1764600000000 } from './1764600000000-what-may-stand-still.js';
import { VideoMeasures1764640000000 } from './1764640000000-video-measures.js';

/** In the order in which they run. */
export const jobsMigrations = [
  JobsReadModels1763700000000,
  ClipsAndGenerations1763730000000,
  CreateShortVideos1763734000000,
  UnfinishedVideos1763734000000,
  MoveShortVideos1764290200000,
  AddressesAreKeptByAssets1764300300000,
  WhatMayStandStill1764600000000,
  VideoMeasures1764640000000,
];
