import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { decidedTexts, storedSamples } from '#eventing/testing';
import { quotaAccount } from '../domain/quota-account.decider.js';
import { quotaReservation } from '../domain/quota-reservation.decider.js';

const all = [quotaAccount, quotaReservation] as unknown as AnyAggregate[];

storedSamples(jestGlobals, import.meta.dirname, all);
// No user writes anything into the accounts: ids, times, names out of our own lists.
const plain = ['**.*Id', '**.*At', 'period.start', 'period.end', 'subject.id', 'charge.provider', 'charge.model'];
decidedTexts(jestGlobals, import.meta.dirname, all, [...plain, 'entry', 'item', 'plan', 'priceList', 'timezone']);
