import { Inject, Injectable, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { Refusal } from '../problems/refusal.js';
import { Shutdown } from '../shutdown/shutdown.js';
import { logger } from '../telemetry/logger.js';
import { observableGauge } from '../telemetry/metrics.js';
import { Clock } from '../time/clock.js';
import { networkOf } from './addresses.js';
import { HttpConfig } from './http.config.js';
import { callerIdOf, type Principal, principalOf } from './principal.js';

/** Proxies close a silent connection after some 30 to 60 s. */
const HEARTBEAT_MS = 15_000;
/** How often permissions are looked at, those of all streams at once. */
const GRANTS_MS = 3_000;
/** A reader that takes nothing for so long is not read to any more; it may come back with `Last-Event-ID`. */
const STUCK_AFTER_MS = 30_000;
/** A token of a member has an end that nobody tells us of again. */
const MEMBER_MS = 60 * 60_000;
const RETRY_AFTER_SECONDS = 10;

const log = logger('streams');

/** Which callers may still do what they were let in for. One question for all. */
export abstract class Grants {
  /** @returns those of them that are still good, by `callerIdOf` */
  abstract standing(callers: readonly Principal[]): Promise<ReadonlySet<string>>;
}

/** Whose stream it is. */
export interface StreamOwner {
  readonly orgId: string;
  /** For a stream by a signed link, asked again and again. It must cost nothing. */
  readonly isPermitted?: () => boolean;
}

/** One answer that goes on. */
export class OpenStream {
  private readonly controller = new AbortController();

  constructor(private readonly response: Response) {}

  /** Aborts when nothing more can or may be written. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Resolves when the reader has room for more: never write without waiting. */
  async write(text: string): Promise<void> {
    if (this.signal.aborted || this.response.write(text)) return;
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        clearTimeout(stuck);
        this.response.off('drain', settle);
        this.signal.removeEventListener('abort', settle);
        resolve();
      };
      const stuck = setTimeout(() => this.response.destroy(), STUCK_AFTER_MS);
      this.response.once('drain', settle);
      this.signal.addEventListener('abort', settle);
    });
  }

  beat(): void {
    if (!this.response.writableNeedDrain) this.response.write(': still here\n\n');
  }

  end(): void {
    this.controller.abort();
    this.response.end();
  }
}

interface Entry {
  readonly stream: OpenStream;
  readonly names: readonly string[];
  readonly caller: Principal | null;
  readonly isPermitted: () => boolean;
  readonly openedAtMs: number;
}

/** All streams of Server-Sent Events of this process: how many there may be, for how long, and that they live. */
@Injectable()
export class EventStreams implements OnApplicationShutdown {
  private readonly open = new Set<Entry>();
  private readonly counts = new Map<string, number>();
  private timers: NodeJS.Timeout[] = [];
  private readonly stopGauge: () => void;

  constructor(
    private readonly config: HttpConfig,
    private readonly shutdown: Shutdown,
    private readonly clock: Clock,
    @Optional() @Inject(Grants) private readonly grants: Grants | null,
  ) {
    this.stopGauge = observableGauge('kadr_sse_connections', { description: 'Event streams that are open', unit: '{stream}' }, (result) =>
      result.observe(this.open.size),
    );
    shutdown.signal.addEventListener('abort', () => this.endAll());
  }

  /** Sends the head of the answer. It ends with the connection, the permission and the process. @throws Refusal 429 `rate_limited` */
  start(request: Request, response: Response, { orgId, isPermitted = () => true }: StreamOwner): OpenStream {
    const caller = principalOf(request);
    const key = caller ? `key:${callerIdOf(caller)}` : `address:${networkOf(request.ip)}`;
    const names = [key, `organisation:${orgId}`, 'process'];
    const { streamsPerKey, streamsPerOrganisation, streamsPerProcess } = this.config;
    const limits = [streamsPerKey, streamsPerOrganisation, streamsPerProcess];
    if (names.some((name, at) => (this.counts.get(name) ?? 0) >= (limits[at] ?? 0))) throw tooMany();
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      connection: this.shutdown.isUnderWay ? 'close' : 'keep-alive',
      // nginx would otherwise collect frames before passing them on.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    const entry = { stream: new OpenStream(response), names, caller, isPermitted, openedAtMs: this.clock.nowMs() };
    this.enter(entry);
    response.once('close', () => this.leave(entry));
    const isGone = !response.socket || response.socket.destroyed;
    if (isGone || this.shutdown.signal.aborted) this.leave(entry);
    return entry.stream;
  }

  get size(): number {
    return this.open.size;
  }

  /** Ends the streams whose permission is over. One question, whatever their number. */
  async checkGrants(): Promise<void> {
    const entries = [...this.open];
    const callers = new Map(entries.flatMap(({ caller }) => (caller ? [[callerIdOf(caller), caller] as const] : [])));
    const standing = this.grants && callers.size > 0 ? await this.grants.standing([...callers.values()]) : null;
    for (const entry of entries) {
      const { caller, isPermitted, openedAtMs } = entry;
      const isRevoked = caller !== null && standing !== null && !standing.has(callerIdOf(caller));
      // A session is looked up; of a token nobody tells us.
      const isOld = caller?.member !== undefined && !caller.session && openedAtMs + MEMBER_MS <= this.clock.nowMs();
      if (isRevoked || isOld || !isPermitted()) entry.stream.end();
    }
  }

  onApplicationShutdown(): void {
    this.endAll();
    this.stopTimers();
    this.stopGauge();
  }

  private enter(entry: Entry): void {
    if (this.open.size === 0) this.startTimers();
    this.open.add(entry);
    for (const name of entry.names) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  private leave(entry: Entry): void {
    if (!this.open.delete(entry)) return;
    for (const name of entry.names) {
      const left = (this.counts.get(name) ?? 0) - 1;
      if (left > 0) this.counts.set(name, left);
      else this.counts.delete(name);
    }
    if (this.open.size === 0) this.stopTimers();
    entry.stream.end();
  }

  private endAll(): void {
    for (const { stream } of [...this.open]) stream.end();
  }

  private startTimers(): void {
    const check = (): void =>
      void this.checkGrants().catch((error: unknown) => log.warn({ err: error }, 'permissions of open streams could not be looked at'));
    const beat = (): void => this.open.forEach(({ stream }) => stream.beat());
    this.timers = [setInterval(check, GRANTS_MS), setInterval(beat, HEARTBEAT_MS)];
  }

  private stopTimers(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }
}

const tooMany = (): Refusal =>
  new Refusal('rate-limited', 'rate_limited', 'Too many event streams are open. Close some, or try again soon.', {
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
  });
