import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { KnownResults } from '../run/application/known-results.js';
import { ScheduleTable } from '../schedule/application/schedule-table.js';

const HOUR_MS = 3_600_000;
/** What became of a tick is known for so long. */
const TICK_DAYS = 90;

/** Removes what is too old for anybody, in one process at a time. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;

  constructor(
    private readonly ticks: ScheduleTable,
    private readonly results: KnownResults,
    locks: SessionLocks,
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
  ) {
    this.leader = new PeriodicLeader({ name: 'workflows.forget', intervalMs: HOUR_MS, run: () => this.turn() }, locks);
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) this.leader.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leader.stop();
  }

  private async turn(): Promise<void> {
    await this.ticks.forget(TICK_DAYS);
    await this.results.forgetOld();
  }
}
