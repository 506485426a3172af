import { counter, histogram, observableGauge } from '#platform';
import { type LeasedTask } from './contracts/tasks.js';
import { type Demand } from './maintenance/due-tasks.js';

/** How an attempt ended. `waiting`: for a provider, without using up the attempt; `unrecorded`: nothing could be written; the lease runs out. */
export type TaskOutcome = 'done' | 'waiting' | 'retried' | 'failed' | 'cancelled' | 'fenced' | 'lost' | 'shutdown' | 'unrecorded';

const SECONDS = [0.05, 0.25, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];

const COUNTED = { unit: '{task}' };

/** Measures of tasks: attempts by outcome, how long they ran and waited, and how many there are. */
export class TaskTelemetry {
  private readonly attempts = counter('kadr_task_attempts', { description: 'Attempts at tasks, by how they ended', unit: '{attempt}' });
  private readonly duration = histogram('kadr_task_duration_seconds', {
    description: 'From claim to end of an attempt',
    unit: 's',
    buckets: SECONDS,
  });
  private readonly wait = histogram('kadr_task_wait_seconds', {
    description: 'From the moment a task could run to its claim',
    unit: 's',
    buckets: SECONDS,
  });
  private readonly reclaims = counter('kadr_tasks_reclaimed', { ...COUNTED, description: 'Tasks taken from processes that were gone' });
  private readonly repeats = counter('kadr_tasks_announced_again', { ...COUNTED, description: 'Tasks whose announcement got lost' });
  private readonly returns = counter('kadr_tasks_given_back', { ...COUNTED, description: 'Tasks given back by processes that stopped' });
  /** Empty: another process leads. */
  private demand: readonly Demand[] = [];
  private stops: readonly (() => void)[] = [];

  /** To be called once telemetry is set up. @param places of this process, by queue */
  start(places: ReadonlyMap<string, number>, usedOf: (queue: string) => number): void {
    if (this.stops.length > 0) return;
    for (const one of [this.reclaims, this.repeats, this.returns]) one.add(0);
    this.stops = [
      observableGauge('kadr_tasks', { ...COUNTED, description: 'Unfinished tasks: due, leased, waiting; by the leader' }, (result) => {
        for (const { queue, due, leased, waiting } of this.demand) {
          for (const [state, tasks] of Object.entries({ due, leased, waiting })) result.observe(tasks, { queue, state });
        }
      }),
      observableGauge(
        'kadr_task_oldest_due_seconds',
        { description: 'How long the oldest due task waits; by the leader', unit: 's' },
        (result) => {
          for (const { queue, oldestDueSeconds } of this.demand) result.observe(oldestDueSeconds, { queue });
        },
      ),
      observableGauge('kadr_task_places', { ...COUNTED, description: 'Tasks that this process carries out at a time' }, (result) => {
        for (const [queue, count] of places) result.observe(count, { queue });
      }),
      observableGauge('kadr_task_places_used', { ...COUNTED, description: 'Tasks under way in this process' }, (result) => {
        for (const queue of places.keys()) result.observe(usedOf(queue), { queue });
      }),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }

  ended(task: LeasedTask, outcome: TaskOutcome, tookMs: number): void {
    const labels = { queue: task.queue, kind: task.kind };
    this.attempts.add(1, { ...labels, outcome });
    this.duration.record(tookMs / 1000, labels);
    this.wait.record(task.waitedMs / 1000, { queue: task.queue });
  }

  reclaimed(tasks: number): void {
    this.reclaims.add(tasks);
  }

  announcedAgain(tasks: number): void {
    this.repeats.add(tasks);
  }

  givenBack(tasks: number): void {
    this.returns.add(tasks);
  }

  setDemand(demand: readonly Demand[]): void {
    this.demand = demand;
  }
}
