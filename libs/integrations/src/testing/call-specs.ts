import { randomUUID } from 'node:crypto';
import { type LongCall } from '../contracts/provider-calls.js';
import { type TaskContext, type TaskHandler, type TaskRequest } from '../contracts/tasks.js';
import { asked, note, noting, type Payload, TaskSpecs } from './task-specs.js';
import { type ProcessOptions, type TaskProcess, type TaskWorld } from './task-world.js';
import { wireCall, WireProvider, type WireResult } from './wire-provider.js';

/** A world of tasks with one provider in it. */
export class CallSpecs {
  private constructor(
    private readonly specs: TaskSpecs,
    readonly wire: WireProvider,
  ) {}

  static async begin(): Promise<CallSpecs> {
    return new CallSpecs(await TaskSpecs.begin(), await WireProvider.start());
  }

  get world(): TaskWorld {
    return this.specs.world;
  }

  async afterEach(): Promise<void> {
    await this.specs.afterEach();
    this.wire.reset();
  }

  async end(): Promise<void> {
    await this.world.destroy();
    await this.wire.stop();
  }

  process(handler: TaskHandler<Payload>, options: ProcessOptions = {}): Promise<TaskProcess> {
    return this.specs.process(handler, { roles: ['worker', 'scheduler'], providers: this.wire.settings(), ...options });
  }

  /** A handler that has the provider make something, and notes what it cost. */
  making(
    over: Partial<LongCall<WireResult>> = {},
    canFind = false,
    then?: (context: TaskContext) => Promise<unknown>,
  ): TaskHandler<Payload> {
    return noting({
      run: async (task, context) => {
        const { costMicros } = await context.calls.submitAndWait(wireCall(this.wire, over, canFind));
        await then?.(context);
        return note(task.subjectId, `made for ${costMicros}`);
      },
    });
  }

  attempts(taskId: string): Promise<Record<string, unknown>[]> {
    return this.world.sql('SELECT * FROM integrations.provider_attempts WHERE task_id = $1 ORDER BY number', [taskId]);
  }

  /** All tasks at the provider get on. */
  succeed(): void {
    for (const task of this.wire.tasks) task.state = 'succeeded';
  }
}

export const remote = (over: Partial<TaskRequest> = {}): TaskRequest => asked(randomUUID(), { queue: 'remote', ...over });
