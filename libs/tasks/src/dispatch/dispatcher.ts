import { type QueueName } from '../contracts/queue-name.js';
import { type Ride } from './dispatch.js';
import { Places } from './semaphore.js';
import { type TaskTransport } from './dispatch-queue.js';

export interface ServedQueue {
  /** Tasks carried out at a time. */
  readonly concurrency: number;
  /**
   * Whether a task that is announced in this very process may begin here at once, without a ride. It saves short tasks two trips to
   * Redis. Not for heavy work: rides that are held here behind it would be missed by idle processes.
   */
  readonly allowsShortcut: boolean;
}

interface Served extends ServedQueue {
  readonly places: Places;
}

/** Brings announced tasks to a free place: here, when there is one, else through the transport, to here or anywhere. */
export class Dispatcher {
  private readonly served = new Map<QueueName, Served>();
  private isStopping = false;

  /** @param carryOut never rejects. */
  constructor(
    private readonly transport: TaskTransport,
    private readonly carryOut: (taskId: string, queue: QueueName) => Promise<unknown>,
  ) {}

  serve(queue: QueueName, settings: ServedQueue): void {
    const places = new Places(settings.concurrency);
    this.served.set(queue, { ...settings, places });
    this.transport.serve(queue, settings.concurrency, async (taskId) => {
      await places.take();
      await this.useFor(taskId, queue, places);
    });
  }

  /** Best effort; never throws, never waits. */
  announce(rides: readonly Ride[]): void {
    const travelling = rides.filter((ride) => !this.takeShortcut(ride));
    this.transport.announce(travelling);
  }

  async stopTaking(): Promise<void> {
    this.isStopping = true;
    await this.transport.stopTaking();
  }

  private takeShortcut({ taskId, queue, delayMs }: Ride): boolean {
    const here = this.served.get(queue);
    if (this.isStopping || delayMs > 0 || !here?.allowsShortcut || !here.places.tryTake()) return false;
    void this.useFor(taskId, queue, here.places);
    return true;
  }

  private async useFor(taskId: string, queue: QueueName, places: Places): Promise<void> {
    try {
      await this.carryOut(taskId, queue);
    } finally {
      places.giveBack();
    }
  }
}
