import { createHash } from 'node:crypto';
import { type Queryable } from './queryable.js';

/** What an advisory lock is called in Postgres: the arguments of its functions. */
export interface LockNumbers {
  /** Of Postgres, of each value. */
  readonly types: readonly ('bigint' | 'int4')[];
  readonly values: readonly unknown[];
}

/** How long a count is good for: everybody in this process who asks in between shares it. */
const COUNT_FOR_MS = 500;

/** 64 bits of the key's SHA-256: two keys share a number with a chance of some 10⁻¹⁵ for a hundred keys. */
export function lockNumber(key: string): string {
  return createHash('sha256').update(key).digest().readBigInt64BE(0).toString();
}

/** Groups of processes: each member holds a lock of its own, so that Postgres knows who is left when a process ends. */
export class Memberships {
  private counts = new Map<number, number>();
  private countedAtMs = -Infinity;
  private counting: Promise<void> | null = null;

  constructor(private readonly database: Pick<Queryable, 'query'>) {}

  static lockOf(group: string, instance: number): LockNumbers {
    return { types: ['int4', 'int4'], values: [classOf(group), instance] };
  }

  /** One query for all groups, at most twice a second. @throws what the database throws */
  async count(group: string): Promise<number> {
    if (performance.now() - this.countedAtMs >= COUNT_FOR_MS) await (this.counting ??= this.look().finally(() => (this.counting = null)));
    return this.counts.get(classOf(group)) ?? 0;
  }

  /** The next count is a fresh one. */
  forget(): void {
    this.countedAtMs = -Infinity;
  }

  private async look(): Promise<void> {
    // Locks of others may have classes of 32 bits, which are no int4: they are none of ours.
    const rows = await this.database.query<{ class: number; members: number }>(
      `SELECT classid::int8::int4 AS class, count(*)::int4 AS members FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid::int8 <= ${MOST_CLASS}
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        GROUP BY classid`,
    );
    this.counts = new Map(rows.map((row) => [row.class, row.members]));
    this.countedAtMs = performance.now();
  }
}

const MOST_CLASS = 2 ** 31 - 1;

/** 31 bits of the group's SHA-256; a shared one would only make shares smaller. */
const classOf = (group: string): number => createHash('sha256').update(`group ${group}`).digest().readUInt32BE(0) >>> 1;
