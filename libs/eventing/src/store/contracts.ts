import { type Queryable } from '#platform';
import { type Aggregate, type Command, type Event, type Recorded } from '../domain/index.js';

/** On whose behalf a decision is made. The trace context is taken from the active span. */
export interface Context {
  readonly orgId: string;
  /** Default: the id of the first event, which then starts a correlation of its own. */
  readonly correlationId?: string;
  readonly causationId?: string | null;
  readonly actor: string;
}

/** A folded stream. */
export interface Loaded<S> {
  readonly state: S;
  /** 0: the stream does not exist. */
  readonly version: number;
  /** Position of the stream's last event; 0: none, or not committed yet. */
  readonly position: number;
  /** When the stream's last event was recorded, RFC 3339; null: the stream does not exist. (Asked for by libs/jobs: `updatedAt`.) */
  readonly recordedAt: string | null;
}

export type Decided<S, E extends Event> = Loaded<S> & { readonly events: readonly Recorded<E>[] };

/** Guards a result against its own ghost: a worker that was given up and comes back later may not record anything. */
export interface FenceKind {
  readonly name: string;
  /**
   * In the transaction that appends: keeps what is still ours (and marks it finished).
   * Only called for decisions that were not refused. @returns the keys that survived.
   */
  claim(tx: Queryable, fences: { key: string; token: number }[]): Promise<ReadonlySet<string>>;
}

export interface Fence {
  readonly kind: FenceKind;
  readonly key: string;
  /** Rises with every lease of `key`. */
  readonly token: number;
}

/** The fence of a decision is lost: someone else holds the work by now. Nothing was recorded. */
export class Fenced extends Error {
  constructor(readonly fence: Fence) {
    super(`${fence.kind.name} ${fence.key} with token ${fence.token} is no longer ours`);
    this.name = 'Fenced';
  }
}

/** One transaction that appends at its end. Reads and writes of other tables through `query` commit with it. */
export interface EventTransaction extends Queryable {
  /**
   * Decides on the stream as this transaction sees it. The events are appended as the last thing before the commit:
   * until `run` has returned, `position` of the result and of its events is 0 and `recordedAt` is this process's time.
   * @throws DomainError
   */
  decide<C extends Command, S, E extends Event>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: Context,
  ): Promise<Decided<S, E>>;
  /**
   * Like `decide`, but once for ever: when events of this decision are in the store, nothing is decided and the stream is given back as it
   * is. @param decisionId UUID, becomes the id of the first event. @throws DomainError
   */
  decideOnce<C extends Command, S, E extends Event>(
    decisionId: string,
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: Context,
  ): Promise<Decided<S, E>>;
  /** A stream as this transaction sees it, its own decisions included. Takes no other connection. */
  load<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, id: string): Promise<Loaded<S>>;
  /** Reads streams that will be decided on, in one query: `load` and `decide` go on from there without asking again. */
  loadMany<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, ids: readonly string[]): Promise<void>;
  /** Called once after the commit; errors are logged. Not called for an attempt that was rolled back. */
  afterCommit(callback: () => void): void;
}

/** What a process manager or reaction wants done, and the event it follows from. */
export interface Caused<Effect = unknown> {
  readonly effect: Effect;
  readonly cause: Recorded;
}

/** Where the effects of a process manager go. */
export interface EffectSink<Effect> {
  /** In the process manager's own transaction, together with its checkpoint; idempotent by the effect's id. May be done several times. */
  store(tx: EventTransaction, effects: readonly Caused<Effect>[]): Promise<void>;
  /**
   * After the commit, best effort: may never be called for effects that were stored. A crash of the database server may still undo
   * them (they are made again then), so whoever is told claims them in a transaction of its own before acting.
   */
  announce(effects: readonly Caused<Effect>[]): void;
  /** Present: effects may be stored in the very transaction that appends what they follow from. */
  readonly inline?: InlineSink<Effect>;
}

/** Stores effects together with their causes. Everybody's appends wait for it: one short statement that waits for no row of others. */
export interface InlineSink<Effect> {
  /**
   * Whether storing it once more, any time later, changes nothing. A process of an earlier release stores again what was stored inline;
   * what must not be repeated is left to the consumer.
   */
  isRepeatable(effect: Effect): boolean;
  /** For one attempt at a transaction. Never throws. `position` of the causes is 0, and `recordedAt` this process's time. */
  open(effects: readonly Caused<Effect>[]): InlineEffects;
}

/** Effects on their way into one transaction. After `store`, or in its place, comes either `committed` or `rolledBack`. */
export interface InlineEffects {
  store(tx: Queryable): Promise<void>;
  /** Best effort, like `announce`. Never throws. */
  committed(): void;
  /** Nothing was kept, as far as is known. Never throws; twice is safe. */
  rolledBack(): void;
  /** After `rolledBack`, or instead of `committed`: it was committed after all, only the answer was lost. */
  recovered(): Promise<void>;
}

/**
 * Thrown by the work of a transaction that met something which only looking again can decide, such as room that was taken and given back
 * while it waited for a lock. Nothing is kept, and the work is done anew like after a lost race; a last attempt that throws it fails with it.
 */
export class RetryTransaction extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = new.target.name;
  }
}

/**
 * A stored event that this program cannot read: a newer release has written it, or its aggregate is not registered. Not a refusal of the
 * domain: the same request, or the same event, is understood by a newer process, and by this one never.
 */
export class UnknownEvent extends Error {
  readonly code = 'newer_release_needed';
  readonly kind = 'unavailable';
  readonly retryable = true;
  readonly headers = { 'Retry-After': '5' };

  constructor(event: { streamId: string; version: number; type: string; schemaVersion: number }) {
    super(`${event.streamId}@${event.version} holds ${event.type} v${event.schemaVersion}, which this release does not know`);
    this.name = 'UnknownEvent';
  }
}
