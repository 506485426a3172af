import { type Event, type Recorded } from './event.js';

/**
 * Decides what comes next in one stream: folds the fact into the state, then looks at the state.
 * The state is a fold of the stream's own events, so nothing of it is stored; the effects and the checkpoint commit together.
 * An effect carries an id derived from what caused it, so delivering it twice changes nothing.
 */
export interface ProcessManager<E extends Event, S, Effect> {
  /** `<lib>.<what-it-does>`; the key of its checkpoints. */
  readonly name: string;
  /** Streams it follows: the aggregate's name. */
  readonly follows: string;
  /** Events after which it looks; all events of the stream are folded. */
  readonly reactsTo: readonly E['type'][];
  readonly initialState: S;
  evolve(state: S, event: Recorded<E>): S;
  /** `state` already includes `event`. */
  react(state: S, event: Recorded<E>): readonly Effect[];
}
