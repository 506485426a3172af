import { type TaskHandler } from '../contracts/tasks.js';

/** Finds the handler of a task by its kind. */
export class TaskHandlers {
  private readonly byKind = new Map<string, TaskHandler<object>>();

  /** @throws Error when the kind has a handler already. */
  register<P extends object>(handler: TaskHandler<P>): void {
    if (this.byKind.has(handler.kind)) throw new Error(`task kind "${handler.kind}" has two handlers`);
    this.byKind.set(handler.kind, handler as unknown as TaskHandler<object>);
  }

  find(kind: string): TaskHandler<object> | null {
    return this.byKind.get(kind) ?? null;
  }

  kinds(): readonly string[] {
    return [...this.byKind.keys()];
  }
}
