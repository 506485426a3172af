import { describe, expect, it } from '@jest/globals';
import { NodeFailure, type TypedValue } from '../../nodes/node-type.js';
import { type PreparedNode } from '../../run/application/node-calls.js';
import { planMap } from './map-items.js';

const LETTERS: TypedValue = { type: 'json', value: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
const prepared = (params: PreparedNode['call']['params'], list: TypedValue = LETTERS): PreparedNode =>
  ({ call: { params, inputs: { list: [list] } }, scope: { inputs: { from: 'c' } } }) as unknown as PreparedNode;
const planned = (...given: Parameters<typeof prepared>) => planMap(prepared(...given));
const codeOf = (...given: Parameters<typeof prepared>): unknown => {
  try {
    return planned(...given);
  } catch (error) {
    return error instanceof NodeFailure ? error.code : error;
  }
};

describe('a list that is to be gone through', () => {
  it('is gone through eight at a time, and ends with the first failure, where nothing else is said', () => {
    const { items, ...rest } = planned({});
    expect(items.map(({ value }) => value)).toEqual(LETTERS.value);
    expect(rest).toEqual({ concurrency: 8, onItemError: 'fail', tolerate: null });
    expect(planned({ concurrency: 3, onItemError: 'null' })).toMatchObject({ concurrency: 3, onItemError: 'null' });
  });

  it('is made of what the filter takes, with what it looks at', () => {
    const taken = (filter: string): unknown => planned({ filter }).items.map(({ value }) => value);
    expect(taken('item > inputs.from')).toEqual(['d', 'e', 'f', 'g']);
    expect(taken('index % 3 == 0')).toEqual(['a', 'd', 'g']);
    // Only what is true is taken: a word is not.
    expect(taken('item')).toEqual([]);
    expect(codeOf({ filter: 'item.name == "x"' })).toBe('invalid_expression');
  });

  it('bears a number of failures, or a share of the items that are taken, rounded down', () => {
    expect(planned({ tolerate: 2 }).tolerate).toBe(2);
    expect(planned({ tolerate: '40%' }).tolerate).toBe(2);
    expect(planned({ tolerate: '40%', filter: 'index < 2' }).tolerate).toBe(0);
    expect(planned({ tolerate: '100%' }).tolerate).toBe(7);
  });

  it('has no more items than may be, before anything is left out', () => {
    expect(planned({ maxItems: 7 }).items.length).toBe(7);
    expect(codeOf({ maxItems: 6, filter: 'index < 2' })).toBe('too_many_items');
    expect(codeOf({}, { type: 'json', value: Array.from({ length: 101 }, (_, i) => i) })).toBe('too_many_items');
    expect(codeOf({}, { type: 'json', value: { not: 'a list' } })).toBe('type_mismatch');
  });

  it('gives each item the type that its list is of', () => {
    expect(planned({}, { type: 'image[]', value: ['p'] }).items).toEqual([{ type: 'image', value: 'p' }]);
    const segments = { fps: 30, totalFrames: 60, segments: [{ index: 0 }, { index: 1 }] };
    expect(planned({}, { type: 'segments', value: segments }).items.map(({ value }) => value)).toEqual(segments.segments);
  });
});
