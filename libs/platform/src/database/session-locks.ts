import { randomInt } from 'node:crypto';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { logger } from '../telemetry/logger.js';
import { Database, type DatabaseSession } from './database.js';

/** First key of the two-key advisory locks by which processes show that they live; the second is their number. */
export const INSTANCE_LOCK_CLASS = 7301;
const RECONNECT_MS = 500;

export interface LockHandle {
  readonly held: boolean;
  /** Called once, when the lock is lost with its session; not after `release`. */
  onLost(callback: () => void): void;
  release(): Promise<void>;
}

/**
 * What must be single in the whole installation is held by advisory locks on one connection of this process. The locks end with the
 * connection, so a dead process holds nothing; and since a stopped one may wake up believing it still does, every checkpoint is
 * checked once more in the transaction that writes.
 */
@Injectable()
export class SessionLocks implements OnModuleInit, OnModuleDestroy {
  /** This process's number, by which others see whether it lives. */
  readonly instance = randomInt(1, 2 ** 31 - 1);
  private readonly log = logger('session-locks');
  private session: DatabaseSession | null = null;
  private readonly handles = new Set<Handle>();
  private isStopping = false;

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.session?.close();
  }

  /** @returns null when somebody else has it, or while there is no connection */
  async tryAcquire(key: string): Promise<LockHandle | null> {
    const { session } = this;
    // One session may take the same advisory lock many times over; within this process a key has one holder too.
    if (!session || [...this.handles].some((handle) => handle.key === key)) return null;
    const handle: Handle = new Handle(key, (): Promise<void> => this.release(handle));
    this.handles.add(handle);
    try {
      const [row] = await session.query<{ locked: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [key]);
      if (row?.locked && session === this.session) return handle;
    } catch (error) {
      this.log.warn({ err: error, key }, 'a lock could not be asked for');
    }
    this.handles.delete(handle);
    return null;
  }

  /** Numbers of the processes of this database that live. @throws when the database cannot be asked */
  async aliveInstances(): Promise<Set<number>> {
    const rows = await this.database.query<{ objid: string }>(
      `SELECT objid::bigint AS objid FROM pg_locks
        WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [INSTANCE_LOCK_CLASS],
    );
    return new Set(rows.map((row) => Number(row.objid)));
  }

  private async release(handle: Handle): Promise<void> {
    if (!this.handles.delete(handle)) return;
    try {
      await this.session?.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [handle.key]);
    } catch (error) {
      this.log.debug({ err: error, key: handle.key }, 'the lock went with its session');
    }
  }

  private async connect(): Promise<void> {
    const session = await this.database.session('locks');
    // The pool's time-outs are not for a session that is idle by design.
    await session.query('SET statement_timeout = 0; SET idle_session_timeout = 0');
    await session.query('SELECT pg_advisory_lock($1, $2)', [INSTANCE_LOCK_CLASS, this.instance]);
    this.session = session;
    void session.closed.then(() => this.onSessionLost());
  }

  private onSessionLost(): void {
    this.session = null;
    const lost = [...this.handles];
    this.handles.clear();
    for (const handle of lost) handle.lose();
    if (this.isStopping) return;
    this.log.warn({ locks: lost.length }, 'the connection that held the locks is gone; reconnecting');
    void this.reconnect();
  }

  private async reconnect(): Promise<void> {
    while (!this.isStopping && !this.session) {
      try {
        await this.connect();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref());
      }
    }
  }
}

class Handle implements LockHandle {
  held = true;
  private readonly callbacks: (() => void)[] = [];

  constructor(
    readonly key: string,
    private readonly onRelease: () => Promise<void>,
  ) {}

  onLost(callback: () => void): void {
    this.callbacks.push(callback);
  }

  lose(): void {
    this.held = false;
    for (const callback of this.callbacks) callback();
  }

  async release(): Promise<void> {
    if (!this.held) return;
    this.held = false;
    await this.onRelease();
  }
}
