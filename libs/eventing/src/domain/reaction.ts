import { type Event, type Recorded } from './event.js';

type Rules<E extends Event, Effect> = {
  readonly [T in E['type']]?: (event: Recorded<Extract<E, { readonly type: T }>>) => readonly Effect[];
};

/**
 * Whenever this has happened, do that: a policy that needs nothing but the event itself, over one aggregate or several. What depends on
 * what happened before in the stream is a `ProcessManager`. Effects and checkpoint commit together, as there.
 */
export interface Reaction<E extends Event, Effect> {
  /** `<lib>.<what-it-does>`; the key of its checkpoints. A process manager that becomes a reaction keeps its name and goes on where it was. */
  readonly name: string;
  /** Streams it follows: names of aggregates. */
  readonly follows: string | readonly string[];
  /** What follows from which event; others are passed over. */
  readonly on: Rules<E, Effect>;
}
