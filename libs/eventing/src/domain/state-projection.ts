import { type Command } from './command.js';
import { type Aggregate } from './decider.js';
import { type Event } from './event.js';

/**
 * A read model whose row says nothing but what the aggregate's own state says: one row a stream, under the stream's id. There is no second
 * fold that could come to another answer; what a row needs and the state lacks belongs into a `Projection`.
 */
export interface StateProjection<C extends Command, S, E extends Event, Row extends object> {
  /** `<lib>.<read-model>`. */
  readonly name: string;
  /** Like the one of a `Projection`. */
  readonly table: string;
  /** `inline` rows commit with the events (read your writes) and cost no read; `async` rows follow within milliseconds. */
  readonly mode: 'inline' | 'async';
  /** Raise it with any change of `rowOf`, and of what the aggregate's `evolve` makes of the same events. */
  readonly version: number;
  readonly aggregate: Aggregate<C, S, E>;
  /** Pure. @returns null: the stream has no row (any more) */
  rowOf(state: S): Row | null;
}
