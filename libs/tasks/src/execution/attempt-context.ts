import { type TaskContext, type TaskHandler, type TaskRun } from '../contracts/tasks.js';
import { type Running, type RunningTasks } from './running-tasks.js';
import { type WorkFolder } from './work-folder.js';

/** What a handler is given besides its task. Most ask for little of it, so it is made when it is asked for. */
export class AttemptContext implements TaskContext {
  #run: TaskRun | null = null;

  constructor(
    private readonly running: Running,
    private readonly all: RunningTasks,
    private readonly folder: WorkFolder,
    private readonly handler: TaskHandler<object>,
  ) {}

  get signal(): AbortSignal {
    return this.running.controller.signal;
  }

  get orgId(): string {
    return this.running.task.orgId;
  }

  get attemptId(): string {
    const { taskId, lease } = this.running.task;
    return `${taskId}-${lease}`;
  }

  get workDir(): string {
    return this.folder.path;
  }

  get run(): TaskRun {
    const { running, all, handler } = this;
    return (this.#run ??= {
      task: running.task,
      mayWait: handler.mayWait?.(running.task) ?? true,
      stopping: all.stopping,
      whilePaying: (work) => all.whilePaying(running, work),
    });
  }
}
