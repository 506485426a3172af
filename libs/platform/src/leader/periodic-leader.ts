import { type SchedulerRegistry } from '@nestjs/schedule';
import { type LockHandle, type SessionLocks } from '../database/session-locks.js';
import { logger } from '../telemetry/logger.js';
import { observableGauge } from '../telemetry/metrics.js';

/** What one process at a time does again and again. */
export interface PeriodicDuty {
  /** `<lib>.<what-it-does>`: name of the lock, of the interval in Nest's `SchedulerRegistry`, and in the log. */
  readonly name: string;
  /** From the end of one turn to the beginning of the next. */
  readonly intervalMs: number;
  /** One turn. What it throws is logged, and the next turn tries again. */
  run(): Promise<void>;
  /** Instead of a turn, while another process has the lock or the connection for locks is away: e.g. to stop reporting what the leader reports. */
  whenNotLeader?(): void;
}

const log = logger('periodic-leader');

/** Every duty there is, also where this process does not do it. */
const known = new Set<string>();

export const dutyNames = (): readonly string[] => [...known].sort();

/** All that run in this process; one gauge tells of all. */
const running = new Set<PeriodicLeader>();
let endGauge: (() => void) | null = null;

function watch(leader: PeriodicLeader): void {
  running.add(leader);
  const settings = { description: '1 where a duty is led, 0 where its process stands by' };
  endGauge ??= observableGauge('kadr_leader', settings, (result) => {
    for (const one of running) result.observe(one.isLeader ? 1 : 0, { lock: one.name });
  });
}

function unwatch(leader: PeriodicLeader): void {
  running.delete(leader);
  if (running.size > 0) return;
  endGauge?.();
  endGauge = null;
}

/**
 * Does a duty in one process at a time; another one takes over when that process goes. The lock says who should work, as everywhere: what
 * a turn writes must stay right when two do it at once. Nest's `@Interval` knows neither a lock, nor a first turn at once, nor waiting for
 * a turn at shutdown; with its registry the duty shows among the intervals of the app all the same.
 */
export class PeriodicLeader {
  private lock: LockHandle | null = null;
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | null = null;
  private isRunning = false;

  constructor(
    private readonly duty: PeriodicDuty,
    private readonly locks: Pick<SessionLocks, 'tryAcquire'>,
    private readonly scheduler?: SchedulerRegistry,
  ) {
    known.add(duty.name);
  }

  get name(): string {
    return this.duty.name;
  }

  /** Whether this process has done the last turn and still has the lock. */
  get isLeader(): boolean {
    return this.lock?.held ?? false;
  }

  /** The first turn begins at once: after a crash it is what resumes the work. Twice is safe. */
  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    watch(this);
    const next = (): void => {
      void this.tick()
        .catch((error: unknown) => log.warn({ err: error, duty: this.duty.name }, 'a periodic duty failed; its next turn tries again'))
        .then(() => this.isRunning && this.schedule(next, this.duty.intervalMs));
    };
    this.schedule(next, 0);
  }

  /** Waits for the turn at hand and gives the lock back. Twice is safe. */
  async stop(): Promise<void> {
    this.isRunning = false;
    unwatch(this);
    this.unschedule();
    await this.current?.catch(() => undefined);
    const { lock } = this;
    this.lock = null;
    await lock?.release();
  }

  /** One turn now, if this process leads or can; during a turn, that one. @throws what the duty throws */
  tick(): Promise<void> {
    this.current ??= this.turn().finally(() => (this.current = null));
    return this.current;
  }

  private async turn(): Promise<void> {
    if (!this.lock?.held) this.lock = await this.locks.tryAcquire(this.duty.name);
    if (this.lock) await this.duty.run();
    else this.duty.whenNotLeader?.();
  }

  private schedule(next: () => void, delayMs: number): void {
    this.unschedule();
    this.timer = setTimeout(next, delayMs);
    this.scheduler?.addTimeout(this.duty.name, this.timer);
  }

  private unschedule(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.scheduler?.doesExist('timeout', this.duty.name)) this.scheduler.deleteTimeout(this.duty.name);
  }
}
