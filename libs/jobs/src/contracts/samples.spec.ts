import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { decidedTexts, storedSamples } from '#eventing/testing';
import { clipSet } from '../clips/domain/clip-set.decider.js';
import { generation } from '../generation/domain/generation.decider.js';
import { shortVideo } from '../render-order/domain/short-video.decider.js';
import { videoJob } from '../video/domain/video-job.decider.js';
import { PLAIN_TEXTS } from './personal-text.js';

const all = [clipSet, generation, shortVideo, videoJob] as unknown as AnyAggregate[];

storedSamples(jestGlobals, import.meta.dirname, all);
decidedTexts(jestGlobals, import.meta.dirname, all, PLAIN_TEXTS);
