import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy, Optional } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock, Database, deriveId, logger, observableGauge, PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { BillingConfig } from '../billing.config.js';
import { ChargeSources } from './charge-sources.js';
import { Charges } from './charges.js';
import { LedgerCheck } from './ledger-check.js';
import { insertPostings, organisationsWaiting, postingId, removeApplied } from './ledger/posting-table.js';
import { type OpenReservation, openReservations } from './ledger/reservation-table.js';
import { UsageRunner } from './ledger/usage-runner.js';
import { QuotaNotifier } from './quota-notifier.js';
import { ShareOfTime } from './share-of-time.js';
import { UsageRetention } from './usage-retention.js';
import { BillableWorks } from './billable-works.js';

const DUTY = 'billing.sweeper';
/** Long enough for whoever accounts for the work to have booked what it used: closing before that would free what is not free. */
const SETTLED_BY_ITSELF_MS = 30_000;
const PAGE = 500;
/** Applied postings are kept this long, to be looked at when something is odd. */
const POSTINGS_KEPT_MS = 7 * 86_400_000;

const log = logger('billing');

/** Drives on what was left over; one process does it at a time, another takes over when it goes. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;
  private levelsSince = new Date(0);
  private readonly checks: ShareOfTime;
  private summedAtMs = -Infinity;
  private differences: number | null = null;
  private endGauge: () => void = () => undefined;

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly config: BillingConfig,
    locks: SessionLocks,
    private readonly database: Database,
    private readonly runner: UsageRunner,
    private readonly works: BillableWorks,
    private readonly notifier: QuotaNotifier,
    private readonly check: LedgerCheck,
    private readonly sources: ChargeSources,
    private readonly charges: Charges,
    private readonly clock: Clock,
    private readonly retention: UsageRetention,
    @Optional() scheduler?: SchedulerRegistry,
  ) {
    this.checks = new ShareOfTime(config.checkIntervalMs);
    const whenNotLeader = (): void => void (this.differences = null);
    const duty = { name: DUTY, intervalMs: config.sweepIntervalMs, run: () => this.look(), whenNotLeader };
    this.leader = new PeriodicLeader(duty, locks, scheduler);
  }

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.endGauge = observableGauge(
      'kadr_billing_differences',
      { description: 'Sums of the ledger that do not agree; where the sweeper runs', unit: '{difference}' },
      (result) => {
        if (this.differences !== null) result.observe(this.differences);
      },
    );
    this.leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.endGauge();
    await this.leader.stop();
    await this.runner.stop();
    await this.notifier.settled();
  }

  /** One look. Does nothing while another process has the lock. */
  sweep(): Promise<void> {
    return this.leader.tick();
  }

  private async look(): Promise<void> {
    await this.runner.bookAll();
    await this.charges.account();
    await this.closeEnded();
    await this.lookAtLevels();
    await removeApplied(this.database, POSTINGS_KEPT_MS);
    if (performance.now() - this.summedAtMs > this.config.retentionSweepMs) {
      await this.retention.sweep();
      this.summedAtMs = performance.now();
    }
    await this.checks.run(async () => {
      const differences = await this.check.compareTables();
      if (differences.length > 0) log.error({ differences: differences.slice(0, 20) }, 'the ledger does not agree with itself');
      this.differences = differences.length;
    });
  }

  /** Reservations of work that ended a while ago, and for which nothing waits to be booked. @returns how many were closed */
  async closeEnded(settledByItselfMs = SETTLED_BY_ITSELF_MS): Promise<number> {
    let closed = 0;
    for (let after: string | null = null; ;) {
      const page: OpenReservation[] = await openReservations(this.database, {
        ...{ orgId: null, olderThanMs: settledByItselfMs, limit: PAGE, after, withHeld: true },
      });
      closed += await this.closeOf(page, settledByItselfMs);
      after = page.at(-1)?.reservationId ?? null;
      if (page.length < PAGE) return closed;
    }
  }

  private async closeOf(page: readonly OpenReservation[], settledByItselfMs: number): Promise<number> {
    const endedAt = await this.works.endedAt(page.map(({ subject }) => subject));
    const waiting = new Set(await organisationsWaiting(this.database));
    const pending = await this.sources.pendingMicros(
      this.database,
      page.map(({ subject }) => subject.id),
    );
    const postings = page.flatMap(({ reservationId, orgId, subject }) => {
      const at = endedAt.get(`${subject.kind} ${subject.id}`);
      if (at === undefined || waiting.has(orgId) || pending.has(subject.id) || this.clock.nowMs() - Date.parse(at) < settledByItselfMs)
        return [];
      const effect = { close: { reservationId, orgId, at } };
      // Its end may have been said before, and have left a part of it open.
      return [{ id: deriveId(postingId(effect), 'swept'), orgId, reservationId, effect, correlationId: reservationId, causationId: null }];
    });
    if (postings.length === 0) return 0;
    log.warn({ reservations: postings.map(({ reservationId }) => reservationId) }, 'reservations of finished work are closed');
    await insertPostings(this.database, postings);
    for (const orgId of new Set(postings.map((posting) => posting.orgId))) await this.runner.book(orgId);
    return postings.length;
  }

  /** Of those accounts that changed since the last look; after a start, of all. */
  private async lookAtLevels(): Promise<void> {
    const [now] = await this.database.query<{ now: Date }>('SELECT now() AS now');
    const rows = await this.database.query<{ org_id: string }>(
      `SELECT DISTINCT org_id FROM billing.balances WHERE period_end > now() AND updated_at >= $1::timestamptz - interval '1 minute'`,
      [this.levelsSince.toISOString()],
    );
    for (const { org_id } of rows) await this.notifier.look(org_id);
    if (now) this.levelsSince = now.now;
  }
}
