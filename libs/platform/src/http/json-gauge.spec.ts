import { describe, expect, it } from '@jest/globals';
import { JsonGauge, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './json-gauge.js';

/** In pieces of one byte and as a whole. */
const refusalOf = (text: string, size = Infinity): string | null => {
  const gauge = new JsonGauge();
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; at += size) gauge.push(bytes.subarray(at, at + size));
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('faults A5: the structure of JSON', () => {
  it.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
    ['both', '[{"a":', '}]'],
  ])('of %s may be so deep and no deeper', (_, open, close) => {
    const levels = MAX_JSON_DEPTH / (open.match(/[[{]/g)?.length ?? 1);
    const nested = (depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
    for (const size of [1, 7, Infinity]) {
      expect(refusalOf(nested(levels), size)).toBeNull();
      expect(refusalOf(nested(levels + 1), size)).toBe('malformed_json');
      expect(refusalOf(nested(20_000), size)).toBe('malformed_json');
    }
  });

  it('may have so many values: a body of empty lists is refused before it is parsed', () => {
    expect(refusalOf(`[${'[],'.repeat(MAX_JSON_VALUES)}[]]`)).toBe('payload_too_large');
    expect(refusalOf(`[${'1,'.repeat(MAX_JSON_VALUES + 1)}1]`)).toBe('payload_too_large');
    expect(refusalOf(`[${'1,'.repeat(MAX_JSON_VALUES - 2)}1]`)).toBeNull();
  });

  it('is not counted inside texts, whatever they hold', () => {
    const text = `${'[{,'.repeat(MAX_JSON_VALUES)}\\"${'[,'.repeat(100)}\\\\`;
    for (const size of [1, 13, Infinity]) {
      expect(refusalOf(`{"a":"${text}"}`, size)).toBeNull();
      expect(refusalOf(`{"a":"${text}","b":${'['.repeat(MAX_JSON_DEPTH)}`, size)).toBe('malformed_json');
    }
  });
});
