import { Injectable } from '@nestjs/common';
import { type Context, type EventTransaction, UnitOfWork } from '#eventing';
import { Clock, Database, Ids, type Principal, type Queryable, actorOf } from '#platform';
import { EndpointLimits } from '../contracts/ports.js';
import { type EndpointSettings } from '../contracts/webhook-endpoint.events.js';
import { AnnouncementSink } from '../announcements/announcement-sink.js';
import { lockLanes } from '../delivery/delivery-table.js';
import { hold } from '../delivery/try-ends.js';
import {
  ChangeEndpoint,
  DeleteEndpoint,
  DisableEndpoint,
  EnableEndpoint,
  RegisterEndpoint,
  RotateSecret,
  type WebhookEndpointCommand,
} from '../domain/webhook-endpoint.commands.js';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';
import { TooManyEndpoints, UnknownEndpoint } from '../domain/webhook-endpoint.errors.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { LINKS_FROM, makeMissing, type Wanted, wakeLane } from './missing.js';

/** The newest catalogue. */
const VERSION = 1;
/** For so long a fan-out may be under way that has not seen the endpoint enabled. */
const MISSING_SECONDS = 60;

/** Commits with what it goes with, such as the answer to an idempotency key. */
export type Alongside<T> = (tx: EventTransaction, made: T) => Promise<void>;

