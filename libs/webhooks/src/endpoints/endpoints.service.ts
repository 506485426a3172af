import { Injectable } from '@nestjs/common';
import { type Context, type EventTransaction, UnitOfWork } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { Clock, Erasers, Ids, type Principal, type Queryable, actorOf } from '#platform';
import { EndpointLimits } from '../contracts/ports.js';
import { type EndpointSettings } from '../contracts/webhook-endpoint.events.js';
import { AnnouncementReader } from '../announcements/announcement-reader.js';
import { AnnouncementSink } from '../announcements/announcement-sink.js';
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
import { EndpointWork, lockLane, wakeLane } from './endpoint-work.js';
import { type EndpointRow } from './endpoints.projection.js';
import { type Asked, LINKS_FROM, reachOf } from './replay-page.js';

/** The newest catalogue. */
const VERSION = 1;
/** For so long a fan-out may be under way that has not seen the endpoint enabled. */
const MISSING_SECONDS = 60;

/** Commits with what it goes with, such as the answer to an idempotency key. */
export type Alongside<T> = (tx: EventTransaction, made: T) => Promise<void>;

/** @returns whether anything has changed */
type Decide = (command: WebhookEndpointCommand) => Promise<boolean>;

/** Everything that organisations do with their endpoints. A foreign id is as unknown as one that never was. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: EndpointSecrets,
    private readonly limits: EndpointLimits,
    private readonly reader: AnnouncementReader,
    private readonly work: EndpointWork,
    private readonly sink: AnnouncementSink,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly erasers: Erasers,
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

  /** All of it in one transaction, `isEnabled` as `enable` and its backlog have it. */
  async change(principal: Principal, endpointId: string, settings: Partial<EndpointSettings>, isEnabled: boolean | null): Promise<void> {
    await this.#decide(actorOf(principal), endpointId, async (tx, decide) => {
      if (Object.keys(settings).length > 0) await decide(new ChangeEndpoint({ endpointId, settings }, this.clock.now()));
      if (isEnabled === true) await this.#enable(tx, decide, { endpointId, orgId: principal.orgId }, 'send', settings);
      if (isEnabled === false && (await decide(new DisableEndpoint({ endpointId, reason: 'manual' }, this.clock.now())))) {
        await this.work.begin(tx, { endpointId, orgId: principal.orgId }, { kind: 'hold' });
      }
    });
  }

  /**
   * Enabled already: nothing changes. What it missed while it was disabled is sent, or what was held is given up.
   * @param alongside is told when it was enabled; null: it was before
   */
  async enable(principal: Principal, endpointId: string, backlog: 'send' | 'drop', alongside: Alongside<string | null>): Promise<void> {
    await this.#decide(actorOf(principal), endpointId, async (tx, decide) => {
      await alongside(tx, await this.#enable(tx, decide, { endpointId, orgId: principal.orgId }, backlog));
    });
  }

  /** @param changed what has been changed in the same transaction: the row does not show it yet @returns when; null: it was enabled before */
  async #enable(
    tx: EventTransaction,
    decide: Decide,
    of: { readonly endpointId: string; readonly orgId: string },
    backlog: 'send' | 'drop',
    changed: Partial<EndpointSettings> = {},
  ): Promise<string | null> {
    const { endpointId, orgId } = of;
    const row = await this.#rowOf(tx, endpointId);
    const at = this.clock.now();
    if (!(await decide(new EnableEndpoint({ endpointId, backlog }, at)))) return null;
    const stored = await this.reader.storedUpTo(tx, orgId);
    await tx.query(
      `UPDATE webhooks.lanes SET width = 1, failures = 0, failing_since = NULL, is_noticed = false, paused_until = NULL, due_at = now(),
              missing_after = $2, missing_until = now() + $3 * interval '1 second'
        WHERE endpoint_id = $1`,
      [endpointId, backlog === 'send' ? Math.max(stored, row.disabledPosition ?? 0) : null, MISSING_SECONDS],
    );
    await this.work.begin(tx, of, { kind: backlog === 'send' ? 'resume' : 'give_up' });
    if (backlog === 'send' && row.disabledPosition !== null) {
      const missed = { since: null, until: null, types: [], only: 'missing', cause: 'backlog' } as const;
      const { events, metadata } = { ...row, ...changed };
      const reach = reachOf(row.disabledPosition, await this.reader.lastPosition(tx, orgId));
      await this.work.begin(tx, of, { kind: 'replay', wanted: { ...missed, hears: { events, metadata } }, reach });
    }
    tx.afterCommit(() => this.sink.announce());
    return at;
  }

  /** What was announced while it was being enabled, by whoever had not seen it yet. Twice is safe. */
  async makeUp(orgId: string, endpointId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const [lane] = await tx.query<{ missing_after: string; is_over: boolean }>(
        `SELECT missing_after, missing_until < now() AS is_over FROM webhooks.lanes
          WHERE endpoint_id = $1 AND missing_after IS NOT NULL FOR UPDATE`,
        [endpointId],
      );
      if (!lane) return;
      const { events, metadata } = await this.#rowOf(tx, endpointId);
      const missed = { since: null, until: null, types: [], only: 'missing', cause: 'backlog', hears: { events, metadata } } as const;
      const reach = reachOf(Number(lane.missing_after), await this.reader.lastPosition(tx, orgId));
      if ((await this.work.begin(tx, { endpointId, orgId }, { kind: 'replay', wanted: missed, reach })) > 0) await wakeLane(tx, endpointId);
      if (!lane.is_over) return;
      await tx.query('UPDATE webhooks.lanes SET missing_after = NULL, missing_until = NULL WHERE endpoint_id = $1', [endpointId]);
    });
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

  /** What was due is gone with it, and so is what its events say of it: its stream has ended. Twice is safe. */
  async delete(by: Context, endpointId: string): Promise<void> {
    await this.#decide(by, endpointId, async (tx, decide) => {
      await decide(new DeleteEndpoint({ endpointId }, this.clock.now()));
      await this.work.forget(tx, { endpointId, orgId: by.orgId });
      await tx.query('DELETE FROM webhooks.secrets WHERE endpoint_id = $1', [endpointId]);
      await this.erasers.eraseIn(tx, { orgId: by.orgId, subjectId: endpointId, streamId: streamIdOf(webhookEndpoint, endpointId) });
    });
  }

  /** Of all that has been announced by now. @returns deliveries that are due because of it, at once or soon */
  async replay(principal: Principal, endpointId: string, { after, ...asked }: Asked, alongside: Alongside<number>): Promise<number> {
    const { orgId } = principal;
    return this.#locked(orgId, endpointId, async (tx) => {
      // What it needs to know is asked for in one write, what it changes at last in another.
      const [{ events, metadata }, upTo, isBusy] = await Promise.all([
        this.#rowOf(tx, endpointId),
        this.reader.lastPosition(tx, orgId),
        this.work.isBusy(tx, endpointId),
      ]);
      const work = { kind: 'replay', wanted: { ...asked, hears: { events, metadata } }, reach: reachOf(after, upTo) } as const;
      const made = await this.work.begin(tx, { endpointId, orgId }, work, isBusy);
      await Promise.all([made > 0 && wakeLane(tx, endpointId), alongside(tx, made)]);
      return made;
    });
  }

  /** A body of the catalogue's example, sent at once, also while the endpoint is disabled. @returns id of the delivery */
  async test(principal: Principal, endpointId: string, type: string, alongside: Alongside<string>): Promise<string> {
    const deliveryId = this.ids.next();
    return this.#locked(principal.orgId, endpointId, async (tx) => {
      await tx.query(
        `INSERT INTO webhooks.deliveries (delivery_id, org_id, endpoint_id, announcement_id, position, type, cause, is_forced)
         VALUES ($1, $2, $3, $4, 0, $5, 'test', true)`,
        [deliveryId, principal.orgId, endpointId, this.ids.derive(deliveryId, 'test'), type],
      );
      await Promise.all([wakeLane(tx, endpointId), alongside(tx, deliveryId)]);
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
      if (!row || !(await lockLane(tx, row.endpoint_id))) return false;
      await tx.query(
        `UPDATE webhooks.deliveries d
            SET state = 'due', attempt = 0, is_forced = true, next_attempt_at = now(), ended_at = NULL,
                cause = CASE WHEN cause = 'test' THEN cause ELSE 'redelivery' END,
                links_from = coalesce(
                  (SELECT ${LINKS_FROM('a.occurred_at')} FROM webhooks.announcements a WHERE a.id = d.announcement_id), links_from)
          WHERE delivery_id = $1 AND state <> 'sending'
            AND NOT EXISTS (SELECT FROM webhooks.leases s WHERE s.endpoint_id = d.endpoint_id AND d.delivery_id = ANY(s.delivery_ids))`,
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

  /** Locks the lane first, so that nothing is begun for an endpoint that is being deleted. @throws UnknownEndpoint */
  #locked<T>(orgId: string, endpointId: string, work: (tx: EventTransaction) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      const [isThere] = await Promise.all([lockLane(tx, endpointId), this.mustBeOf(tx, orgId, endpointId)]);
      if (!isThere) throw new UnknownEndpoint(endpointId);
      tx.afterCommit(() => this.sink.announce());
      return work(tx);
    });
  }

  /** @param work is given a function that decides; it returns whether anything changed. The lane is locked. */
  async #decide<T>(by: Context, endpointId: string, work: (tx: EventTransaction, decide: Decide) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      await this.mustBeOf(tx, by.orgId, endpointId);
      await lockLane(tx, endpointId);
      return work(tx, async (command) => {
        const { events } = await tx.decide(webhookEndpoint, endpointId, command, by);
        return events.length > 0;
      });
    });
  }

  /** As it was before this transaction. */
  async #rowOf(tx: Queryable, endpointId: string): Promise<EndpointRow> {
    const [row] = await tx.query<{ data: EndpointRow }>('SELECT data FROM webhooks.endpoints WHERE key = $1', [endpointId]);
    if (!row) throw new UnknownEndpoint(endpointId);
    return row.data;
  }
}
