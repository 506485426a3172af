import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { storedSamples } from '#eventing/testing';
import { quotaAccount } from '../domain/quota-account.decider.js';
import { quotaReservation } from '../domain/quota-reservation.decider.js';

storedSamples(jestGlobals, import.meta.dirname, [quotaAccount, quotaReservation] as unknown as AnyAggregate[]);
