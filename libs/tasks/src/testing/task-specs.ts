import { randomUUID } from 'node:crypto';
import { type Recorded } from '#eventing/domain';
import { taskDecision, type TaskDecision, type TaskEffect, type TaskHandler, type TaskRequest } from '../contracts/tasks.js';
import { TaskSink } from '../task-sink.js';
import { Note, notebook } from './notebook.js';
import { type ProcessOptions, type TaskProcess, TaskWorld } from './task-world.js';

export const ORG = randomUUID();
export const CAUSE = {
  eventId: randomUUID(),
  metadata: { orgId: ORG, correlationId: randomUUID(), causationId: null, actor: 'system', traceparent: null },
} as Recorded;

export type Payload = { text: string };

export const note = (id: string, text: string): TaskDecision =>
  taskDecision(notebook, id, new Note({ id, text }, new Date().toISOString()));

/** A handler that notes its payload's text in the subject's notebook; what it does first is the spec's. */
export function noting(over: Partial<TaskHandler<Payload>> = {}): TaskHandler<Payload> {
  return {
    kind: 'specs.note',
    run: async (task) => note(task.subjectId, task.payload.text),
    giveUp: (task, failure) => note(task.subjectId, `gave up: ${failure.code} after ${failure.attempts}`),
    ...over,
  };
}

export const asked = (subjectId: string, over: Partial<TaskRequest> = {}): TaskRequest => ({
  taskId: randomUUID(),
  kind: 'specs.note',
  queue: 'script',
  orgId: ORG,
  subjectId,
  payload: { text: 'done' },
  ...over,
});

/** As a process manager would: stored in a transaction, announced after it. */
export async function give(process: TaskProcess, ...effects: TaskEffect[]): Promise<void> {
  const sink = new TaskSink(process.runtime);
  const caused = effects.map((effect) => ({ effect, cause: CAUSE }));
  await process.database.transaction((tx) => sink.store(tx, caused));
  sink.announce(caused);
}

export const ask = (process: TaskProcess, ...requests: TaskRequest[]): Promise<void> =>
  give(process, ...requests.map((request) => ({ request })));

/** A world whose processes are stopped, and whose tasks are forgotten, between specs. */
export class TaskSpecs {
  private readonly open: { stop(): Promise<void> }[] = [];

  private constructor(readonly world: TaskWorld) {}

  static async begin(...more: Parameters<typeof TaskWorld.create>): Promise<TaskSpecs> {
    return new TaskSpecs(await TaskWorld.create(...more));
  }

  async process(handler: TaskHandler<Payload>, options: ProcessOptions = {}): Promise<TaskProcess> {
    const made = await this.world.process(options);
    made.handlers.register(handler);
    made.runtime.start();
    this.stopAfterwards(made);
    return made;
  }

  /** To be stopped when the spec is over, whatever became of it. */
  stopAfterwards(running: { stop(): Promise<void> }): void {
    this.open.push(running);
  }

  async afterEach(): Promise<void> {
    await Promise.all(this.open.splice(0).map((process) => process.stop()));
    await this.world.clear();
  }
}
