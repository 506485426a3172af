import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { storedSamples } from '#eventing/testing';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';

storedSamples(jestGlobals, import.meta.dirname, [webhookEndpoint] as unknown as AnyAggregate[]);
