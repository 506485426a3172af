import pg from 'pg';

/** Counts the statements that this process sends to Postgres while it is open, by their text. */
export class CountedStatements {
  readonly #counts = new Map<string, number>();
  readonly #query = pg.Client.prototype.query;

  constructor() {
    const [counts, query] = [this.#counts, this.#query];
    pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]): unknown {
      const [first] = given;
      const text = typeof first === 'string' ? first : String((first as { text?: unknown } | null)?.text ?? '');
      counts.set(text, (counts.get(text) ?? 0) + 1);
      return Reflect.apply(query, this, given);
    } as typeof query;
  }

  /** @returns how often each was sent since the last time it was asked */
  take(): ReadonlyMap<string, number> {
    const taken = new Map(this.#counts);
    this.#counts.clear();
    return taken;
  }

  close(): void {
    pg.Client.prototype.query = this.#query;
  }
}
