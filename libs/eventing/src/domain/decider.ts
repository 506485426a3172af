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
  /**
   * Members of the data, by event type, that hold what users have written: sealed in the log, masked for everybody else, gone with the
   * stream's key. By name, `*` for each item: `request.prompt`, `segments.*.text`; one that is no text is sealed as a whole.
   */
  readonly personal?: { readonly [T in E['type']]?: readonly string[] };
  /** Lifts stored data of an older version to today's; called with versions below the one in `schemaVersions`. */
  upcast?(type: E['type'], schemaVersion: number, data: object): object;
}

export type AnyAggregate = Aggregate<Command, unknown, Event>;

export const streamIdOf = (aggregate: { readonly name: string }, id: string): string => `${aggregate.name}-${id}`;
