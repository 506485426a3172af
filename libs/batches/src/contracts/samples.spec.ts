import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { decidedTexts, storedSamples } from '#eventing/testing';
import { batch } from '../domain/batch.decider.js';
import { series } from '../series/domain/series.decider.js';

const all = [batch, series] as unknown as AnyAggregate[];

storedSamples(jestGlobals, import.meta.dirname, all);
// What users have written lies in `batches.items`; here are ids, times, digests and codes of our own.
decidedTexts(jestGlobals, import.meta.dirname, all, ['**.*Id', '**.*At', 'digest', 'code', 'film.key', 'film.contentType']);
