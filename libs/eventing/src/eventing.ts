import { CacheRoom, Clock, type Database, deriveId, Ids, observableGauge, type SessionLocks } from '#platform';
import { LogArchive } from './archive/log-archive.js';
import { SubjectStreams } from './archive/subject-streams.js';
import { Consumer } from './consumers/consumer.js';
import { ConsumerTelemetry } from './consumers/consumer-telemetry.js';
import { ConsumerProgress } from './consumers/consumer-progress.js';
import { DeadLetters } from './consumers/dead-letters.js';
import { ProcessManagerHandler } from './consumers/process-manager-handler.js';
import { ProgressSaves } from './consumers/progress-saves.js';
import { ProjectionHandler } from './consumers/projection-handler.js';
import { ReactionHandler } from './consumers/reaction-handler.js';
import { StateProjectionHandler } from './consumers/state-projection-handler.js';
import { type Recorded } from './domain/index.js';
import { EventSignals } from './event-signals.js';
import { type EventingConfig } from './eventing.config.js';
import { EventLog } from './log/event-log.js';
import { NatsLink } from './nats/nats-link.js';
import { StreamErasure } from './personal/stream-erasure.js';
import { Vault } from './personal/vault.js';
import { Relay } from './nats/relay.js';
import { InlineReactor } from './inline/inline-reactor.js';
import { InlineProjections } from './projections/inline-projections.js';
import { Projections } from './projections/projections.js';
import { RestoredLog } from './restore/restored-log.js';
import { type EventingRegistry, isOfState } from './registry.js';
import { EventStore } from './store/event-store.js';
import { OwnEvents } from './store/own-events.js';
import { FoldCache } from './store/fold-cache.js';
import { StoreTelemetry } from './store/store-telemetry.js';
import { UnitOfWork } from './store/unit-of-work.js';

export interface EventingParts {
  readonly database: Database;
  readonly locks: SessionLocks;
  readonly registry: EventingRegistry;
  readonly config: EventingConfig;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** The whole of eventing in one process, put together. Nest's module is a thin shell around it; specs and benchmarks use it as it is. */
export class Eventing {
  readonly signals = new EventSignals();
  readonly unitOfWork: UnitOfWork;
  readonly store: EventStore;
  readonly eventLog: EventLog;
  readonly projections: Projections;
  readonly deadLetters: DeadLetters;
  readonly consumerProgress: ConsumerProgress;
  readonly erasure: StreamErasure;
  readonly archive: LogArchive;
  readonly subjectStreams: SubjectStreams;
  readonly restored: RestoredLog;
  readonly #nats: NatsLink | null;
  readonly #ids: Ids;
  readonly #cache: FoldCache;
  readonly #own = new OwnEvents();
  /** Of all states that are folded from streams. */
  readonly #room: CacheRoom;
  readonly #reactor: InlineReactor;
  readonly #vault: Vault;
  #consumers: Consumer[] = [];
  #relay: Relay | null = null;
  #unwatch: (() => void)[] = [];

