import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { observableGauge, PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { BatchTable, type LiveBatches } from './batch-table.js';

/** As often as metrics are read. */
const INTERVAL_MS = 15_000;
/** Told as 0 where none is: what is missing from a board looks like what is broken. */
const STATES = ['running', 'awaiting_approval', 'requested', 'item_failed', 'quota_exceeded'];

/** What batches there are, told by one process at a time. */
@Injectable()
export class BatchTelemetry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;
  /** Null: another process leads. */
  private found: readonly LiveBatches[] | null = null;
  private stops: readonly (() => void)[] = [];

  constructor(
    private readonly table: BatchTable,
    locks: SessionLocks,
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
  ) {
    const whenNotLeader = (): void => void (this.found = null);
    const run = async (): Promise<void> => void (this.found = await this.table.live());
    this.leader = new PeriodicLeader({ name: 'batches.measures', intervalMs: INTERVAL_MS, run, whenNotLeader }, locks);
  }

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.stops = this.gauges();
    this.leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const stop of this.stops) stop();
    await this.leader.stop();
  }

  /** One look now, where this process leads or can. */
  measure(): Promise<void> {
    return this.leader.tick();
  }

  private gauges(): readonly (() => void)[] {
    return [
      observableGauge(
        'kadr_live_batches',
        { description: 'Batches that have not ended, by state (running, or why they are paused); by the leader', unit: '{batch}' },
        (result) => {
          for (const state of this.found ? STATES : []) {
            result.observe(this.found?.find((one) => one.state === state)?.batches ?? 0, { state });
          }
        },
      ),
      observableGauge(
        'kadr_live_batch_items',
        { description: 'Rows of batches that have not ended: pending, running; by the leader', unit: '{item}' },
        (result) => {
          for (const status of this.found ? (['pending', 'running'] as const) : []) {
            result.observe(this.found?.reduce((sum, one) => sum + one[status], 0) ?? 0, { status });
          }
        },
      ),
    ];
  }
}
