import { createHash } from 'node:crypto';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Refusal } from '../problems/refusal.js';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;
const VERSION = '1:';

const asWholeNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;

/** `?limit=&cursor=` of a list, newest first. Extend it with filters. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, type: 'integer', description: 'Entries of a page.' })
  @Transform(asWholeNumber)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before.', maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

/** `?limit=&cursor=` of a list that is whole unless the caller wants pages. */
export class CatalogueQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: MAX_LIMIT, type: 'integer', description: 'Entries of a page; absent: all that follow.' })
  @IsOptional()
  @Transform(asWholeNumber)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit?: number;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before.', maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export interface Page<T> {
  readonly data: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** An opaque cursor that remembers the sort key of a page's last entry. */
export const encodeCursor = (key: string): string => Buffer.from(VERSION + key, 'utf8').toString('base64url');

/** @throws Refusal `invalid_cursor` for what `encodeCursor` has not made, or whose key does not pass the test */
export function decodeCursor(cursor: string, isValid: (key: string) => boolean = () => true): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const key = text.slice(VERSION.length);
  if (!text.startsWith(VERSION) || key === '' || encodeCursor(key) !== cursor || !isValid(key)) {
    throw new Refusal('invalid', 'invalid_cursor', 'This cursor is not one that a list has handed out.');
  }
  return key;
}

const OF_ONE_LIST = '2:';
const MARK_CHARACTERS = 8;
const markOf = (list: string): string => createHash('sha256').update(list).digest('hex').slice(0, MARK_CHARACTERS);

/** A cursor as it is handed out: only the list whose page it ends takes it. @param list what tells lists apart: route and subject */
export const cursorOfList = (cursor: string, list: string): string =>
  Buffer.from(OF_ONE_LIST + markOf(list) + decodeCursor(cursor), 'utf8').toString('base64url');

/**
 * What `cursorOfList` was made of. A cursor that names no list, as earlier releases have handed them out, is taken as it is.
 * @throws Refusal `invalid_cursor` for that of another list
 */
export function cursorForList(cursor: string, list: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith(OF_ONE_LIST)) return cursor;
  const whole = encodeCursor(text.slice(OF_ONE_LIST.length + MARK_CHARACTERS) || ' ');
  if (cursorOfList(whole, list) !== cursor)
    throw new Refusal('invalid', 'invalid_cursor', 'This cursor is not one that this list has handed out.');
  return whole;
}

/** A page of a list that is in memory as a whole: what follows the entry that the cursor names, in the list's own order. */
export function pageOfAll<Row, T>(
  rows: readonly Row[],
  { limit = Math.max(1, rows.length), cursor }: CatalogueQuery,
  keyOf: (row: Row) => string,
  show: (row: Row) => T,
): Page<T> {
  const places = new Map(rows.map((row, place) => [keyOf(row), place]));
  const from = cursor === undefined ? 0 : (places.get(decodeCursor(cursor, (key) => places.has(key))) ?? 0) + 1;
  return pageOf(rows.slice(from, from + limit + 1), limit, keyOf, show);
}

/** Cuts a page out of `limit + 1` rows: whether there is more is known without counting. */
export function pageOf<Row, T>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string, show: (row: Row) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(show), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
