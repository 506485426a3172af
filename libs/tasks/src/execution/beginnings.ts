import { withLateSpan } from '#platform';
import { type Hindrances } from '../contracts/hindrances.js';
import { type LeasedTask, type TaskHandler } from '../contracts/tasks.js';
import { heldFence } from '../table/task-fences.js';
import { type TaskOutcome } from '../task-telemetry.js';
import { type AttemptEnds } from './attempt-ends.js';
import { SUSPECTED_FROM } from './crash-suspects.js';
import { LateBeginning } from './late-beginning.js';
import { type Running } from './running-tasks.js';
import { Suspended } from './suspended.js';
import { type TaskHandlers } from './task-handlers.js';

const HINDERED_WAIT_MS = 15_000;

export interface BeginningsParts {
  readonly hindrances: Pick<Hindrances, 'of'>;
  readonly handlers: TaskHandlers;
}

/** How an attempt begins: recorded before its work, while it waits for a place, or only where the work takes a while. */
export class Beginnings {
  /** What came of beginning those that wait for a place; null: they may go on. */
  private readonly begun = new WeakMap<Running, Promise<TaskOutcome | null>>();

  constructor(
    private readonly parts: BeginningsParts,
    private readonly ends: AttemptEnds,
  ) {}

  /** Has it recorded that the work begins, while it waits for a place: no place waits for the disk then. `carryOut` says what came of it. */
  ahead(running: Running): void {
    const { task } = running;
    const handler = this.parts.handlers.find(task.kind);
    // What may be the end of its process begins when it is alone.
    if (!handler?.begin || task.crashes >= SUSPECTED_FROM || this.ends.isLeftToNewer(task)) return;
    if (handler.mayBeginLate?.(task)) return;
    const begin = (): Promise<TaskOutcome | null> => this.begin(running, handler);
    const begun = withLateSpan(`begin ${task.kind}`, { parent: task.traceparent }, begin, () => null);
    begun.catch(() => undefined);
    this.begun.set(running, begun);
  }

  /** Of work that may begin late: what is recorded when it takes a while. @returns null: `now` has to be awaited. @throws Suspended */
  async late(running: Running, handler: TaskHandler<object>): Promise<LateBeginning | null> {
    const { task } = running;
    if (this.begun.has(running) || task.crashes >= SUSPECTED_FROM || !handler.mayBeginLate?.(task)) return null;
    await this.throwIfHindered(task);
    const beginning = handler.begin?.(task) ?? null;
    if (!beginning) return null;
    const record = (): Promise<TaskOutcome | null> => this.ends.record(running, beginning, heldFence(task), false);
    return new LateBeginning(record, (outcome) => running.interrupt(outcome === 'cancelled' ? 'cancelled' : 'lost'));
  }

  /** @returns null when the work may go on, else how the task ended. @throws Suspended, what the database says */
  now(running: Running, handler: TaskHandler<object>): Promise<TaskOutcome | null> {
    return this.begun.get(running) ?? this.begin(running, handler);
  }

  /** @returns null when the work may go on, else how the task ended. @throws Suspended, what the database says */
  private async begin(running: Running, handler: TaskHandler<object>): Promise<TaskOutcome | null> {
    const { task } = running;
    await this.throwIfHindered(task);
    const beginning = handler.begin?.(task) ?? null;
    return beginning && this.ends.record(running, beginning, heldFence(task), false);
  }

  /** @throws Suspended */
  private async throwIfHindered({ queue }: LeasedTask): Promise<void> {
    const hindrance = await this.parts.hindrances.of(queue);
    if (hindrance !== null) throw new Suspended(HINDERED_WAIT_MS, new Date(), hindrance);
  }
}
