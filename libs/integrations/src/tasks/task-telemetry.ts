import { metrics } from '@opentelemetry/api';
import { type Capability } from '../contracts/capability.js';
import { type LeasedTask } from './leased-task.js';

/** How an attempt ended. `unrecorded`: nothing could be written; the lease runs out. */
export type TaskOutcome = 'done' | 'retried' | 'failed' | 'cancelled' | 'fenced' | 'lost' | 'shutdown' | 'unrecorded';

export interface Depth {
  readonly queue: Capability;
  readonly state: 'runnable' | 'leased';
  readonly tasks: number;
}

/** Measures of tasks: attempts by outcome, how long they ran and waited, and how many there are. */
export class TaskTelemetry {
  private readonly meter = metrics.getMeter('kadr.integrations');
  private readonly attempts = this.meter.createCounter('kadr_task_attempts', { description: 'Attempts at tasks, by how they ended' });
  private readonly duration = this.meter.createHistogram('kadr_task_duration', { description: 'From claim to end of an attempt', unit: 's' });
  private readonly wait = this.meter.createHistogram('kadr_task_wait', { description: 'From the moment a task could run to its claim', unit: 's' });
  private depths: readonly Depth[] = [];

  constructor() {
    this.meter
      .createObservableGauge('kadr_task_queue_depth', { description: 'Unfinished tasks; shown by the process that reconciles' })
      .addCallback((result) => {
        for (const { queue, state, tasks } of this.depths) result.observe(tasks, { queue, state });
      });
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
