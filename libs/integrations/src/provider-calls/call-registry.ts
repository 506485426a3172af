import { type AsyncCall } from '../contracts/provider-calls.js';

export type Afterwards = Pick<AsyncCall<unknown>, 'poll' | 'cancel' | 'findSubmitted'>;

/**
 * How to look after what was begun with a model, once the task that began it is gone. One entry for each model that this process has
 * called: none of these depends on what was asked for.
 */
export class CallRegistry {
  private readonly byModel = new Map<string, Afterwards>();

  register({ model, poll, cancel, findSubmitted }: AsyncCall<unknown>): void {
    this.byModel.set(model, { poll, ...(cancel && { cancel }), ...(findSubmitted && { findSubmitted }) });
  }

  find(model: string): Afterwards | null {
    return this.byModel.get(model) ?? null;
  }

  models(): readonly string[] {
    return [...this.byModel.keys()];
  }
}
