import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Eventing, type EventStore } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { histogram, PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { type QuotaReservationEvent } from '../contracts/billing.events.js';
import { quotaReservation } from '../domain/quota-reservation.decider.js';

/** As often as metrics are read. */
const INTERVAL_MS = 15_000;
/** Of one look; the others are left to the next. */
const AT_ONCE = 200;
/** What has not been looked at by then is not measured: these are samples, and no list that grows. */
const MOST = 10_000;

/** How far estimates of money were right, of the work whose reservation was closed while this process leads. */
export class EstimateRatios {
  private readonly ratio = histogram('kadr_estimate_ratio', {
    description: 'What work has cost at providers for each unit of money that was set aside for it, when it has ended; by the leader',
    buckets: [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.3, 1.5, 2, 4],
  });
  private readonly closed = new Set<string>();
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly eventLog: Pick<Eventing['eventLog'], 'onAdvance'>,
    private readonly store: Pick<EventStore, 'loadMany'>,
  ) {}

  start(): void {
    this.unwatch = this.eventLog.onAdvance((events) => {
      for (const { type, data } of events as unknown as readonly Recorded<QuotaReservationEvent>[]) {
        if (type === 'QuotaReleased' && data.reason === 'closed' && this.closed.size < MOST) this.closed.add(data.reservationId);
      }
    });
  }

  stop(): void {
    this.unwatch();
  }

  /** Another process measures them. */
  forget(): void {
    this.closed.clear();
  }

  async look(): Promise<void> {
    const ids = [...this.closed].slice(0, AT_ONCE);
    if (ids.length === 0) return;
    const loaded = await this.store.loadMany(quotaReservation, ids);
    for (const id of ids) {
      this.closed.delete(id);
      const state = loaded.get(id)?.state;
      // What was made here, and what was never estimated, has no ratio.
      if (state && state.status !== 'absent' && state.money.reserved > 0) this.ratio.record(state.money.settled / state.money.reserved);
    }
  }
}

/** Told by one process at a time: each sees the whole log. */
@Injectable()
export class EstimateTelemetry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ratios: EstimateRatios;
  private readonly leader: PeriodicLeader | null;

  constructor({ eventLog, store }: Eventing, @Inject(ROLES) roles: ReadonlySet<Role>, locks: SessionLocks) {
    this.ratios = new EstimateRatios(eventLog, store);
    const duty = {
      ...{ name: 'billing.estimates', intervalMs: INTERVAL_MS },
      run: () => this.ratios.look(),
      whenNotLeader: () => this.ratios.forget(),
    };
    this.leader = roles.has('scheduler') ? new PeriodicLeader(duty, locks) : null;
  }

  onApplicationBootstrap(): void {
    if (!this.leader) return;
    this.ratios.start();
    this.leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.ratios.stop();
    await this.leader?.stop();
  }
}
