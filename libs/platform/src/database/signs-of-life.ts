import { logger } from '../telemetry/logger.js';
import { type Queryable } from './queryable.js';

/** First number of the advisory locks that say which processes live; the second is the process's own. */
export const INSTANCE_LOCK_CLASS = 7301;

/** Signs of life in the time of one lease: a few may be late. */
const SIGNS_PER_LEASE = 10;
/** Within this a process that lives has connected anew, when its connection alone was cut. */
const RECONNECT_MS = 3_000;

const log = logger('session-locks');

interface InstanceRow {
  instance: number;
  pid: number;
  /** Null: this role may not see it. */
  silent_ms: number | null;
  now_ms: number;
}

/** The lock sessions of all processes of this database, and for how long each has said nothing, by the clock of Postgres. */
const INSTANCES = `
  SELECT l.objid::int8::int4 AS instance, l.pid,
         (extract(epoch FROM clock_timestamp() - a.state_change) * 1000)::float8 AS silent_ms,
         (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
   WHERE l.locktype = 'advisory' AND l.classid = ${INSTANCE_LOCK_CLASS} AND l.objsubid = 2 AND l.granted
     AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * A connection outlives a process that is frozen, and with it every lock. So each process gives a sign of life on the session that holds
 * its locks, and looks at the others: who has been silent for longer than the lease is ended from outside, and its locks are free. The
 * lease is Postgres' own record of the session (`pg_stat_activity.state_change`): it cannot differ from the locks it stands beside.
 */
export class SignsOfLife {
  /** From one sign to the next. A process may be busy for a whole lease between two signs and is not ended. */
  readonly intervalMs: number;
  private readonly lastSeen = new Map<number, number>();
  private lookedAtMs: number | null = null;
  private reconnectedAt = -Infinity;
  private isBlind = false;

  constructor(private readonly leaseMs: number) {
    this.intervalMs = Math.max(20, Math.round(leaseMs / SIGNS_PER_LEASE));
  }

  /** One sign of life; also ends the sessions of the frozen. @param session holds this process's locks @throws what the session throws */
  async give(session: Queryable, own: number): Promise<void> {
    const rows = await session.query<InstanceRow>(INSTANCES);
    this.note(rows);
    this.tellIfBlind(rows);
    const nowMs = rows[0]?.now_ms ?? null;
    // Who was away itself, or whose Postgres was, says nothing about the others: they may not have had the time to speak.
    const wasThere = nowMs !== null && this.lookedAtMs !== null && nowMs - this.lookedAtMs < this.leaseMs / 2;
    this.lookedAtMs = nowMs;
    const frozen = rows.filter((row) => row.instance !== own && this.isFrozen(row));
    if (wasThere) for (const row of frozen) await this.end(session, row);
  }

  /** The session was lost and is there again: the others have lost theirs most likely too, and get a lease's time to come back. */
  reconnected(): void {
    this.reconnectedAt = performance.now();
    this.lookedAtMs = null;
    for (const instance of this.lastSeen.keys()) this.lastSeen.set(instance, this.reconnectedAt);
  }

  /** Those that are connected and speak, and those that have been lately: they may be connecting anew. */
  async alive(database: Queryable): Promise<Set<number>> {
    const rows = await database.query<InstanceRow>(INSTANCES);
    this.note(rows);
    const nowMs = performance.now();
    const graceMs = nowMs - this.reconnectedAt < this.leaseMs ? this.leaseMs : Math.min(RECONNECT_MS, this.leaseMs);
    const frozen = new Set(rows.filter((row) => this.isFrozen(row)).map((row) => row.instance));
    return new Set([...this.lastSeen].filter(([one, seenAt]) => nowMs - seenAt < graceMs && !frozen.has(one)).map(([one]) => one));
  }

  private note(rows: readonly InstanceRow[]): void {
    const nowMs = performance.now();
    for (const row of rows) if (!this.isFrozen(row)) this.lastSeen.set(row.instance, nowMs);
    for (const [instance, seenAt] of this.lastSeen) if (nowMs - seenAt > 2 * this.leaseMs) this.lastSeen.delete(instance);
  }

  private isFrozen({ silent_ms: silentMs }: InstanceRow): boolean {
    return silentMs !== null && silentMs > this.leaseMs + this.intervalMs;
  }

  private async end(session: Queryable, { instance, pid }: InstanceRow): Promise<void> {
    try {
      // Asked once more: it may have spoken in between.
      const ended = await session.query(
        `SELECT pg_terminate_backend(i.pid) FROM (${INSTANCES}) i WHERE i.instance = $1 AND i.pid = $2 AND i.silent_ms > $3`,
        [instance, pid, this.leaseMs + this.intervalMs],
      );
      this.lastSeen.delete(instance);
      if (ended.length > 0) log.warn({ instance, pid }, 'a process gave no sign of life for too long; its locks are taken from it');
    } catch (error) {
      log.error({ err: error, instance, pid }, 'a frozen process cannot be ended: all processes must use one database role');
    }
  }

  private tellIfBlind(rows: readonly InstanceRow[]): void {
    const isBlind = rows.some((row) => row.silent_ms === null);
    if (isBlind && !this.isBlind)
      log.error('the activity of other processes cannot be seen: use one database role for all, and leave track_activities on');
    this.isBlind = isBlind;
  }
}
