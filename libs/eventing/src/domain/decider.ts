import { type Command } from './command.js';
import { type Event } from './event.js';

/** An aggregate without any framework: what is, what may happen, what follows. All three are pure. */
export interface Decider<C extends Command, S, E extends Event> {
  readonly initialState: S;
  /** @returns the facts the command leads to; none when it changes nothing. @throws DomainError when it cannot be honoured. */
  decide(command: C, state: S): readonly E[];
  evolve(state: S, event: E): S;
}

/** A decider together with where its streams live. */
export interface Aggregate<C extends Command, S, E extends Event> extends Decider<C, S, E> {
  /** Prefix of the stream ids: `video-job` gives `video-job-<uuid>`. */
  readonly name: string;
  /** Lib that owns it; third token of the published subject. */
  readonly module: string;
  /** Version in which each event type is written today. */
  readonly schemaVersions: { readonly [T in E['type']]: number };
  /** Lifts stored data of an older version to today's; called with versions below the one in `schemaVersions`. */
  upcast?(type: E['type'], schemaVersion: number, data: object): object;
}

export type AnyAggregate = Aggregate<Command, unknown, Event>;

export const streamIdOf = (aggregate: { readonly name: string }, id: string): string => `${aggregate.name}-${id}`;
