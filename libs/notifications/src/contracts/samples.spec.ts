import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { storedSamples } from '#eventing/testing';
import { contact } from '../contacts/domain/contact.decider.js';

storedSamples(jestGlobals, import.meta.dirname, [contact] as unknown as AnyAggregate[]);
