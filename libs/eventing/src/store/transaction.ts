import { type Connection, logger } from '#platform';
import { type Aggregate, type AnyAggregate, type Command, type Event, type Recorded, streamIdOf } from '../domain/index.js';
import { InlineReactions } from '../inline/inline-reactions.js';
import { appendDecisions } from './append-decisions.js';
import { type Context, type Decided, type EventTransaction, type Loaded } from './contracts.js';
import { type Decision, decideOn } from './decision.js';
import { type Folded, emptyStream } from './fold-cache.js';
import { type StoreParts } from './group-decisions.js';
import { knownEvents } from './recorded-before.js';

const log = logger('unit-of-work');

/** One attempt of `UnitOfWork.run`: gathers decisions, appends them as the last thing. */
export class Transaction implements EventTransaction {
  readonly #decisions: Decision[] = [];
  readonly #staged = new Map<string, Folded>();
  readonly #callbacks: (() => void)[] = [];
  #reactions = InlineReactions.none;

  constructor(
    private readonly tx: Connection,
    private readonly parts: StoreParts,
    /** Of the n-th decision, the same for every attempt. */
    private readonly eventId: (decision: number) => string,
    private readonly traceparent: string | null,
  ) {}

  query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    return this.tx.query<R>(sql, params);
  }

  async decide<C extends Command, S, E extends Event>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: Context,
  ): Promise<Decided<S, E>> {
    return this.#decideAs(null, aggregate, id, command, context);
  }

  async decideOnce<C extends Command, S, E extends Event>(
    decisionId: string,
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: Context,
  ): Promise<Decided<S, E>> {
    const isRecorded =
      (await knownEvents(this.tx, [decisionId])).has(decisionId) || this.events.some(({ eventId }) => eventId === decisionId);
    if (!isRecorded) return this.#decideAs(decisionId, aggregate, id, command, context);
    return { ...(await this.load(aggregate, id)), events: [] };
  }

  async load<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, id: string): Promise<Loaded<S>> {
    const { state, version, position, recordedAt } = await this.#current(aggregate as unknown as AnyAggregate, streamIdOf(aggregate, id));
    return { state: state as S, version, position, recordedAt };
  }

  async loadMany<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, ids: readonly string[]): Promise<void> {
    const erased = aggregate as unknown as AnyAggregate;
    const streamIds = ids.map((id) => streamIdOf(aggregate, id)).filter((streamId) => !this.#staged.has(streamId));
    if (streamIds.length === 0) return;
    const folded = await this.parts.store.bringUpToDate(this.tx, new Map(streamIds.map((streamId) => [streamId, erased])));
    // What was decided meanwhile goes on from what was read for it.
    for (const [streamId, one] of folded) if (!this.#staged.has(streamId)) this.#staged.set(streamId, one);
  }

  /** @param decisionId null: the next one's */
  async #decideAs<C extends Command, S, E extends Event>(
    decisionId: string | null,
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: Context,
  ): Promise<Decided<S, E>> {
    const erased = aggregate as unknown as AnyAggregate;
    const streamId = streamIdOf(aggregate, id);
    const before = await this.#current(erased, streamId);
    // Only now: others of this transaction may have decided while the stream was read.
    const eventId = decisionId ?? this.eventId(this.#decisions.length);
    const decision = decideOn(
      { aggregate: erased, streamId, command, context, eventId, traceparent: this.traceparent },
      before,
      this.parts.environment,
    );
    this.#staged.set(streamId, decision.folded);
    this.#decisions.push(decision);
    return decision.result as Decided<S, E>;
  }

  afterCommit(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  get events(): readonly Recorded[] {
    return this.#decisions.flatMap((decision) => decision.events);
  }

  get hasEvents(): boolean {
    return this.#decisions.some((decision) => decision.rows.length > 0);
  }

  get streamIds(): Iterable<string> {
    return this.#staged.keys();
  }

  /** The last statements before the commit. @param isReacting whether process managers react in it. @throws EffectsRefused */
  async append(isReacting: boolean): Promise<void> {
    const rows = this.#decisions.flatMap((decision) => decision.rows);
    if (rows.length === 0) return;
    const startedAtMs = performance.now();
    if (isReacting) this.#reactions = await this.parts.reactor.react(this.tx, this.#decisions);
    // A consumer's transaction does not wait for the disk, but whoever acts on what is stored here will not ask again.
    if (!this.#reactions.isEmpty) await this.tx.query('SET LOCAL synchronous_commit TO DEFAULT');
    await appendDecisions(this.tx, this.#decisions, this.#reactions, this.parts);
    this.parts.telemetry.appended(rows, this.#decisions.length, performance.now() - startedAtMs);
  }

  /** Nothing of it was kept, as far as is known. */
  rolledBack(): void {
    this.#reactions.rolledBack();
  }

  /** After the commit: tells everyone. Never throws. */
  committed(): void {
    this.#reactions.committed();
    this.#tell();
  }

  /** After `rolledBack`: it was committed after all. Never rejects. */
  async recovered(): Promise<void> {
    await this.#reactions.recovered();
    this.#tell();
  }

  #tell(): void {
    for (const { events, after, request } of this.#decisions) {
      if (events.length > 0) this.parts.cache.set(request.aggregate, request.streamId, after);
    }
    this.parts.committed(this.events);
    for (const callback of this.#callbacks) {
      try {
        callback();
      } catch (error) {
        log.error({ err: error }, 'a callback after a commit failed');
      }
    }
  }

  /** As this transaction has left it so far. */
  async #current(aggregate: AnyAggregate, streamId: string): Promise<Folded> {
    const staged = this.#staged.get(streamId);
    if (staged) return staged;
    const folded = await this.parts.store.bringUpToDate(this.tx, new Map([[streamId, aggregate]]));
    return folded.get(streamId) ?? emptyStream(aggregate);
  }
}
