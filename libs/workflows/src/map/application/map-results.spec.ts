import { describe, expect, it } from '@jest/globals';
import { NodeFailure } from '../../nodes/node-type.js';
import { type ItemOutcome, type MapPolicy, resultsOf } from './map-results.js';

const made = (value: unknown): ItemOutcome => ({ output: { type: 'text', value }, error: null });
const broken = (message: string, retryable = false): ItemOutcome => ({ output: null, error: { code: 'broken', message, retryable } });
const policy = (over: Partial<MapPolicy> = {}): MapPolicy => ({ onItemError: 'fail', tolerate: null, listType: 'json', ...over });
const valuesOf = (ends: readonly ItemOutcome[], over: Partial<MapPolicy>): unknown => {
  const { list, failed, count } = resultsOf(ends, policy(over)).outputs;
  return { list: list?.value, failed: failed?.value, count: count?.value };
};
const failureOf = (ends: readonly ItemOutcome[], over: Partial<MapPolicy>): unknown => {
  try {
    return resultsOf(ends, policy(over));
  } catch (error) {
    if (!(error instanceof NodeFailure)) throw error;
    const { code, message, retryable } = error;
    return { code, message, retryable };
  }
};

/** The second and the fourth of five have failed. */
const FIVE = [made('a'), broken('no b'), made('c'), broken('no d', true), made('e')];
const FAILED = [
  { index: 1, code: 'broken', message: 'no b' },
  { index: 3, code: 'broken', message: 'no d' },
];

describe('what comes out of a list that was gone through', () => {
  it('stands in the order of the items, with the type of what was made', () => {
    const { list } = resultsOf([made('a'), made('b'), made('c')], policy({ listType: 'image[]' })).outputs;
    expect(list).toEqual({ type: 'image[]', value: ['a', 'b', 'c'] });
    expect(valuesOf([made('a'), made('b')], {})).toEqual({ list: ['a', 'b'], failed: [], count: 2 });
  });

  it('leaves out what has failed, or keeps its place, and says which', () => {
    expect(valuesOf(FIVE, { onItemError: 'skip' })).toEqual({ list: ['a', 'c', 'e'], failed: FAILED, count: 3 });
    expect(valuesOf(FIVE, { onItemError: 'null' })).toEqual({ list: ['a', null, 'c', null, 'e'], failed: FAILED, count: 3 });
  });

  it('is nothing with the first failure, or with one more than may be: then the first is told, and whether it may succeed', () => {
    const failure = { code: 'items_failed', message: '2 of 5 items failed; item 1: no b (broken)', retryable: false };
    expect(failureOf(FIVE, {})).toEqual(failure);
    expect(failureOf([made('a'), broken('no b', true)], {})).toMatchObject({ code: 'items_failed', retryable: true });
    expect(failureOf(FIVE, { onItemError: 'skip', tolerate: 1 })).toEqual(failure);
    expect(failureOf(FIVE, { onItemError: 'null', tolerate: 0 })).toEqual(failure);
    expect(valuesOf(FIVE, { onItemError: 'skip', tolerate: 2 })).toMatchObject({ count: 3 });
    // A failure counts at once where none may be, whatever is tolerated.
    expect(failureOf(FIVE, { onItemError: 'fail', tolerate: 5 })).toEqual(failure);
  });

  it('is an empty list of an empty list', () => {
    expect(valuesOf([], {})).toEqual({ list: [], failed: [], count: 0 });
  });
});
