import { type InlineEffects } from '#eventing';
import { type Queryable } from '#platform';
import { type LeasedTask } from './contracts/tasks.js';
import { dispatchOf } from './dispatch/dispatch.js';
import { type Dispatcher } from './dispatch/dispatcher.js';
import { type Reserved } from './dispatch/queue-work.js';
import { type Running, type RunningTasks } from './execution/running-tasks.js';
import { type CausedRequest, maxAttemptsOf, type TaskTable } from './table/task-table.js';

export interface BornTasksParts {
  readonly table: TaskTable;
  readonly running: RunningTasks;
  readonly dispatcher: Pick<Dispatcher, 'reserve' | 'announce'>;
}

/**
 * Tasks that are stored together with the events they follow from. Where this process has a place free, a task is born with its lease: it
 * begins with the commit, without a dispatch and without a claim. The others are announced, as ever.
 */
export class BornTasks implements InlineEffects {
  /** Places kept for tasks, by their ids. */
  private readonly reserved = new Map<string, Reserved>();
  private readonly leased: ReadonlySet<string>;
  /** Tasks whose rows are new. One that was there before is somebody's already. */
  private stored: ReadonlySet<string> = new Set();
  /** Null: nothing is expected any more. A stop of this process waits for it, because a lease may be ours before we know. */
  private begin: ((tasks: readonly LeasedTask[]) => readonly Running[]) | null = null;

  /** Each task once: several events of one transaction may ask for it, and a second attempt would end the first one as lost. */
  private readonly requests: readonly CausedRequest[];

  constructor(
    asked: readonly CausedRequest[],
    private readonly parts: BornTasksParts,
  ) {
    const known = new Set<string>();
    this.requests = asked.filter(({ request: { taskId } }) => !known.has(taskId) && known.add(taskId));
    for (const { request } of this.requests) {
      if (request.notBefore !== undefined) continue;
      const place = parts.dispatcher.reserve(request.queue);
      if (place) this.reserved.set(request.taskId, place);
    }
    this.leased = new Set(this.reserved.keys());
    if (this.leased.size > 0) this.begin = parts.running.expect();
  }

  async store(tx: Queryable): Promise<void> {
    this.stored = await this.parts.table.insert(tx, this.requests, this.leased);
  }

  committed(): void {
    const fresh = this.requests.filter(({ request }) => this.stored.has(request.taskId));
    this.start(fresh.filter(({ request }) => this.leased.has(request.taskId)));
    this.announce(fresh.filter(({ request }) => !this.leased.has(request.taskId)));
  }

  rolledBack(): void {
    this.start([]);
  }

  /** The places were given up meanwhile; a lease for which there is none any more is given back. */
  async recovered(): Promise<void> {
    this.rolledBack();
    const { table, running, dispatcher } = this.parts;
    this.begin = running.expect();
    try {
      const ours = await table.bornHere([...this.leased]);
      const late = [...ours].filter((taskId) => {
        const { queue } = this.requestOf(taskId).request;
        const place = dispatcher.reserve(queue);
        if (place) this.reserved.set(taskId, place);
        return !place;
      });
      this.start([...this.reserved.keys()].map((taskId) => this.requestOf(taskId)));
      dispatcher.announce(await table.giveBack(late.map((taskId) => ({ taskId, lease: 1 }))));
      this.announce(this.requests.filter(({ request }) => !ours.has(request.taskId)));
    } finally {
      this.rolledBack();
    }
  }

  /** Those begin; places that were kept for others are free again. */
  private start(born: readonly CausedRequest[]): void {
    for (const running of this.begin?.(born.map(leasedTaskOf)) ?? []) {
      this.reserved.get(running.task.taskId)?.begin(running);
      this.reserved.delete(running.task.taskId);
    }
    this.begin = null;
    for (const place of this.reserved.values()) place.giveUp();
    this.reserved.clear();
  }

  private announce(requests: readonly CausedRequest[]): void {
    this.parts.dispatcher.announce(
      requests.map(({ request: { taskId, queue, notBefore } }) => {
        const delayMs = notBefore === undefined ? 0 : Math.max(0, Date.parse(notBefore) - Date.now());
        return dispatchOf(taskId, queue, 0, delayMs);
      }),
    );
  }

  private requestOf(taskId: string): CausedRequest {
    const found = this.requests.find(({ request }) => request.taskId === taskId);
    if (!found) throw new Error(`task ${taskId} was not asked for here`);
    return found;
  }
}

/** As a claim would give it. */
function leasedTaskOf({ request, correlationId, causationId, traceparent }: CausedRequest): LeasedTask {
  const { taskId, kind, queue, orgId, subjectId, payload } = request;
  return {
    ...{ taskId, kind, queue, orgId, subjectId, correlationId, causationId, traceparent },
    // Parsed again, so that the handler is given what another process would read.
    payload: JSON.parse(JSON.stringify(payload)) as object,
    ...{ attempt: 1, maxAttempts: maxAttemptsOf(request), crashes: 0, lease: 1, waitedMs: 0 },
  };
}
