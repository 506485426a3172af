import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { packed, unpacked } from './packed.js';

let spec: TestDatabase;
beforeAll(async () => {
  spec = await createTestDatabase([]);
});
afterAll(() => spec?.close());

const backOf = async (items: readonly (string | number | boolean)[], type: string): Promise<unknown> => {
  const [row] = await spec.database.query<{ items: unknown[] }>(`SELECT to_jsonb(${unpacked('$1', type)}) AS items`, [packed(items)]);
  return row?.items;
};

describe('a packed list', () => {
  it('comes out as it went in, whatever is written in it', async () => {
    const texts = ['', 'a,b', '{"x": "\\"{}\\\\"}', "it's", 'NULL', 'é\n\t🎬', JSON.stringify({ text: 'a\u001eb' })];
    expect(await backOf(texts, 'text')).toEqual(texts);
    expect(await backOf(['one'], 'text')).toEqual(['one']);
    expect(await backOf([1, -2, 300_000], 'integer')).toEqual([1, -2, 300_000]);
    expect(await backOf([true, false], 'boolean')).toEqual([true, false]);
    const ids = ['0195c1c0-0000-7000-8000-000000000001', '0195c1c0-0000-7000-8000-000000000002'];
    expect(await backOf(ids, 'uuid')).toEqual(ids);
  });

  it('takes no text that would come out as two', () => {
    for (const items of [['a\u001eb'], ['a', '\u001e'], ['\u001e']]) expect(() => packed(items)).toThrow(RangeError);
    expect(packed([])).toBe('');
  });
});
