import { describe, expect, it } from '@jest/globals';
import { ruleFaults } from './rule-faults.js';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const daily = { cron: '0 9 * * *', timezone: 'UTC' };
const faultsOf = (given: object) => ruleFaults({ ...daily, ...given }, [], NOW);

describe('a schedule that would never fire', () => {
  it.each([
    ['ends before its first time', { endsAt: '2026-12-02T09:00:00Z' }, 'endsAt', 'is before the first time at which it would fire'],
    ['has ended', { startsAt: '2020-01-01T00:00:00Z', endsAt: '2021-01-01T00:00:00Z' }, 'endsAt', 'has passed'],
    ['ends before it starts', { startsAt: '2027-01-02T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' }, 'endsAt', 'must be after "startsAt"'],
    [
      'starts and ends between two times',
      { startsAt: '2027-01-01T10:00:00Z', endsAt: '2027-01-02T08:00:00Z' },
      'endsAt',
      'is before the first time at which it would fire from "startsAt" on',
    ],
    ['starts after all times there are', { startsAt: '9999-12-31T10:00:00Z' }, 'startsAt', 'is after the last time at which it would fire'],
    [
      'starts after all times there are, and ends',
      { startsAt: '9999-12-31T10:00:00Z', endsAt: '9999-12-31T11:00:00Z' },
      'startsAt',
      'is after the last time at which it would fire',
    ],
  ])('%s: it is told where, in one message', (_, given, path, message) => {
    expect(faultsOf(given)).toEqual([{ path, code: 'never_fires', message }]);
  });

  it('is told together with what is wrong with its inputs', () => {
    const faults = faultsOf({ startsAt: '9999-12-31T10:00:00Z', inputs: { unheard: 'of' } });
    expect(faults.map(({ path }) => path)).toEqual(['startsAt', 'inputs.unheard']);
  });
});

it('a schedule that fires once is none', () => {
  expect(faultsOf({ startsAt: '2027-01-02T09:00:00Z', endsAt: '2027-01-02T09:00:01Z' })).toEqual([]);
});
