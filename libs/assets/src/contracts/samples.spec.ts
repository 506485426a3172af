import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { decidedTexts, storedSamples } from '#eventing/testing';
import { asset } from '../library/domain/asset.decider.js';

const all = [asset] as unknown as AnyAggregate[];

storedSamples(jestGlobals, import.meta.dirname, all);
decidedTexts(jestGlobals, import.meta.dirname, all, [
  '**.*Id',
  '**.*At',
  'source',
  'code',
  'file.key',
  'file.contentType',
  'file.sha256',
  'thumbnail.*',
]);
