import { setTimeout as sleep } from 'node:timers/promises';
import { type Queryable, logger } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type Vault } from '../personal/vault.js';
import { type EventingRegistry } from '../registry.js';
import { eventOf, type EventRow } from '../store/event-row.js';
import { partitionOf } from '../store/stream-partition.js';
import { readRange, readVisible, readWhole, safePosition } from '../store/event-table.js';
import { type Page, type Slice, Tail } from './tail.js';

/** Between two looks at the end of the log. Idle: from the first to the second, by half as much again each time. */
export interface PollMs {
  readonly busy: number;
  readonly idle: number;
}
const POLL_MS: PollMs = { busy: 100, idle: 1_000 };
/** A lower position that is in flight is mostly there a moment later; only what is not costs the exclusive lock. */
const GAP_PATIENCE_MS = 3;
const PAGE = 1_000;
/** While it waits for the exclusive lock new appends wait behind it: briefly, and not again at once. */
const LOCK_TIMEOUT_MS = 50;
const LOCK_PAUSE_MS = 100;
const REPORT_EVERY_MS = 60_000;

const log = logger('event-log');

export type Advanced = (events: readonly Recorded[]) => void;

/**
 * The one reader of the log. It follows the end of it and knows how far it is complete: a position may be passed when the one
 * before it has been seen (positions are drawn one by one), or when nothing is in flight below it (the exclusive lock was granted
 * once). An event that commits late is therefore never skipped.
 */
export class EventLog {
  readonly #tail: Tail;
  readonly #listeners = new Set<Advanced>();
  readonly #capacity: number;
  readonly #every: PollMs;
  /** Last answer of the store to "up to where is everything decided?". */
  #known = 0;
  #isFollowing = false;
  #refreshing: Promise<void> | null = null;
  #isStale = false;
  #mustRestart = false;
  #pollMs: number;
  #timer: NodeJS.Timeout | undefined;
  #gapTimer: NodeJS.Timeout | undefined;
  /** The gap behind this position has been waited for. */
  #gapAt = -1;
  #lockAgainAtMs = 0;
  #reportedAtMs = 0;

  constructor(
    private readonly database: Queryable,
    private readonly registry: EventingRegistry,
    private readonly vault: Vault,
    private readonly options: { partitions: number; tailEvents: number; tailBytes: number; pollMs?: PollMs },
  ) {
    this.#every = options.pollMs ?? POLL_MS;
    this.#pollMs = this.#every.busy;
    this.#capacity = options.tailEvents;
    this.#tail = new Tail(options.partitions, this.#capacity, options.tailBytes);
  }

  /** Everything up to here is decided and readable. */
  get mark(): number {
    return this.#tail.mark;
  }

