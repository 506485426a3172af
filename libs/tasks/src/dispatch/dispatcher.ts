import { type Running } from '../execution/running-tasks.js';
import { type QueueName } from '../contracts/queue-name.js';
import { type Dispatch } from './dispatch.js';
import { type DispatchQueue } from './dispatch-queue.js';
import { type QueueWork, type Reserved, type ServedQueueSettings } from './queue-work.js';
import { ServedQueue } from './served-queue.js';

/** Brings announced tasks to a free place: here, when there is one, else through the dispatch queue, to here or anywhere. */
export class Dispatcher {
  private readonly served = new Map<QueueName, ServedQueue>();

  /**
   * @param work how tasks are claimed and carried out.
   * @param onDispatch told of each dispatch and shortcut.
   */
  constructor(
    private readonly queue: DispatchQueue,
    private readonly work: QueueWork,
    private readonly onDispatch: (queue: QueueName) => void,
  ) {}

  serve(queue: QueueName, settings: ServedQueueSettings): void {
    const here = new ServedQueue(queue, settings, this.work);
    this.served.set(queue, here);
    this.queue.serve(queue, settings.concurrency, (count, offer, of, sentAtMs) => {
      this.onDispatch(queue);
      return here.receive(count, offer, of, sentAtMs);
    });
  }

  /** Best effort; never throws, never waits. */
  announce(dispatches: readonly Dispatch[]): void {
    this.queue.announce(dispatches.filter((dispatch) => !this.takeShortcut(dispatch)));
  }

  /** Whether news of its tasks may travel in bundles. @param otherwise where it is not served here */
  isLight(queue: QueueName, otherwise: boolean): boolean {
    return this.served.get(queue)?.isLight ?? otherwise;
  }

  /** Whether this process has since taken all that was due then: nobody need hear of it. */
  isTaken(queue: QueueName, sinceMs: number): boolean {
    return this.served.get(queue)?.hasTakenAll(sinceMs) ?? false;
  }

  /** A place here for a task of this queue that is about to be stored; null: it will have to be announced. */
  reserve(queue: QueueName): Reserved | null {
    const reserved = this.served.get(queue)?.reserve() ?? null;
    if (reserved) this.onDispatch(queue);
    return reserved;
  }

  async stopTaking(): Promise<void> {
    for (const here of this.served.values()) here.stop();
    await this.queue.stopTaking();
  }

  /** After `stopTaking`. @returns what was claimed ahead and never carried out, to be given back. */
  dropAhead(): readonly Running[] {
    return [...this.served.values()].flatMap((here) => here.dropAhead());
  }

  private takeShortcut({ taskId, queue, delayMs }: Dispatch): boolean {
    const here = this.served.get(queue);
    if (!here || delayMs > 0 || !here.takeShortcut(taskId)) return false;
    this.onDispatch(queue);
    return true;
  }
}
