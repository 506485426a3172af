import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '../telemetry/logger.js';
import { type Database } from './database.js';
import { isConnectionError } from './database.errors.js';
import { type DatabaseSession } from './database-session.js';
import { refusePooler } from './pooler-check.js';
import { type LockNumbers, lockNumber, Memberships } from './lock-numbers.js';
import { LockStatements } from './lock-statements.js';
import { INSTANCE_LOCK_CLASS, SignsOfLife } from './signs-of-life.js';

export { lockNumber } from './lock-numbers.js';
export { INSTANCE_LOCK_CLASS } from './signs-of-life.js';

/** Of a process that gives no sign of life: then its locks are free. */
const LEASE_MS = 15_000;
/** A third of the lease, and at most this long, for the answer to a sign of life. */
const MAX_PATIENCE_MS = 5000;
const RECONNECT_MS = [100, 250, 500, 1000, 2000];

const log = logger('session-locks');

/** A lock that only one process has at a time. It is lost when the connection is; then `held` is false and the callbacks have run. */
export interface LockHandle {
  readonly held: boolean;
  /** Called once, at once when it is lost already. Not called after `release`. */
  onLost(callback: () => void): void;
  /** Twice is safe. */
  release(): Promise<void>;
}

/**
 * Session advisory locks on one connection of this process. A lock tells who should work; what decides in the end is what each
 * transaction checks, because a process that lost its connection may not know it yet.
 */
export class SessionLocks {
  /** Number of this process, random: it is alive while `aliveInstances` lists it. */
  readonly instance = randomInt(1, 2 ** 31 - 1);
  private session: DatabaseSession | null = null;
  private connecting: Promise<DatabaseSession | null> | null = null;
  private readonly held = new Map<string, SessionLock>();
  private heartbeat: NodeJS.Timeout | undefined;
  private isBeating = false;
  private isStopped = false;
  private readonly signs: SignsOfLife;
  private readonly patienceMs: number;
  private readonly memberships: Memberships;
  private readonly statements = new LockStatements();
  private readonly lossListeners = new Set<() => void>();
  private readonly purpose: string;

  /**
   * @param leaseMs the same in all processes: one that is silent for longer, because it is frozen or cut off, loses its locks
   * @param about what this process says of itself beside its locks (`aboutProcess`)
   */
  constructor(
    private readonly database: Pick<Database, 'session' | 'query'>,
    { leaseMs = LEASE_MS, about }: { readonly leaseMs?: number; readonly about?: string } = {},
  ) {
    this.signs = new SignsOfLife(leaseMs);
    this.memberships = new Memberships(database);
    this.purpose = about === undefined ? 'locks' : `${about} locks`;
    this.patienceMs = Math.min(MAX_PATIENCE_MS, leaseMs / 3);
  }

  /**
   * Connects and makes this process known as alive; goes on trying in the background when the database is away.
   * @throws PoolerNotSupported
   */
  async start(): Promise<void> {
    this.heartbeat = setInterval(() => void this.beat(), this.signs.intervalMs).unref();
    const session = await this.connected();
    if (!session) void this.reconnect();
    else await this.refusePooler(session);
  }

  /** Called each time the connection for locks was lost: the server may have been replaced by one that lacks the last commits. */
  onConnectionLost(listener: () => void): () => void {
    this.lossListeners.add(listener);
    return () => this.lossListeners.delete(listener);
  }

  /** Gives up every lock and the number of this process. Twice is safe. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.heartbeat);
    await this.connecting;
    this.forgetLocks();
    await this.session?.close();
    this.session = null;
  }

  /** @returns null when somebody else has it, this process has it already, or there is no connection at the moment. */
  tryAcquire(key: string): Promise<LockHandle | null> {
    return this.acquire(key, { types: ['bigint'], values: [lockNumber(key)] });
  }

  /**
   * Makes this process a member of a group, until the handle is released or lost: `members` counts it.
   * @returns null when it is one already, or there is no connection at the moment
   */
  async join(group: string): Promise<LockHandle | null> {
    const membership = await this.acquire(`member of ${group}`, Memberships.lockOf(group, this.instance));
    this.memberships.forget();
    return membership;
  }

  /** How many processes are members of a group, up to half a second ago. @throws what the database throws */
  members(group: string): Promise<number> {
    return this.memberships.count(group);
  }

  /**
   * Numbers of the processes of this database that live. One that was connected a moment ago counts: it may be connecting anew. When this
   * process had to connect anew itself, the others have a whole lease's time for it.
   */
  aliveInstances(): Promise<Set<number>> {
    return this.signs.alive(this.database);
  }

