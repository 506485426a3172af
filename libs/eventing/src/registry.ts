import { Injectable } from '@nestjs/common';
import {
  type AnyAggregate,
  type Command,
  type Aggregate,
  type Event,
  type ProcessManager,
  type Projection,
  type Reaction,
  type StateProjection,
  type Tell,
} from './domain/index.js';
import { Effects } from './consumers/effects.js';
import { type EffectSink } from './store/contracts.js';

export type EventProjection = Projection<Event, object>;
export type AnyStateProjection = StateProjection<Command, unknown, Event, object>;
export type AnyProjection = EventProjection | AnyStateProjection;

export const isOfState = (projection: AnyProjection): projection is AnyStateProjection => 'rowOf' in projection;
export type AnyProcessManager = ProcessManager<Event, unknown, unknown>;

export type AnyReaction = Reaction<Event, unknown>;

export interface RegisteredProcessManager {
  readonly processManager: AnyProcessManager;
  readonly effects: Effects;
}

export interface RegisteredReaction {
  readonly reaction: AnyReaction;
  readonly effects: Effects;
}

/** Whoever returns effects besides `tell` must say where they go. */
type SinkFor<Effect> = [Exclude<Effect, Tell>] extends [never] ? [] : [sink: EffectSink<Exclude<Effect, Tell>>];

const TABLE_NAME = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;

/** What the libs bring along: filled while the modules are made (constructor or `onModuleInit`), read when the app has started. */
@Injectable()
export class EventingRegistry {
  readonly #aggregates = new Map<string, AnyAggregate>();
  readonly #projections = new Map<string, AnyProjection>();
  readonly #processManagers = new Map<string, RegisteredProcessManager>();
  readonly #reactions = new Map<string, RegisteredReaction>();

  /** The same aggregate twice is one. @throws Error when another one has its name */
  aggregate<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>): this {
    add(this.#aggregates, 'aggregate', aggregate.name, aggregate as unknown as AnyAggregate);
    return this;
  }

  projection<C extends Command, S, E extends Event, Row extends object>(
    projection: Projection<E, Row> | StateProjection<C, S, E, Row>,
  ): this {
    if (!TABLE_NAME.test(projection.table))
      throw new Error(`${projection.name}: the table must be named "schema.table", not "${projection.table}"`);
    add(this.#projections, 'projection', projection.name, projection as unknown as AnyProjection);
    return this;
  }

  processManager<E extends Event, S, Effect>(processManager: ProcessManager<E, S, Effect>, ...sink: SinkFor<Effect>): this {
    const { name } = processManager;
    const known = this.#processManagers.get(name);
    if (known && known.processManager !== (processManager as unknown)) throw new Error(`two process managers are called ${name}`);
    this.#mustBeFree(name, this.#reactions);
    const effects = new Effects(name, (sink[0] as EffectSink<unknown> | undefined) ?? null);
    this.#processManagers.set(name, { processManager: processManager as unknown as AnyProcessManager, effects });
    return this;
  }

  reaction<E extends Event, Effect>(reaction: Reaction<E, Effect>, ...sink: SinkFor<Effect>): this {
    const { name } = reaction;
    const known = this.#reactions.get(name);
    if (known && known.reaction !== (reaction as unknown)) throw new Error(`two reactions are called ${name}`);
    this.#mustBeFree(name, this.#processManagers);
    const effects = new Effects(name, (sink[0] as EffectSink<unknown> | undefined) ?? null);
    this.#reactions.set(name, { reaction: reaction as unknown as AnyReaction, effects });
    return this;
  }

  get aggregateNames(): readonly string[] {
    return [...this.#aggregates.keys()];
  }

  get projections(): readonly AnyProjection[] {
    return [...this.#projections.values()];
  }

  get processManagers(): readonly RegisteredProcessManager[] {
    return [...this.#processManagers.values()];
  }

  get reactions(): readonly RegisteredReaction[] {
    return [...this.#reactions.values()];
  }

  projectionNamed(name: string): AnyProjection | undefined {
    return this.#projections.get(name);
  }

  /** The aggregate a stream belongs to: the longest registered name its id begins with. */
  aggregateOf(streamId: string): AnyAggregate | undefined {
    // Ids are mostly uuids: what stands before the last 36 characters is then the name.
    const direct = streamId.at(-37) === '-' ? this.#aggregates.get(streamId.slice(0, -37)) : undefined;
    return direct ?? this.#search(streamId);
  }

  /** Names of the process managers and reactions that follow the stream's aggregate. */
  followersOf(streamId: string): string[] {
    const name = this.aggregateOf(streamId)?.name;
    return [...this.processManagers.map(({ processManager }) => processManager), ...this.reactions.map(({ reaction }) => reaction)].flatMap(
      (follower) => (name !== undefined && [follower.follows].flat().includes(name) ? [follower.name] : []),
    );
  }

  /** @throws Error naming each process manager, reaction and projection of states whose aggregate nobody has registered */
  checkCompleteness(): void {
    const followers = [
      ...this.processManagers.map(({ processManager }) => processManager),
      ...this.reactions.map(({ reaction }) => reaction),
    ];
    const lost = followers.flatMap(({ name, follows }) =>
      [follows].flat().flatMap((aggregate) => (this.#aggregates.has(aggregate) ? [] : [`${name} follows "${aggregate}"`])),
    );
    for (const projection of this.projections.filter(isOfState)) {
      const { aggregate, name } = projection;
      if (this.#aggregates.get(aggregate.name) !== aggregate) lost.push(`${name} shows "${aggregate.name}"`);
    }
    if (lost.length > 0) throw new Error(`process managers, reactions or projections without an aggregate: ${lost.join(', ')}`);
  }

  /** Both have their checkpoints under their name. */
  #mustBeFree(name: string, others: ReadonlyMap<string, unknown>): void {
    if (others.has(name)) throw new Error(`a process manager and a reaction are both called ${name}`);
  }

  #search(streamId: string): AnyAggregate | undefined {
    let found: AnyAggregate | undefined;
    for (const aggregate of this.#aggregates.values()) {
      if (streamId.startsWith(`${aggregate.name}-`) && aggregate.name.length > (found?.name.length ?? -1)) found = aggregate;
    }
    return found;
  }
}

function add<T>(known: Map<string, T>, kind: string, name: string, value: T): void {
  const other = known.get(name);
  if (other !== undefined && other !== value) throw new Error(`two ${kind}s are called ${name}`);
  known.set(name, value);
}
