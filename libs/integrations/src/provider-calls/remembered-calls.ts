import { type LongCall } from '../contracts/provider-calls.js';

export type Afterwards = Pick<LongCall<unknown>, 'look' | 'cancel'>;

/**
 * How to look after what was begun with a model, once the task that began it is gone. One entry for each model that this process has
 * called: neither look nor cancellation depends on what was asked for.
 */
export class RememberedCalls {
  private readonly byModel = new Map<string, Afterwards>();

  remember({ model, look, cancel }: LongCall<unknown>): void {
    this.byModel.set(model, cancel ? { look, cancel } : { look });
  }

  find(model: string): Afterwards | null {
    return this.byModel.get(model) ?? null;
  }

  models(): readonly string[] {
    return [...this.byModel.keys()];
  }
}