  /** Called with the events that joined the end of the log; with none when so many joined that they were not read. */
  onAdvance(listener: Advanced): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins at the end of the log as it is now. */
  async follow(): Promise<void> {
    if (this.#isFollowing) return;
    this.#tail.restartAt(await this.#safePosition());
    this.#isFollowing = true;
    this.#schedulePoll();
  }

  async stop(): Promise<void> {
    this.#isFollowing = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#gapTimer);
    await this.#refreshing;
  }

  /** The server may have lost its last commits: nothing in memory is believed any more. The end is looked for anew in the background. */
  forget(): void {
    if (!this.#isFollowing) return;
    this.#mustRestart = true;
    this.#known = 0;
    this.#tail.restartAt(0);
    void this.refresh();
  }

  /** These were committed by this process: no need to read them. */
  committed(events: readonly Recorded[]): void {
    if (!this.#isFollowing || this.#mustRestart || events.length === 0) return;
    const inLine = this.#tail.offer(events);
    if (inLine.length > 0) this.#announce(inLine);
    if (this.#tail.hasGap) {
      this.#gapTimer ??= setTimeout(() => {
        this.#gapTimer = undefined;
        if (this.#tail.hasGap) void this.refresh();
      }, GAP_PATIENCE_MS);
    }
  }

  /** Something was committed somewhere. Never rejects. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#refreshUntilFresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** From memory where possible; complete up to `mark`, which may lie behind the end of the log. */
  async read(page: Page): Promise<Slice> {
    return this.#tail.slice(page) ?? (await this.#readStore(page, this.#tail.mark));
  }

  /** Of a stream behind its event at this position, from memory and up to `mark`. @returns null when not all of it is kept */
  newsOf(streamId: string, position: number): Recorded[] | null {
    if (position > this.#tail.mark) return null;
    const partition = partitionOf(streamId, this.options.partitions);
    const slice = this.#tail.slice({ after: position, limit: Infinity, partition });
    return slice && slice.events.filter((event) => event.streamId === streamId);
  }

  /** From the store. Go on from `position` until no events come: then all that was there at the last call has been read. */
  async readAfresh(page: Page): Promise<Slice> {
    const known = await this.#readStore(page, Math.max(this.#tail.mark, this.#known, page.after));
    if (known.events.length > 0) return known;
    this.#known = await this.#safePosition();
    return this.#readStore(page, Math.max(this.#known, page.after));
  }

  /** A page of the log and its archive, as `readAfresh`. For those who count what has ever been. */
  async readWhole({ after, limit }: Omit<Page, 'partition'>): Promise<Slice> {
    const upTo = await this.#safePosition();
    const events = (await readWhole(this.database, this.vault, { after, upTo, limit })).map((row) => this.#eventOf(row));
    return { events, position: events.length === limit ? (events.at(-1)?.position ?? upTo) : Math.max(upTo, after) };
  }

  /** In the caller's transaction. Complete when `upTo` was safe as of its beginning. */
  async readWithin(tx: Queryable, range: { after: number; upTo: number; limit: number }): Promise<Recorded[]> {
    return (await readRange(tx, this.vault, range)).map((row) => this.#eventOf(row));
  }

  /** A position below which nothing is in flight. Waits until appends let it through. */
  async #safePosition(): Promise<number> {
    for (;;) {
      const position = await safePosition(this.database, LOCK_TIMEOUT_MS);
      if (position !== null) return position;
      await sleep(LOCK_PAUSE_MS);
    }
  }

  async #readStore({ after, limit, partition }: Page, upTo: number): Promise<Slice> {
    const range = { after, upTo, limit, ...(partition === undefined ? {} : { partition }) };
    const events = upTo > after ? (await readRange(this.database, this.vault, range)).map((row) => this.#eventOf(row)) : [];
    return { events, position: events.length === limit ? (events.at(-1)?.position ?? upTo) : upTo };
  }

  async #refreshUntilFresh(): Promise<void> {
    while (this.#isStale && this.#isFollowing) {
      this.#isStale = false;
      try {
        await this.#advance();
      } catch (error) {
        const nowMs = Date.now();
        if (nowMs - this.#reportedAtMs > REPORT_EVERY_MS) log.warn({ err: error }, 'the end of the log cannot be read; trying again');
        this.#reportedAtMs = nowMs;
      }
    }
  }

  async #advance(): Promise<void> {
    if (this.#mustRestart) {
      const end = await this.#safePosition();
      this.#tail.restartAt(end);
      this.#mustRestart = false;
      this.#announce([]);
    }
    for (;;) {
      const rows = await readVisible(this.database, this.vault, this.#tail.mark, PAGE);
      if (rows.length === 0) return;
      const inLine = this.#tail.offer(rows.map((row) => this.#eventOf(row)));
      if (inLine.length > 0) this.#announce(inLine);
      if (this.#tail.hasGap && this.#gapAt !== this.#tail.mark) {
        this.#gapAt = this.#tail.mark;
        await sleep(GAP_PATIENCE_MS);
        continue;
      }
      if (this.#tail.hasGap && !(await this.#passGap())) return;
      if (rows.length < PAGE && !this.#tail.hasGap) return;
    }
  }

  /** @returns false when appends in flight did not let it pass; the next refresh tries again. */
  async #passGap(): Promise<boolean> {
    if (performance.now() < this.#lockAgainAtMs) return false;
    const upTo = await safePosition(this.database, LOCK_TIMEOUT_MS);
    if (upTo === null) {
      this.#lockAgainAtMs = performance.now() + LOCK_PAUSE_MS;
      this.#pollMs = LOCK_PAUSE_MS;
      this.#schedulePoll();
      return false;
    }
    const after = this.#tail.mark;
    if (upTo <= after) return true; // the gap closed meanwhile
    const rows = await readRange(this.database, this.vault, { after, upTo, limit: this.#capacity + 1 });
    const isTooFar = rows.length > this.#capacity;
    if (isTooFar) this.#tail.restartAt(upTo);
    else
      this.#tail.extend(
        rows.map((row) => this.#eventOf(row)),
        upTo,
      );
    this.#announce(isTooFar ? [] : (this.#tail.slice({ after, limit: rows.length })?.events ?? []));
    return true;
  }

  #eventOf(row: EventRow): Recorded {
    const aggregate = this.registry.aggregateOf(row.stream_id);
    try {
      return eventOf(row, aggregate);
    } catch {
      return eventOf(row, undefined); // whoever handles it will say that it is unknown
    }
  }

  #announce(events: readonly Recorded[]): void {
    this.#pollMs = this.#every.busy;
    for (const listener of this.#listeners) listener(events);
  }

  #schedulePoll(): void {
    clearTimeout(this.#timer);
    if (!this.#isFollowing) return;
    this.#timer = setTimeout(() => {
      this.#pollMs = Math.min(this.#pollMs * 1.5, this.#every.idle);
      void this.refresh().finally(() => this.#schedulePoll());
    }, this.#pollMs);
    this.#timer.unref();
  }
}
