import { type LockNumbers } from './lock-numbers.js';
import { type Queryable } from './queryable.js';

export type LockCall = 'pg_try_advisory_lock' | 'pg_advisory_unlock';

type Session = Pick<Queryable, 'query'>;

interface Asked {
  readonly session: Session;
  readonly call: LockCall;
  readonly numbers: LockNumbers;
  readonly resolve: (isDone: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Locks that are asked for or given back together go in one statement: a process takes some two hundred when it starts. What comes while
 * an answer is awaited goes with the next one.
 */
export class LockStatements {
  private waiting: Asked[] = [];
  private isSending = false;

  /** @returns whether it was free, or was held. @throws what the session throws */
  ask(session: Session, call: LockCall, numbers: LockNumbers): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ session, call, numbers, resolve, reject });
      if (!this.isSending) void this.send();
    });
  }

  private async send(): Promise<void> {
    this.isSending = true;
    await Promise.resolve(); // what is asked for in the same turn comes along
    while (this.waiting.length > 0) {
      const [first] = this.waiting;
      const isAlike = (one: Asked): boolean =>
        one.session === first?.session && one.call === first.call && one.numbers.types.length === first.numbers.types.length;
      const alike = this.waiting.filter(isAlike);
      this.waiting = this.waiting.filter((one) => !isAlike(one));
      await answer(alike);
    }
    this.isSending = false;
  }
}

/** Each lock is called once, and answers come in the order of the list. */
async function answer(asked: readonly Asked[]): Promise<void> {
  const [first] = asked;
  if (!first) return;
  const { session, call, numbers } = first;
  const lists = numbers.types.map((type, at) => `$${at + 1}::${type}[]`).join(', ');
  const names = numbers.types.map((_, at) => `n${at}`).join(', ');
  const sql = `SELECT ${call}(${names}) AS done FROM unnest(${lists}) WITH ORDINALITY AS asked (${names}, place) ORDER BY place`;
  try {
    const params = numbers.types.map((_, at) => asked.map((one) => one.numbers.values[at]));
    const rows = await session.query<{ done: boolean }>(sql, params);
    asked.forEach(({ resolve }, at) => resolve(rows[at]?.done ?? false));
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}
