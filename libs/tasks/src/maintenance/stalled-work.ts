import { type ConsumerProgress, type EventStore, type EventTransaction } from '#eventing';
import { type Aggregate, type Command, type Event, streamIdOf } from '#eventing/domain';
import { type Clock, counter, logger, PeriodicLeader, type SessionLocks } from '#platform';
import { type TaskRequest } from '../contracts/tasks.js';
import { type TaskRuntime } from '../task-runtime.js';

const LOOK_EVERY_MS = 2000;
const PAGE = 500;

const log = logger('tasks.stalled-work');

/** Something that tasks are done for, by the id that they have as their subject. */
export interface Subject {
  readonly id: string;
  readonly orgId: string;
}

/** An unfinished one for which nothing is being done. */
export interface Stalled<S> extends Subject {
  readonly state: S;
  /** Of its stream. */
  readonly version: number;
}

/** How one kind of subject is looked for and driven on. */
export interface Pursuit<S> {
  /** In the singular, e.g. `video`. */
  readonly what: string;
  /** The process manager or reaction that asks for its tasks. */
  readonly askedBy: string;
  /** Those without a result, behind this id, in the order of ids. One that is looked for in vain costs a query and changes nothing. */
  unfinished(after: string, limit: number): Promise<readonly Subject[]>;
  /** Gets it going again, unless something has happened meanwhile. @returns whether anything was done */
  driveOn(subject: Stalled<S>): Promise<boolean>;
}

interface Watched {
  readonly aggregate: Aggregate<Command, unknown, Event>;
  readonly pursuit: Pursuit<unknown>;
}

export interface StalledWorkParts {
  readonly tasks: TaskRuntime;
  readonly progress: ConsumerProgress;
  readonly store: EventStore;
  readonly locks: SessionLocks;
  readonly clock: Clock;
  /** Nothing has happened to a subject for this long before it is driven on. */
  readonly stalledAfterMs: number;
}

/**
 * Drives on what is unfinished although nobody does anything for it: all tasks have ended, whoever asks for them has seen every event, and
 * still there is no result. It should never happen; but a task lost by hand or by a restored backup, or a new version of the program that
 * names its work differently, must leave nothing waiting for ever. One process looks at a time.
 */
export class StalledWork {
  private readonly watched: Watched[] = [];
  private readonly resumed = counter('kadr_work_resumed', {
    description: 'Things that stood still for no reason and were driven on, by what they are',
    unit: '{thing}',
  });
  private readonly leader: PeriodicLeader;

  constructor(private readonly parts: StalledWorkParts) {
    this.leader = new PeriodicLeader({ name: 'tasks.stalled-work', intervalMs: LOOK_EVERY_MS, run: () => this.look() }, parts.locks);
  }

  /** Once for each kind, before `start`. A subject's id is its stream's. */
  watch<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, pursuit: Pursuit<S>): void {
    this.watched.push({ aggregate: aggregate as unknown as Watched['aggregate'], pursuit: pursuit as Pursuit<unknown> });
  }

  start(): void {
    this.leader.start();
  }

  stop(): Promise<void> {
    return this.leader.stop();
  }

  /**
   * For `driveOn`: asks for these tasks again, in their own names, so that a call that was paid for under them is gone on with and not made
   * anew. One that ended a short while ago is left: what came of it may be on its way.
   * @param tx for a subject that remembers that it was driven on: what it says of that is committed together with what is asked for
   */
  async askAgain(requests: readonly TaskRequest[], tx: EventTransaction | null = null): Promise<boolean> {
    return (await this.parts.tasks.restore(requests, this.parts.stalledAfterMs, tx)) > 0;
  }

  /** One round. What cannot be driven on is told of, and holds up nothing else. @throws what the database throws */
  private async look(): Promise<void> {
    for (const watched of this.watched) {
      const { pursuit } = watched;
      for (let after: string | null = ''; after !== null;) {
        const page = await pursuit.unfinished(after, PAGE);
        for (const subject of await this.standingStill(watched, page)) await this.driveOn(pursuit, subject);
        after = page.length < PAGE ? null : (page.at(-1)?.id ?? null);
      }
    }
  }

  private async standingStill({ aggregate, pursuit }: Watched, subjects: readonly Subject[]): Promise<readonly Stalled<unknown>[]> {
    if (subjects.length === 0) return [];
    const idle = await this.parts.tasks.idle(subjects.map(({ id }) => id));
    const streams = new Map([...idle].map((id) => [id, streamIdOf(aggregate, id)]));
    const seen = await this.parts.progress.upToDate(pursuit.askedBy, [...streams.values()]);
    const candidates = subjects.filter(({ id }) => seen.has(streams.get(id) ?? ''));
    const loaded = await this.parts.store.loadMany(
      aggregate,
      candidates.map(({ id }) => id),
    );
    const latest = this.parts.clock.nowMs() - this.parts.stalledAfterMs;
    return candidates.flatMap((subject) => {
      const { state, version = 0, recordedAt = null } = loaded.get(subject.id) ?? {};
      return recordedAt !== null && Date.parse(recordedAt) < latest ? [{ ...subject, state, version }] : [];
    });
  }

  private async driveOn(pursuit: Pursuit<unknown>, subject: Stalled<unknown>): Promise<void> {
    const { what } = pursuit;
    const { id, orgId } = subject;
    try {
      if (!(await pursuit.driveOn(subject))) return;
      this.resumed.add(1, { what });
      log.warn({ what, id, orgId }, 'nothing was being done for something unfinished; what is missing is asked for again');
    } catch (error) {
      log.error({ err: error, what, id, orgId }, 'it stands still and cannot be driven on');
    }
  }
}
