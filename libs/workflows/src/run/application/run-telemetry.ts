import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Eventing } from '#eventing';
import { PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { RunMeasures } from './run-measures.js';

/** As often as metrics are read. */
const INTERVAL_MS = 15_000;

/** What becomes of runs and their nodes, told by one process at a time: each of them hears of every event. */
@Injectable()
export class RunTelemetry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly measures: RunMeasures;
  private readonly leader: PeriodicLeader;

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    locks: SessionLocks,
    { eventLog, store }: Eventing,
  ) {
    this.measures = new RunMeasures(eventLog, store);
    const duty = { run: () => this.measures.look(), whenNotLeader: () => this.measures.forget() };
    this.leader = new PeriodicLeader({ name: 'workflows.measures', intervalMs: INTERVAL_MS, ...duty }, locks);
  }

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.measures.start();
    this.leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.measures.stop();
    await this.leader.stop();
  }
}
