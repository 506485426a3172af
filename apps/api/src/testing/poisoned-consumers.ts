import { randomUUID } from 'node:crypto';
import { type Client } from 'pg';
import { type EventingRegistry } from '#eventing';
import { type Recorded } from '#eventing/domain';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An event of a stream of its own, at which a consumer fails. */
export interface Poison {
  readonly consumer: string;
  readonly streamId: string;
  readonly type: string;
}

/** Has every consumer that is registered fail at an event made for it, and leave it alone once that is over. */
export class PoisonedConsumers {
  readonly poisons: readonly Poison[];
  #isOver = false;
  readonly #restoring: (() => void)[] = [];

  constructor(private readonly registry: EventingRegistry) {
    this.poisons = [...this.#processManagers(), ...this.#reactions(), ...this.#projections()];
  }

  /** Stores the events, as if somebody had appended them. */
  async append(sql: Client, orgId: string): Promise<void> {
    for (const { streamId, type } of this.poisons) {
      const aggregate = this.registry.aggregateOf(streamId);
      const versions = aggregate?.schemaVersions as Readonly<Record<string, number>> | undefined;
      const metadata = { orgId, correlationId: randomUUID(), causationId: null, actor: 'system', traceparent: null };
      await sql.query(
        `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
         VALUES (gen_random_uuid(), $1, 1, $2, $3, $4, $5, 0, '{}', $6)`,
        [streamId, type, versions?.[type], aggregate?.module, orgId, metadata],
      );
    }
  }

  /** What made them fail is mended. */
  heal(): void {
    this.#isOver = true;
  }

  /** As they were. No event of theirs may be left then. */
  restore(): void {
    for (const restore of this.#restoring) restore();
  }

  /** Whether the event is not the consumer's business. @throws Error while it is its poison */
  #isForeign(name: string, { streamId }: Pick<Recorded, 'streamId'>): boolean {
    const poison = this.poisons.find((one) => one.streamId === streamId);
    if (!poison) return false;
    if (poison.consumer === name && !this.#isOver) throw new Error('poisoned for the spec');
    return true;
  }

  #processManagers(): Poison[] {
    return this.registry.processManagers.map(({ processManager }) => {
      const one = processManager as Mutable<typeof processManager>;
      const { evolve, react, reactsTo, follows, name } = one;
      one.evolve = (state, event) => (this.#isForeign(name, event) ? state : evolve.call(one, state, event));
      one.react = (state, event) => (this.#isForeign(name, event) ? [] : react.call(one, state, event));
      this.#restoring.push(() => Object.assign(one, { evolve, react }));
      return { consumer: name, streamId: `${follows}-${randomUUID()}`, type: reactsTo[0] ?? '' };
    });
  }

  #reactions(): Poison[] {
    return this.registry.reactions.flatMap(({ reaction }) => {
      const on = reaction.on as Record<string, (event: Recorded) => Iterable<unknown>>;
      const before = { ...on };
      for (const [type, react] of Object.entries(before)) on[type] = (event) => (this.#isForeign(reaction.name, event) ? [] : react(event));
      this.#restoring.push(() => Object.assign(on, before));
      return [reaction.follows].flat().flatMap((follows) => {
        const type = Object.keys(before).find((known) => known in (this.registry.aggregateOf(`${follows}-`)?.schemaVersions ?? {}));
        return type === undefined ? [] : [{ consumer: reaction.name, streamId: `${follows}-${randomUUID()}`, type }];
      });
    });
  }

  #projections(): Poison[] {
    const asynchronous = this.registry.projections.filter(({ mode }) => mode === 'async');
    return asynchronous.flatMap((projection) => {
      if ('rowOf' in projection) throw new Error(`${projection.name} shows states: say here how it is poisoned`);
      const one = projection as Mutable<typeof projection>;
      const { keyOf, evolve, handles, name } = one;
      const isOurs = (streamId: string): boolean => this.poisons.some((poison) => poison.streamId === streamId);
      one.keyOf = (event) => (isOurs((event as Recorded).streamId) ? (event as Recorded).streamId : keyOf.call(one, event));
      one.evolve = (row, event) => (this.#isForeign(name, event) ? null : evolve.call(one, row, event));
      this.#restoring.push(() => Object.assign(one, { keyOf, evolve }));
      const follows = this.registry.aggregateNames.find((known) =>
        handles.some((type) => type in (this.registry.aggregateOf(`${known}-`)?.schemaVersions ?? {})),
      );
      const type = handles.find((known) => known in (this.registry.aggregateOf(`${follows}-`)?.schemaVersions ?? {}));
      return [{ consumer: name, streamId: `${follows}-${randomUUID()}`, type: type ?? '' }];
    });
  }
}
