import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { storedSamples } from '#eventing/testing';
import { asset } from '../library/domain/asset.decider.js';

storedSamples(jestGlobals, import.meta.dirname, [asset] as unknown as AnyAggregate[]);
