import { type QueueName } from './queue-name.js';

/** Something that tasks cannot end well without. */
export interface Hindrance {
  /** Queues whose tasks do without it. */
  readonly spares: ReadonlySet<QueueName>;
  /** @returns why tasks cannot be begun; null: nothing stands in the way. Asked before each task, so it keeps what it knows for a while */
  reason(): Promise<string | null>;
}

/** What keeps tasks from being begun: they wait, use up no attempt, and go on by themselves. Also the injection token. */
export class Hindrances {
  private readonly known: Hindrance[] = [];

  register(hindrance: Hindrance): this {
    this.known.push(hindrance);
    return this;
  }

  /** @returns the first that stands in the way of this queue */
  async of(queue: QueueName): Promise<string | null> {
    for (const { spares, reason } of this.known) {
      const found = spares.has(queue) ? null : await reason();
      if (found !== null) return found;
    }
    return null;
  }
}
