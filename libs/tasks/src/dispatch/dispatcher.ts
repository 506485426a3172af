import { type QueueName } from '../contracts/queue-name.js';
import { type Dispatch } from './dispatch.js';
import { Semaphore } from './semaphore.js';
import { type DispatchQueue } from './dispatch-queue.js';

export interface ServedQueue {
  /** Tasks carried out at a time. */
  readonly concurrency: number;
  /**
   * Whether a task that is announced in this very process may begin here at once, without a dispatch. It saves short tasks two trips to
   * Redis. Not for heavy work: dispatches that are held here behind it would be missed by idle processes.
   */
  readonly allowsShortcut: boolean;
}

interface Served extends ServedQueue {
  readonly semaphore: Semaphore;
}

/** Brings announced tasks to a free place: here, when there is one, else through the dispatch queue, to here or anywhere. */
export class Dispatcher {
  private readonly served = new Map<QueueName, Served>();
  private isStopping = false;

  /** @param carryOut never rejects. */
  constructor(
    private readonly queue: DispatchQueue,
    private readonly carryOut: (taskId: string, queue: QueueName) => Promise<unknown>,
  ) {}

  serve(queue: QueueName, settings: ServedQueue): void {
    const semaphore = new Semaphore(settings.concurrency);
    this.served.set(queue, { ...settings, semaphore });
    this.queue.serve(queue, settings.concurrency, async (taskId) => {
      await semaphore.acquire();
      await this.useFor(taskId, queue, semaphore);
    });
  }

  /** Best effort; never throws, never waits. */
  announce(dispatches: readonly Dispatch[]): void {
    const travelling = dispatches.filter((dispatch) => !this.takeShortcut(dispatch));
    this.queue.announce(travelling);
  }

  async stopTaking(): Promise<void> {
    this.isStopping = true;
    await this.queue.stopTaking();
  }

  private takeShortcut({ taskId, queue, delayMs }: Dispatch): boolean {
    const here = this.served.get(queue);
    if (this.isStopping || delayMs > 0 || !here?.allowsShortcut || !here.semaphore.tryAcquire()) return false;
    void this.useFor(taskId, queue, here.semaphore);
    return true;
  }

  private async useFor(taskId: string, queue: QueueName, semaphore: Semaphore): Promise<void> {
    try {
      await this.carryOut(taskId, queue);
    } finally {
      semaphore.release();
    }
  }
}
