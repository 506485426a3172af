import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { decidedTexts, storedSamples } from '#eventing/testing';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';

const all = [webhookEndpoint] as unknown as AnyAggregate[];

storedSamples(jestGlobals, import.meta.dirname, all);
decidedTexts(jestGlobals, import.meta.dirname, all, ['**.*Id', '**.*At', 'previousUntil', 'failingSince', 'settings.events.*']);
