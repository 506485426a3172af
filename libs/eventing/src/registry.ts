import { Injectable } from '@nestjs/common';
import {
  type AnyAggregate,
  type Command,
  type Aggregate,
  type Event,
  type ProcessManager,
  type Projection,
  type Recorded,
} from './domain/index.js';
import { type EffectSink } from './store/contracts.js';

export type AnyProjection = Projection<Event, object>;
export type AnyProcessManager = ProcessManager<Event, unknown, unknown>;

export interface RegisteredProcessManager {
  readonly processManager: AnyProcessManager;
  readonly sink: EffectSink<unknown>;
}

const TABLE_NAME = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;

/** What the libs bring along: filled while the modules are made (constructor or `onModuleInit`), read when the app has started. */
@Injectable()
export class EventingRegistry {
  readonly #aggregates = new Map<string, AnyAggregate>();
  readonly #projections = new Map<string, AnyProjection>();
  readonly #processManagers = new Map<string, RegisteredProcessManager>();

  /** The same aggregate twice is one. @throws Error when another one has its name */
  aggregate<C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>): this {
    add(this.#aggregates, 'aggregate', aggregate.name, aggregate as unknown as AnyAggregate);
    return this;
  }

  projection<E extends Event, Row extends object>(projection: Projection<E, Row>): this {
    if (!TABLE_NAME.test(projection.table))
      throw new Error(`${projection.name}: the table must be named "schema.table", not "${projection.table}"`);
    add(this.#projections, 'projection', projection.name, projection as unknown as AnyProjection);
    return this;
  }

  processManager<E extends Event, S, Effect>(processManager: ProcessManager<E, S, Effect>, sink: EffectSink<Effect>): this {
    const known = this.#processManagers.get(processManager.name);
    if (known && known.processManager !== (processManager as unknown))
      throw new Error(`two process managers are called ${processManager.name}`);
    this.#processManagers.set(processManager.name, {
      processManager: processManager as unknown as AnyProcessManager,
      sink: sink as EffectSink<unknown>,
    });
    return this;
  }

  get projections(): readonly AnyProjection[] {
    return [...this.#projections.values()];
  }

  get processManagers(): readonly RegisteredProcessManager[] {
    return [...this.#processManagers.values()];
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

  follows(processManager: AnyProcessManager, event: Recorded): boolean {
    return this.aggregateOf(event.streamId)?.name === processManager.follows;
  }

  /** @throws Error naming each process manager that follows an aggregate nobody has registered */
  checkCompleteness(): void {
    const lost = this.processManagers.filter(({ processManager }) => !this.#aggregates.has(processManager.follows));
    if (lost.length === 0) return;
    const sentences = lost.map(({ processManager }) => `${processManager.name} follows "${processManager.follows}"`);
    throw new Error(`process managers without an aggregate: ${sentences.join(', ')}`);
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
