import { describe, expect, it } from '@jest/globals';
import { cursorForList, cursorOfList, decodeCursor, encodeCursor, pageOf } from './page.js';

describe('a cursor', () => {
  it('gives back the key it was made of', () => {
    for (const key of ['a', '01a1fd2c-332f-7ddd-9bd0-3673709a3db1', 'ключ, with: all%/?'])
      expect(decodeCursor(encodeCursor(key))).toBe(key);
  });

  it.each(['', 'abc', 'nonsense!', encodeCursor('a') + '=', encodeCursor('a').slice(1), Buffer.from('2:a').toString('base64url')])(
    'that nobody has handed out (%j) is refused',
    (cursor) => expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor', kind: 'invalid' })),
  );

  it('whose key cannot be one of the list is refused', () => {
    expect(() => decodeCursor(encodeCursor('x'), (key) => key === 'y')).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});

describe('a page', () => {
  const page = (rows: string[]) =>
    pageOf(
      rows,
      2,
      (row) => row,
      (row) => row.toUpperCase(),
    );

  it('has a cursor of its last entry when there is more', () => {
    expect(page(['a', 'b', 'c'])).toEqual({ data: ['A', 'B'], nextCursor: encodeCursor('b') });
  });

  it('is the last one otherwise', () => {
    expect(page(['a', 'b'])).toEqual({ data: ['A', 'B'], nextCursor: null });
    expect(page([])).toEqual({ data: [], nextCursor: null });
  });
});

describe('a cursor that is handed out', () => {
  const handedOut = cursorOfList(encodeCursor('ключ'), '/v1/videos');

  it('is taken by its own list', () => expect(decodeCursor(cursorForList(handedOut, '/v1/videos'))).toBe('ключ'));

  it.each([
    handedOut + '=',
    handedOut.slice(0, -2),
    Buffer.from('2:').toString('base64url'),
    Buffer.from('2:00000000x').toString('base64url'),
  ])('is refused when somebody has written it: %j', (cursor) =>
    expect(() => cursorForList(cursor, '/v1/videos')).toThrow(expect.objectContaining({ code: 'invalid_cursor' })),
  );

  it('is refused by another list', () =>
    expect(() => cursorForList(handedOut, '/v1/assets')).toThrow(expect.objectContaining({ code: 'invalid_cursor' })));

  it('of an earlier release names no list, and is taken as it is', () =>
    expect(cursorForList(encodeCursor('a'), '/v1/videos')).toBe(encodeCursor('a')));
});
