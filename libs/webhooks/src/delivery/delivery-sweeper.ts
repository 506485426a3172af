import { Inject, Injectable } from '@nestjs/common';
import { Database, deleteInBatches, PeriodicLeader, SessionLocks } from '#platform';
import { EndpointWork } from '../endpoints/endpoint-work.js';
import { WebhookEndpoints } from '../endpoints/endpoints.service.js';
import { OwnerNotices } from '../endpoints/owner-notices.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { deliveriesUnderWay } from './deliveries-under-way.js';
import { DeliveryTable } from './delivery-table.js';
import { DeliveryTelemetry } from './delivery-telemetry.js';

const TURN_MS = 1_000;
const WAKE_EVERY_MS = 5_000;
const COUNT_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 10 * 60_000;
/** Kept for an endpoint that is disabled, and then given up. */
const HELD_DAYS = 30;

/** What one process does for all: whatever was lost with another one goes on, and what is old is forgotten. */
@Injectable()
export class DeliverySweeper {
  readonly #leader: PeriodicLeader;
  readonly #lastAtMs = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly table: DeliveryTable,
    private readonly locks: SessionLocks,
    private readonly telemetry: DeliveryTelemetry,
    private readonly endpoints: WebhookEndpoints,
    private readonly work: EndpointWork,
    private readonly notices: OwnerNotices,
    @Inject(WEBHOOKS_CONFIG) private readonly config: WebhooksConfig,
  ) {
    this.#leader = new PeriodicLeader(
      {
        ...{ name: 'webhooks.sweep', intervalMs: TURN_MS, run: () => this.turn() },
        whenNotLeader: () => (this.telemetry.backlog = null),
      },
      locks,
    );
  }

  start(): void {
    this.#leader.start();
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  async turn(): Promise<void> {
    await this.recoverLost();
    await this.carryOn();
    await this.#every('wake', WAKE_EVERY_MS, async () => {
      this.telemetry.woken(await this.wakeSleepers());
      await this.makeUp();
      await this.notices.send();
      await this.work.forgetStrays();
    });
    await this.#every('count', COUNT_EVERY_MS, () => this.#count());
    await this.#every('forget', FORGET_EVERY_MS, () => this.forget());
  }

  async recoverLost(): Promise<number> {
    return this.table.recoverLost(new Set(await this.locks.aliveInstances()).add(this.locks.instance));
  }

  /** A lane that sleeps although something is due and nothing is being sent. @returns lanes; 0 unless something is wrong */
  async wakeSleepers(): Promise<number> {
    const rows = await this.database.query(
      `UPDATE webhooks.lanes l SET due_at = now()
        WHERE l.due_at IS NULL
          AND NOT EXISTS (SELECT FROM webhooks.leases s WHERE s.endpoint_id = l.endpoint_id)
          AND EXISTS (SELECT FROM webhooks.deliveries d WHERE d.endpoint_id = l.endpoint_id AND d.state = 'due' AND d.next_attempt_at <= now())
          AND NOT EXISTS (SELECT FROM webhooks.deliveries s WHERE s.endpoint_id = l.endpoint_id AND s.state = 'sending')
      RETURNING 1 AS one`,
    );
    return rows.length;
  }

  /** Of endpoints that were enabled a moment ago: what a fan-out that had not seen it yet has announced. */
  async makeUp(): Promise<void> {
    const rows = await this.database.query<{ endpoint_id: string; org_id: string }>(
      'SELECT endpoint_id, org_id FROM webhooks.lanes WHERE missing_after IS NOT NULL',
    );
    for (const { endpoint_id: endpointId, org_id: orgId } of rows) await this.endpoints.makeUp(orgId, endpointId);
  }

  /** In pages, and no longer than until the next turn. */
  async carryOn(): Promise<void> {
    for (const endsAt = performance.now() + TURN_MS; performance.now() < endsAt;) if (!(await this.work.carryOn())) return;
  }

  async forget(): Promise<void> {
    await deleteInBatches(
      this.database,
      `UPDATE webhooks.deliveries SET state = 'failed', ended_at = now() WHERE delivery_id = ANY(ARRAY(
         SELECT delivery_id FROM webhooks.deliveries
          WHERE state = 'held' AND ended_at < now() - $2 * interval '1 day' LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING 1 AS one`,
      [HELD_DAYS],
    );
    await deleteInBatches(
      this.database,
      `WITH old AS (
         DELETE FROM webhooks.deliveries WHERE delivery_id IN (
           SELECT delivery_id FROM webhooks.deliveries
            WHERE ended_at < now() - $2 * interval '1 day' AND state IN ('done', 'failed') LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING delivery_id),
       tries AS (DELETE FROM webhooks.attempts WHERE delivery_id IN (SELECT delivery_id FROM old))
       SELECT delivery_id FROM old`,
      [this.config.logDays],
    );
    await deleteInBatches(
      this.database,
      `DELETE FROM webhooks.announcements WHERE id IN (
         SELECT id FROM webhooks.announcements a WHERE occurred_at < now() - $2 * interval '1 day'
            AND NOT EXISTS (SELECT FROM webhooks.deliveries d WHERE d.announcement_id = a.id AND d.state IN ('due', 'sending', 'held'))
          LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
      [this.config.announcementDays],
    );
    await this.database.query(`DELETE FROM webhooks.secrets WHERE expires_at < now() - interval '1 day'`);
  }

  async #count(): Promise<void> {
    const deliveries = await deliveriesUnderWay(this.database);
    const endpoints = await this.database.query<{ status: string; count: number }>(
      `SELECT data->>'status' AS status, count(*)::int AS count FROM webhooks.endpoints GROUP BY 1`,
    );
    const [oldest] = await this.database.query<{ seconds: number }>(
      `SELECT coalesce(greatest(0, extract(epoch FROM now() - min(due_at))), 0)::float8 AS seconds FROM webhooks.lanes WHERE due_at IS NOT NULL`,
    );
    const counts = { due: 0, sending: 0, held: 0, ...Object.fromEntries(deliveries.map(({ state, deliveries: count }) => [state, count])) };
    this.telemetry.backlog = {
      deliveries: counts,
      endpoints: { enabled: 0, disabled: 0, ...Object.fromEntries(endpoints.map(({ status, count }) => [status, count])) },
      oldestDueSeconds: oldest?.seconds ?? 0,
    };
  }

  async #every(what: string, intervalMs: number, work: () => Promise<void>): Promise<void> {
    const now = performance.now();
    if (now - (this.#lastAtMs.get(what) ?? -Infinity) < intervalMs) return;
    this.#lastAtMs.set(what, now);
    await work();
  }
}