/** Everything that organisations do with their endpoints. A foreign id is as unknown as one that never was. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
    private readonly secrets: EndpointSecrets,
    private readonly limits: EndpointLimits,
    private readonly sink: AnnouncementSink,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @returns its id and the secret, which is shown nowhere else @throws TooManyEndpoints */
  async register(
    principal: Principal,
    settings: EndpointSettings,
    isEnabled: boolean,
    alongside: Alongside<{ endpointId: string; secret: string; at: string }>,
  ): Promise<{ endpointId: string; secret: string; at: string }> {
    await this.secrets.claim();
    const { orgId } = principal;
    const limit = await this.limits.of(orgId);
    const endpointId = this.ids.next();
    const at = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhook endpoints of ' || $1::text, 0))`, [orgId]);
      const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM webhooks.endpoints WHERE org_id = $1',
        [orgId],
      );
      if (limit !== null && count >= limit) throw new TooManyEndpoints(limit);
      await tx.query('INSERT INTO webhooks.lanes (endpoint_id, org_id) VALUES ($1, $2)', [endpointId, orgId]);
      const { secret } = await this.secrets.add(tx, endpointId, new Date(at));
      const command = new RegisterEndpoint({ endpointId, settings, version: VERSION, isEnabled }, at);
      await tx.decide(webhookEndpoint, endpointId, command, actorOf(principal));
      const made = { endpointId, secret, at };
      await alongside(tx, made);
      return made;
    });
  }

  async change(principal: Principal, endpointId: string, settings: Partial<EndpointSettings>, isEnabled: boolean | null): Promise<void> {
    await this.#decide(actorOf(principal), endpointId, async (tx, decide) => {
      if (Object.keys(settings).length > 0) await decide(new ChangeEndpoint({ endpointId, settings }, this.clock.now()));
      if (isEnabled === false) {
        await lockLanes(tx, [endpointId]);
        await decide(new DisableEndpoint({ endpointId, reason: 'manual' }, this.clock.now()));
        await hold(tx, endpointId);
      }
    });
    if (isEnabled === true) await this.enable(principal, endpointId, 'send', async () => undefined);
  }

  /**
   * Enabled already: nothing changes. What it missed while it was disabled is sent, or what was held is given up.
   * @param alongside is told when it was enabled; null: it was before
   */
  async enable(principal: Principal, endpointId: string, backlog: 'send' | 'drop', alongside: Alongside<string | null>): Promise<void> {
    const after = await this.#decide(actorOf(principal), endpointId, async (tx, decide) => {
      await lockLanes(tx, [endpointId]);
      const position = await this.#disabledAt(tx, endpointId);
      const at = this.clock.now();
      if (!(await decide(new EnableEndpoint({ endpointId, backlog }, at)))) {
        await alongside(tx, null);
        return null;
      }
      await tx.query(
        backlog === 'send'
          ? `UPDATE webhooks.deliveries SET state = 'due', attempt = 0, next_attempt_at = now(), ended_at = NULL WHERE endpoint_id = $1 AND state = 'held'`
          : `UPDATE webhooks.deliveries SET state = 'failed', ended_at = now() WHERE endpoint_id = $1 AND state = 'held'`,
        [endpointId],
      );
      await tx.query(
        `UPDATE webhooks.lanes SET width = 1, failures = 0, failing_since = NULL, paused_until = NULL, due_at = now(),
                missing_after = $2, missing_until = now() + $3 * interval '1 second'
          WHERE endpoint_id = $1`,
        [endpointId, backlog === 'send' ? position : null, MISSING_SECONDS],
      );
      await alongside(tx, at);
      return backlog === 'send' ? position : null;
    });
    if (after === null) return;
    const wanted: Wanted = { after, since: null, until: null, types: [], only: 'missing', cause: 'backlog' };
    await this.database.transaction((tx) => makeMissing(tx, endpointId, principal.orgId, wanted));
    this.sink.announce();
  }

  /** @param overlapSeconds for so long bodies are signed with the secrets before as well @throws TooManySecrets */
  async rotate(
    principal: Principal,
    endpointId: string,
    overlapSeconds: number,
    alongside: Alongside<{ secret: string; previousUntil: string }>,
  ): Promise<{ secret: string; previousUntil: string }> {
    await this.secrets.claim();
    const nowMs = this.clock.nowMs();
    const until = new Date(nowMs + overlapSeconds * 1000);
    return this.#decide(actorOf(principal), endpointId, async (tx, decide) => {
      const { n, secret } = await this.secrets.add(tx, endpointId, until);
      const previousUntil = until.toISOString();
      await decide(new RotateSecret({ endpointId, secret: n, previousUntil }, new Date(nowMs).toISOString()));
      const made = { secret, previousUntil };
      await alongside(tx, made);
      return made;
    });
  }

  /** What was due is gone with it. Twice is safe. */
  async delete(by: Context, endpointId: string): Promise<void> {
    await this.#decide(by, endpointId, async (tx, decide) => {
      await decide(new DeleteEndpoint({ endpointId }, this.clock.now()));
      await lockLanes(tx, [endpointId]);
      await tx.query(
        `WITH gone AS (DELETE FROM webhooks.deliveries WHERE endpoint_id = $1 RETURNING delivery_id)
         DELETE FROM webhooks.attempts WHERE delivery_id IN (SELECT delivery_id FROM gone)`,
        [endpointId],
      );
      await tx.query('DELETE FROM webhooks.secrets WHERE endpoint_id = $1', [endpointId]);
      await tx.query('DELETE FROM webhooks.lanes WHERE endpoint_id = $1', [endpointId]);
    });
  }

  /** @returns deliveries that are due because of it */
  async replay(principal: Principal, endpointId: string, wanted: Wanted, alongside: Alongside<number>): Promise<number> {
    await this.mustBeOf(this.database, principal.orgId, endpointId);
    return this.unitOfWork.run(async (tx) => {
      const made = await makeMissing(tx, endpointId, principal.orgId, wanted);
      tx.afterCommit(() => this.sink.announce());
      await alongside(tx, made);
      return made;
    });
  }

  /** A body of the catalogue's example, sent at once, also while the endpoint is disabled. @returns id of the delivery */
  async test(principal: Principal, endpointId: string, type: string, alongside: Alongside<string>): Promise<string> {
    const deliveryId = this.ids.next();
    await this.mustBeOf(this.database, principal.orgId, endpointId);
    return this.unitOfWork.run(async (tx) => {
      await tx.query(
        `INSERT INTO webhooks.deliveries (delivery_id, org_id, endpoint_id, announcement_id, position, type, cause, is_forced)
         VALUES ($1, $2, $3, $4, 0, $5, 'test', true)`,
        [deliveryId, principal.orgId, endpointId, this.ids.derive(deliveryId, 'test'), type],
      );
      await wakeLane(tx, endpointId);
      tx.afterCommit(() => this.sink.announce());
      await alongside(tx, deliveryId);
      return deliveryId;
    });
  }

  /** Sent once more at once, also to a disabled endpoint; what is being sent at this moment is. @returns false: there is no such delivery */
  async redeliver(principal: Principal, deliveryId: string, alongside: Alongside<void>): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<{ endpoint_id: string }>(
        'SELECT endpoint_id FROM webhooks.deliveries WHERE delivery_id = $1 AND org_id = $2',
        [deliveryId, principal.orgId],
      );
      if (!row) return false;
      await lockLanes(tx, [row.endpoint_id]);
      await tx.query(
        `UPDATE webhooks.deliveries d
            SET state = 'due', attempt = 0, is_forced = true, next_attempt_at = now(), ended_at = NULL,
                cause = CASE WHEN cause = 'test' THEN cause ELSE 'redelivery' END,
                links_from = coalesce(
                  (SELECT ${LINKS_FROM('a.occurred_at')} FROM webhooks.announcements a WHERE a.id = d.announcement_id), links_from)
          WHERE delivery_id = $1 AND state <> 'sending'`,
        [deliveryId],
      );
      await wakeLane(tx, row.endpoint_id);
      tx.afterCommit(() => this.sink.announce());
      await alongside(tx);
      return true;
    });
  }

  /** @throws UnknownEndpoint */
  async mustBeOf(db: Queryable, orgId: string, endpointId: string): Promise<void> {
    const rows = await db.query('SELECT 1 AS one FROM webhooks.endpoints WHERE key = $1 AND org_id = $2', [endpointId, orgId]);
    if (rows.length === 0) throw new UnknownEndpoint(endpointId);
  }

  /** @param work is given a function that decides; it returns whether anything changed */
  async #decide<T>(
    by: Context,
    endpointId: string,
    work: (tx: EventTransaction, decide: (command: WebhookEndpointCommand) => Promise<boolean>) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      await this.mustBeOf(tx, by.orgId, endpointId);
      return work(tx, async (command) => {
        const { events } = await tx.decide(webhookEndpoint, endpointId, command, by);
        return events.length > 0;
      });
    });
  }

  async #disabledAt(tx: Queryable, endpointId: string): Promise<number | null> {
    const [row] = await tx.query<{ position: string | null }>(
      `SELECT data->>'disabledPosition' AS position FROM webhooks.endpoints WHERE key = $1`,
      [endpointId],
    );
    return row?.position == null ? null : Number(row.position);
  }
}