  private constructor(private readonly parts: EventingParts & { readonly vault: Vault }) {
    const { database, locks, registry, config } = parts;
    const clock = parts.clock ?? new Clock();
    this.#ids = parts.ids ?? new Ids();
    this.#room = new CacheRoom('states', config.stateCacheBytes);
    const cache = (this.#cache = new FoldCache(this.#room));
    const vault = (this.#vault = parts.vault);
    this.#reactor = new InlineReactor(registry, vault, this.#room);
    this.eventLog = new EventLog(database, registry, vault, config);
    this.#nats = config.natsUrl === null ? null : new NatsLink(config.natsUrl, config.subjectPrefix, () => void this.eventLog.refresh());
    this.store = new EventStore(database, registry, cache, this.eventLog, vault, this.#own);
    this.unitOfWork = new UnitOfWork(
      {
        ...{ database, store: this.store, cache, inline: new InlineProjections(registry), reactor: this.#reactor },
        ...{ telemetry: new StoreTelemetry(), vault },
        environment: { partitions: config.partitions, derive: deriveId, now: () => clock.now() },
        committed: (events) => this.#committed(events),
      },
      this.#ids,
    );
    this.projections = new Projections(database, locks, this.eventLog, registry, vault);
    this.consumerProgress = new ConsumerProgress(database);
    this.erasure = new StreamErasure(registry, vault, [cache, this.#reactor]);
    this.archive = new LogArchive(database, registry, config, clock, locks);
    this.subjectStreams = new SubjectStreams(database, registry, vault);
    this.restored = new RestoredLog({ database, registry, vault, eventLog: this.eventLog, config });
    this.deadLetters = new DeadLetters(database, () => this.#consumers.forEach((consumer) => consumer.retry()));
    this.eventLog.onAdvance((events) => {
      for (const event of events) cache.outdatedBy(event);
      this.signals.announce(events);
    });
  }

  /** The number of partitions is the database's own: the first process fixes it. */
  static async open(parts: EventingParts): Promise<Eventing> {
    const rows = await parts.database.query<{ value: number }>(
      `WITH first AS (INSERT INTO eventing.settings (name, value) VALUES ('partitions', $1::jsonb) ON CONFLICT DO NOTHING RETURNING value)
       SELECT value FROM first UNION ALL SELECT value FROM eventing.settings WHERE name = 'partitions'`,
      [JSON.stringify(parts.config.partitions)],
    );
    const partitions = rows[0]?.value;
    if (partitions === undefined) return Eventing.open(parts); // somebody else's first start has just been committed
    const vault = new Vault(parts.config.secretsKey);
    await vault.verify(parts.database);
    return new Eventing({ ...parts, vault, config: { ...parts.config, partitions } });
  }

  /** Whether NATS is reachable at this moment; null: this process was given none. */
  get isNatsUp(): boolean | null {
    return this.#nats === null ? null : this.#nats.connection !== null;
  }

  /** After all libs have registered. `consumers`: whether this process carries process managers, projections and the relay. */
  async start({ consumers }: { consumers: boolean }): Promise<void> {
    const { database, locks, registry, config } = this.parts;
    registry.checkCompleteness();
    this.#unwatch.push(locks.onConnectionLost(() => this.#forget()));
    await this.eventLog.follow();
    await this.projections.bringUpToDate();
    this.#nats?.start();
    if (!consumers) return;
    const telemetry = new ConsumerTelemetry();
    const { partitions, firstRetryMs } = config;
    const { unitOfWork, eventLog } = this;
    const vault = this.#vault;
    const progress = new ProgressSaves(database);
    const parts = { database, unitOfWork, locks, eventLog, ids: this.#ids, partitions, firstRetryMs, telemetry, progress };
    const processManagers = registry.processManagers.map((one) => new ProcessManagerHandler(one, registry, database, vault, this.#room));
    const reactions = registry.reactions.map((one) => new ReactionHandler(one, registry));
    const projections = registry.projections
      .filter(({ mode }) => mode === 'async')
      .map((one) =>
        isOfState(one) ? new StateProjectionHandler(one, registry, database, this.store) : new ProjectionHandler(one, registry, database),
      );
    this.#consumers = [...processManagers, ...reactions, ...projections].map((handler) => new Consumer(handler, parts));
    for (const consumer of this.#consumers) consumer.start();
    this.#unwatch.push(telemetry.watch(this.#consumers));
    this.archive.start();
    if (this.#nats) this.#startRelay(this.#nats);
  }

  /** Finishes what is at hand and gives everything back. Appends still work. Twice is safe. */
  async stop(): Promise<void> {
    for (const end of this.#unwatch.splice(0)) end();
    await this.archive.stop();
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
    await this.#relay?.stop();
    this.#relay = null;
    await this.eventLog.stop();
    await this.#nats?.stop();
  }

  #startRelay(nats: NatsLink): void {
    const { database, locks, registry, config } = this.parts;
    const relay = new Relay(database, locks, this.eventLog, registry, nats, config);
    this.#relay = relay;
    relay.start();
    this.#unwatch.push(
      observableGauge('kadr_relay_lag_events', { description: 'Positions not yet published; where the relay runs' }, (result) => {
        const lag = relay.lag();
        if (lag) result.observe(lag.events);
      }),
      observableGauge(
        'kadr_relay_lag_seconds',
        { description: 'Age of the oldest event that could not be published', unit: 's' },
        (result) => {
          const lag = relay.lag();
          if (lag) result.observe(lag.seconds);
        },
      ),
    );
  }

  /** With the connection for locks the server may have been replaced by one that lacks the last commits. */
  #forget(): void {
    this.#cache.forgetAll();
    this.#own.forgetAll();
    this.#reactor.forgetAll();
    this.#vault.forgetAll();
    this.eventLog.forget();
  }

  #committed(events: readonly Recorded[]): void {
    if (events.length === 0) return;
    this.#vault.committed(events);
    this.#own.committed(events);
    this.eventLog.committed(events);
    this.#nats?.signal();
  }
}
