import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { storedSamples } from '#eventing/testing';
import { clipSet } from '../clips/domain/clip-set.decider.js';
import { generation } from '../generation/domain/generation.decider.js';
import { shortVideo } from '../render-order/domain/short-video.decider.js';
import { videoJob } from '../video/domain/video-job.decider.js';

storedSamples(jestGlobals, import.meta.dirname, [clipSet, generation, shortVideo, videoJob] as unknown as AnyAggregate[]);
