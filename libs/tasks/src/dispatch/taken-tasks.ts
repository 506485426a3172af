import { type LeasedTask } from '../contracts/tasks.js';
import { type Dispatch } from './dispatch.js';

/** More than a queue can have news of at a time; what is forgotten is asked for in vain, no more. */
const MAX_TASKS = 2_000;

/** Tasks that this process has taken, until news of them has come: a place claims whose turn it is, and mostly before that news is here. */
export class TakenTasks {
  private readonly leases = new Map<string, number>();

  note({ taskId, lease }: Pick<LeasedTask, 'taskId' | 'lease'>): void {
    this.leases.delete(taskId);
    this.leases.set(taskId, lease);
    if (this.leases.size > MAX_TASKS) for (const [oldest] of this.leases) return void this.leases.delete(oldest);
  }

  /**
   * Whether this is news of what was taken since it was sent. Says so once for each time it was taken: a server that has lost its last
   * commits may know less of a task than this process does, and sends the news again.
   */
  hasTaken({ taskId, lease }: Pick<Dispatch, 'taskId' | 'lease'>): boolean {
    const taken = this.leases.get(taskId);
    if (taken === undefined || lease === null || taken <= lease) return false;
    return this.leases.delete(taskId);
  }
}
