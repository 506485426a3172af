import { type Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '../telemetry/logger.js';
import { isConnectionError } from './database.errors.js';
import { type DatabaseSession } from './database-session.js';

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = { least: 500, most: 5000 };
/** A look that comes so late says nothing of the server: it was this process that stood still, and answers may lie unread. */
const MAX_LATE_MS = 1000;
/** Looks in a row that agree before a connection is given up: what was under way on it is in doubt then. */
const LOOKS_TO_GIVE_UP = 2;
/** Where Postgres has nothing to do it says idle. The function beneath the view: it reads no table that somebody may have locked. */
const BACKENDS = `
  SELECT pg_backend_pid() AS own, a.pid, a.state LIKE 'idle%' AS is_idle
    FROM (SELECT 1) one LEFT JOIN pg_stat_get_activity(NULL) a ON a.pid = ANY($1::int[])`;

const log = logger('database');

interface BackendRow {
  readonly own: number;
  readonly pid: number | null;
  readonly is_idle: boolean | null;
}

/** Of one connection: what it was asked and has not answered. */
interface Wait {
  unanswered: number;
  /** When the oldest was asked for, or the one before it answered. */
  since: number;
  /** Looks in a row by which the server was not at work for it. */
  forgotten: number;
}

/** A client of the pool: what pg keeps of a connection and does not tell in its types. */
type WatchedClient = object;
interface Inside {
  readonly processID: number | null;
  readonly connection: { readonly stream: Duplex };
}
const inside = (client: WatchedClient): Inside => client as Inside;

/**
 * A server that is frozen, or a line that swallows packets, keeps a connection open and answers nothing: who waits would wait for as long as
 * that lasts, and a dead line is given up by the kernel after a quarter of an hour only. So once an answer is late the server is asked on a
 * connection of its own. When nothing comes there and nothing on any other either, it is silent: nobody else is kept waiting until it speaks
 * again, and when the next look hears nothing either, who waits fails as with a lost connection. When it speaks, connections are given up on
 * which it says that it has nothing to do.
 * A slow statement is neither: the server says that it works on it.
 */
export class ServerWatch {
  private readonly waits = new Map<WatchedClient, Wait>();
  private readonly patienceMs: number;
  private timer: NodeJS.Timeout | undefined;
  private session: Promise<DatabaseSession> | null = null;
  private answeredAt = -Infinity;
  /** Looks in a row that nothing was heard at. */
  private unheard = 0;

  /**
   * @param open a connection outside the pool
   * @param patienceMs for what the server says when it is asked, and half of it for an answer before it is asked; within bounds
   */
  constructor(
    private readonly open: () => Promise<DatabaseSession>,
    patienceMs: number,
  ) {
    this.patienceMs = Math.min(Math.max(patienceMs, PATIENCE_MS.least), PATIENCE_MS.most);
  }

  /** The server answers nobody: what is sent now would wait in vain. */
  get isSilent(): boolean {
    return this.unheard > 0;
  }

  /** @returns what `send` gives; it fails as with a lost connection when the answer will not come */
  async answer<T>(client: WatchedClient, send: () => Promise<T>): Promise<T> {
    const wait = this.waits.get(client) ?? { unanswered: 0, since: performance.now(), forgotten: 0 };
    wait.unanswered += 1;
    this.waits.set(client, wait);
    this.lookLater();
    try {
      const result = await send();
      this.answeredAt = performance.now();
      return result;
    } catch (error) {
      if (!isConnectionError(error)) this.answeredAt = performance.now();
      throw error;
    } finally {
      wait.unanswered -= 1;
      wait.since = performance.now();
      wait.forgotten = 0;
      if (wait.unanswered === 0) this.waits.delete(client);
    }
  }

  private lookLater(): void {
    if (this.timer) return;
    const dueAt = performance.now() + LOOK_EVERY_MS;
    this.timer = setTimeout(() => {
      const isLate = performance.now() - dueAt > MAX_LATE_MS;
      void (isLate ? Promise.resolve() : this.look()).finally(() => {
        this.timer = undefined;
        if (this.waits.size > 0 || this.isSilent) this.lookLater();
        else this.close();
      });
    }, LOOK_EVERY_MS).unref();
  }

  private async look(): Promise<void> {
    const late = this.late();
    if (late.length === 0 && !this.isSilent) return;
    const askedAt = performance.now();
    const rows = await this.ask(late.map(([client]) => inside(client).processID ?? 0));
    if (!rows && this.answeredAt < askedAt) return this.heardNothing();
    this.heard();
    if (rows?.length) this.judge(late, rows);
  }

  private late(): [WatchedClient, Wait][] {
    const now = performance.now();
    return [...this.waits].filter(([, { since }]) => now - since > this.patienceMs / 2);
  }

  /** @returns null when no answer came in time; none when it tells nothing of its processes */
  private async ask(pids: readonly number[]): Promise<BackendRow[] | null> {
    const dueAt = performance.now() + this.patienceMs;
    const patience = new AbortController();
    const never = sleep(this.patienceMs, null, { ref: false, signal: patience.signal }).catch(() => null);
    try {
      const rows = await Promise.race([this.backends(pids), never]);
      if (!rows) this.close();
      return !rows && performance.now() - dueAt > MAX_LATE_MS ? [] : rows;
    } catch (error) {
      this.close();
      return isSaidByServer(error) ? [] : null;
    } finally {
      patience.abort();
    }
  }

  private async backends(pids: readonly number[]): Promise<BackendRow[]> {
    this.session ??= this.open();
    const session = await this.session;
    const rows = await session.query<BackendRow>(BACKENDS, [pids]);
    // Behind a pooler the numbers that connections were told are not those of the server: it says nothing of any.
    return rows[0]?.own === session.processId ? rows : [];
  }

  private judge(late: readonly [WatchedClient, Wait][], rows: readonly BackendRow[]): void {
    const known = new Map(rows.map(({ pid, is_idle: isIdle }) => [pid, isIdle === true]));
    for (const [client, wait] of late) {
      if (this.waits.get(client) !== wait || performance.now() - wait.since < this.patienceMs / 2) continue;
      // Not known: its process is gone, or it is that of a server which has been replaced.
      wait.forgotten = (known.get(inside(client).processID ?? 0) ?? true) ? wait.forgotten + 1 : 0;
      if (wait.forgotten >= LOOKS_TO_GIVE_UP) cut(client);
    }
  }

  private heard(): void {
    if (this.isSilent) log.info('the database answers again');
    this.unheard = 0;
  }

  private heardNothing(): void {
    if (!this.isSilent) log.error('the database does not answer: it is frozen, or the line to it swallows what is sent');
    this.unheard += 1;
    if (this.unheard < LOOKS_TO_GIVE_UP) return;
    for (const [client] of this.late()) cut(client);
  }

  private close(): void {
    const { session } = this;
    this.session = null;
    session?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}

/** It has no connection to spare, or is starting: it speaks. */
function isSaidByServer(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? error) as { readonly code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code);
}

/** Whatever waits on it fails, and the pool drops it. */
function cut(client: WatchedClient): void {
  inside(client).connection.stream.destroy(new Error('Connection terminated: the server does not answer'));
}
