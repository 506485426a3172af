import { describe, expect, it } from '@jest/globals';
import { isTimestamp } from './timestamp.js';

describe('a moment in a request', () => {
  it.each(['2026-11-21T10:00:00Z', '2024-02-29T23:59:59.123456789+05:45', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59-00:00'])(
    'may be %s',
    (text) => expect(isTimestamp(text)).toBe(true),
  );

  it.each([
    ['a day that does not exist', '2026-02-30T00:00:00Z'],
    ['a leap day of no leap year', '2023-02-29T00:00:00Z'],
    ['a month that does not exist', '2026-13-01T00:00:00Z'],
    ['the year 0', '0000-01-01T00:00:00Z'],
    ['the year 0 in UTC', '0001-01-01T00:00:00+01:00'],
    ['the year 10000 in UTC', '9999-12-31T23:59:59-01:00'],
    ['an hour that does not exist', '2026-01-01T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a zone that Postgres does not take', '2026-01-01T00:00:00+16:00'],
    ['no zone', '2026-01-01T00:00:00'],
    ['a day', '2026-01-01'],
    ['something behind it', '2026-01-01T00:00:00Z '],
    ['no text', 1_767_225_600_000],
  ])('is not %s', (_, value) => expect(isTimestamp(value)).toBe(false));
});
