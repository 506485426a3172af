import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { KnownResults } from '../run/application/known-results.js';
import { Retention } from '../run/application/retention.js';
import { Slots } from '../run/application/slots.js';
import { ScheduleTable } from '../schedule/application/schedule-table.js';

const HOUR_MS = 3_600_000;
const SWEEP_MS = 60_000;
/** What became of a tick is known for so long. */
const TICK_DAYS = 90;

/** Removes what is too old for anybody, and frees places that are held by nobody; in one process at a time. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leaders: readonly PeriodicLeader[];

  constructor(
    private readonly ticks: ScheduleTable,
    private readonly results: KnownResults,
    private readonly retention: Retention,
    slots: Slots,
    locks: SessionLocks,
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
  ) {
    this.leaders = [
      new PeriodicLeader({ name: 'workflows.forget', intervalMs: HOUR_MS, run: () => this.turn() }, locks),
      new PeriodicLeader({ name: 'workflows.slots', intervalMs: SWEEP_MS, run: () => slots.sweep() }, locks),
    ];
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) for (const leader of this.leaders) leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.leaders.map((leader) => leader.stop()));
  }

  private async turn(): Promise<void> {
    await this.ticks.forget(TICK_DAYS);
    await this.results.forgetOld();
    await this.retention.sweep();
  }
}
