import { counter, histogram, observableGauge } from '#platform';
import { type QueueName } from './contracts/queue-name.js';
import { type LeasedTask } from './contracts/tasks.js';

/** How an attempt ended. `waiting`: for a provider, without using up the attempt; `unrecorded`: nothing could be written; the lease runs out. */
export type TaskOutcome = 'done' | 'waiting' | 'retried' | 'failed' | 'cancelled' | 'fenced' | 'lost' | 'shutdown' | 'unrecorded';

export interface Depth {
  readonly queue: QueueName;
  readonly state: 'runnable' | 'leased';
  readonly tasks: number;
}

const SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Measures of tasks: attempts by outcome, how long they ran and waited, and how many there are. */
export class TaskTelemetry {
  private readonly attempts = counter('kadr_task_attempts', { description: 'Attempts at tasks, by how they ended', unit: '{attempt}' });
  private readonly duration = histogram('kadr_task_duration', {
    description: 'From claim to end of an attempt',
    unit: 's',
    buckets: SECONDS,
  });
  private readonly wait = histogram('kadr_task_wait', {
    description: 'From the moment a task could run to its claim',
    unit: 's',
    buckets: SECONDS,
  });
  private depths: readonly Depth[] = [];
  private endReading: (() => void) | null = null;

  /** To be called once telemetry is set up. */
  start(): void {
    const settings = { description: 'Unfinished tasks, told by the process that reconciles', unit: '{task}' };
    this.endReading ??= observableGauge('kadr_task_queue_depth', settings, (result) => {
      for (const { queue, state, tasks } of this.depths) result.observe(tasks, { queue, state });
    });
  }

  stop(): void {
    this.endReading?.();
    this.endReading = null;
  }

  ended(task: LeasedTask, outcome: TaskOutcome, tookMs: number): void {
    const labels = { queue: task.queue, kind: task.kind };
    this.attempts.add(1, { ...labels, outcome });
    this.duration.record(tookMs / 1000, { ...labels, outcome });
    this.wait.record(task.waitedMs / 1000, labels);
  }

  setDepths(depths: readonly Depth[]): void {
    this.depths = depths;
  }
}
