import { createHash } from 'node:crypto';
import { type QueryConfig, type QueryResult } from 'pg';

/** Something that takes SQL: the pool, a transaction, or a session of its own. */
export interface Queryable {
  /**
   * @returns the rows, also those of `UPDATE … RETURNING`; of several statements, those of the last. `bigint` and `numeric` come as
   *   strings. With params the statement is prepared under a name and planned once a connection, so texts must not be made per call.
   */
  query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/** Statements on one connection. */
export interface Connection extends Queryable {
  /**
   * By `performance.now()`, when it stood for certain. A server that loses commits (a crash without `synchronous_commit`, a standby that
   * lagged and takes over) ends all its connections: what was read or committed since, through whichever, is still there.
   */
  readonly stoodAtMs: number;
}

/** Texts beyond this many are not prepared: each name costs memory in every connection, on both sides. */
const MAX_PREPARED = 1000;
const names = new Map<string, string>();

export function toQueryConfig(sql: string, params: readonly unknown[] | undefined): QueryConfig {
  if (params === undefined) return { text: sql };
  const values = params as unknown[];
  let name = names.get(sql);
  if (name === undefined) {
    if (names.size >= MAX_PREPARED) return { text: sql, values };
    name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
    names.set(sql, name);
  }
  return { name, text: sql, values };
}

/** pg answers several statements with an array, which its types do not say. */
export function rowsOf<R extends object>(result: QueryResult | QueryResult[]): R[] {
  return ((Array.isArray(result) ? result.at(-1) : result)?.rows ?? []) as R[];
}

/** One statement after the other on a connection that takes only one; an error of one does not hold up the next. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