  private async acquire(key: string, numbers: LockNumbers): Promise<LockHandle | null> {
    if (this.held.has(key)) return null;
    const lock: SessionLock = new SessionLock(() => this.unlock(key, numbers, lock));
    this.held.set(key, lock);
    try {
      const session = await this.connected();
      const isLocked = session !== null && (await this.statements.ask(session, 'pg_try_advisory_lock', numbers));
      if (isLocked && session === this.session && lock.grant()) return lock;
    } catch (error) {
      log.warn({ err: error, key }, 'a lock could not be asked for');
    }
    if (this.held.get(key) === lock) this.held.delete(key);
    return null;
  }

  private async unlock(key: string, numbers: LockNumbers, lock: SessionLock): Promise<void> {
    if (this.held.get(key) !== lock) return;
    try {
      if (this.session) await this.statements.ask(this.session, 'pg_advisory_unlock', numbers);
    } catch {
      // The connection is gone, and the lock with it.
    } finally {
      if (this.held.get(key) === lock) this.held.delete(key);
    }
  }

  private connected(): Promise<DatabaseSession | null> {
    if (this.session || this.isStopped) return Promise.resolve(this.session);
    this.connecting ??= this.connect().finally(() => (this.connecting = null));
    return this.connecting;
  }

  private async connect(): Promise<DatabaseSession | null> {
    let session: DatabaseSession | null = null;
    try {
      session = await this.database.session(this.purpose);
      await session.query('SELECT pg_advisory_lock($1::int4, $2::int4)', [INSTANCE_LOCK_CLASS, this.instance]);
    } catch (error) {
      log.warn({ err: error }, 'no connection for locks');
      await session?.close();
      return null;
    }
    const opened = session;
    void opened.closed.then(() => this.onClosed(opened));
    this.session = opened;
    return opened;
  }

  private onClosed(session: DatabaseSession): void {
    if (this.session !== session) return;
    this.session = null;
    if (this.isStopped) return;
    log.warn({ locks: [...this.held.keys()] }, 'the connection for locks is lost, and every lock with it');
    this.forgetLocks();
    for (const listener of this.lossListeners) listener();
    void this.reconnect();
  }

  private async refusePooler(session: DatabaseSession): Promise<void> {
    try {
      await refusePooler(session, () => this.database.session('locks check'));
    } catch (error) {
      if (!isConnectionError(error)) {
        await this.stop();
        throw error;
      }
      log.warn({ err: error }, 'whether a pooler stands before the database could not be found out');
    }
  }

  private async reconnect(): Promise<void> {
    for (let attempt = 0; !this.isStopped && !this.session; attempt += 1) {
      await sleep(RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)], undefined, { ref: false });
      if (await this.connected()) this.signs.reconnected();
    }
  }

  private forgetLocks(): void {
    const locks = [...this.held.values()];
    this.held.clear();
    for (const lock of locks) lock.lose();
  }

  /** Says that this process lives. A connection that died without a word is found here, not when the lock is needed. */
  private async beat(): Promise<void> {
    const session = this.session;
    if (!session || this.isBeating) return;
    this.isBeating = true;
    const patience = new AbortController();
    try {
      const late = sleep(this.patienceMs, 'dead' as const, { ref: false, signal: patience.signal });
      const given = this.signs.give(session, this.instance).catch(() => 'dead' as const);
      if ((await Promise.race([given, late])) !== 'dead') return;
      this.onClosed(session);
      void session.close();
    } finally {
      patience.abort();
      this.isBeating = false;
    }
  }
}

class SessionLock implements LockHandle {
  private state: 'asked' | 'held' | 'lost' | 'released' = 'asked';
  private callbacks: (() => void)[] = [];

  constructor(private readonly unlock: () => Promise<void>) {}

  get held(): boolean {
    return this.state === 'held';
  }

  /** @returns false when the connection was lost before the answer was read. */
  grant(): boolean {
    if (this.state === 'asked') this.state = 'held';
    return this.held;
  }

  lose(): void {
    if (this.state === 'released') return;
    this.state = 'lost';
    for (const callback of this.callbacks.splice(0)) callback();
  }

  onLost(callback: () => void): void {
    if (this.state === 'lost') callback();
    else this.callbacks.push(callback);
  }

  async release(): Promise<void> {
    if (this.state !== 'held') return;
    this.state = 'released';
    this.callbacks = [];
    await this.unlock();
  }
}
