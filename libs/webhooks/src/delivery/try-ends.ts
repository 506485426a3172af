import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, GroupCommit, type Queryable } from '#platform';
import { givenUp, type Lane, laneAfter, type Outcome } from '../domain/lane.js';
import { waitMs } from '../domain/retry-schedule.js';
import { DisableEndpoint } from '../domain/webhook-endpoint.commands.js';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';
import { EndpointWork } from '../endpoints/endpoint-work.js';
import { UnknownEndpoint } from '../domain/webhook-endpoint.errors.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { nextLook } from './delivery-table.js';

/** How a try ended. */
export interface TryEnd {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly orgId: string;
  readonly lease: number;
  readonly attempt: number;
  readonly tries: number;
  /** `held`: the endpoint is disabled, nothing was sent. `lost`: there is nothing to send (any more). */
  readonly outcome: Outcome | 'held' | 'lost';
  readonly status: number | null;
  readonly durationMs: number;
  /** Unix time in milliseconds, of its beginning. */
  readonly startedAt: number;
  readonly retryAfterMs: number | null;
  readonly responseBody: string | null;
}

interface LaneRow {
  endpoint_id: string;
  width: number;
  is_slow: boolean;
  failures: number;
  failing_since: Date | null;
  paused_until: Date | null;
}

interface Change {
  readonly delivery_id: string;
  readonly lease: number;
  readonly state: 'due' | 'done' | 'failed' | 'held';
  readonly wait_ms: number | null;
}

const MAX_GATHERED = 256;

/** Writes down how tries ended: those that end at the same time in one transaction. */
@Injectable()
export class TryEnds {
  readonly #gathered: GroupCommit<TryEnd, void>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly work: EndpointWork,
    @Inject(WEBHOOKS_CONFIG) private readonly config: WebhooksConfig,
  ) {
    this.#gathered = new GroupCommit((ends) => this.#write(ends), { maxItems: MAX_GATHERED, concurrency: 1 });
  }

  /** When it is on the disk. */
  add(end: TryEnd): Promise<void> {
    return this.#gathered.add(end);
  }

  async #write(ends: readonly TryEnd[]): Promise<PromiseSettledResult<void>[]> {
    await this.unitOfWork.run((tx) => this.#end(tx, ends), { connectionPatienceMs: 0 });
    return ends.map(() => ({ status: 'fulfilled', value: undefined }));
  }

  /** Lanes are locked first and looked at in the next statement: what a fan-out commits meanwhile is seen, and puts no lane to sleep. */
  async #end(tx: Parameters<Parameters<UnitOfWork['run']>[0]>[0], ends: readonly TryEnd[]): Promise<void> {
    const endpointIds = [...new Set(ends.map(({ endpointId }) => endpointId))];
    const rows = await tx.query<LaneRow>(
      `SELECT endpoint_id, width, is_slow, failures, failing_since, paused_until FROM webhooks.lanes
        WHERE endpoint_id = ANY($1::uuid[]) ORDER BY endpoint_id FOR UPDATE`,
      [endpointIds],
    );
    const lanes = new Map(rows.map((row) => [row.endpoint_id, laneOf(row)]));
    // Whatever there is of an endpoint that was deleted meanwhile is being forgotten.
    const known = ends.filter(({ endpointId }) => lanes.has(endpointId));
    const ours = await ended(
      tx,
      known.map((end) => ({ ...this.#changeOf(end), ...attemptOf(end) })),
    );
    const counted = known.filter((end) => ours.has(end.deliveryId) && isTried(end));
    const hopeless = new Map<string, { orgId: string; reason: 'gone' | 'failing' }>();
    for (const end of counted) {
      const before = lanes.get(end.endpointId);
      if (!before) continue;
      const one = { outcome: end.outcome as Outcome, status: end.status, durationMs: end.durationMs, at: end.startedAt + end.durationMs };
      const lane = laneAfter(before, one, this.config);
      lanes.set(end.endpointId, lane);
      const reason = givenUp(lane, one, this.config);
      if (reason) hopeless.set(end.endpointId, { orgId: end.orgId, reason });
      else if (one.outcome === 'success') hopeless.delete(end.endpointId);
    }
    await lanesStored(tx, counted, lanes);
    for (const [endpointId, { orgId, reason }] of hopeless) await this.#disable(tx, endpointId, orgId, reason);
  }

  async #disable(
    tx: Parameters<Parameters<UnitOfWork['run']>[0]>[0],
    endpointId: string,
    orgId: string,
    reason: 'gone' | 'failing',
  ): Promise<void> {
    const command = new DisableEndpoint({ endpointId, reason }, this.clock.now());
    try {
      await tx.decide(webhookEndpoint, endpointId, command, { orgId, actor: 'system' });
    } catch (error) {
      if (error instanceof UnknownEndpoint) return;
      throw error;
    }
    await this.work.begin(tx, { endpointId, orgId }, { kind: 'hold' });
  }

  #changeOf({ deliveryId: delivery_id, lease, outcome, attempt, retryAfterMs }: TryEnd): Change {
    const of = { delivery_id, lease };
    if (outcome === 'success') return { ...of, state: 'done', wait_ms: null };
    if (outcome === 'held') return { ...of, state: 'held', wait_ms: null };
    const wait = outcome === 'lost' ? null : waitMs(this.config, attempt, retryAfterMs, Math.random());
    return { ...of, state: wait === null ? 'failed' : 'due', wait_ms: wait };
  }
}

/** A request was made. */
const isTried = ({ outcome }: TryEnd): boolean => outcome !== 'held' && outcome !== 'lost';

/** As it stands in the log; null: nothing does. */
const attemptOf = (end: TryEnd): object => ({
  is_tried: isTried(end),
  ...{ org_id: end.orgId, n: end.tries, at: new Date(end.startedAt).toISOString() },
  ...{ duration_ms: Math.round(end.durationMs), status: end.status, outcome: end.outcome, response_body: end.responseBody },
});

/** With their tries in the log. @returns the deliveries that were still ours to end */
async function ended(tx: Queryable, changes: readonly Change[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ delivery_id: string }>(
    `WITH c AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS c(
         delivery_id uuid, lease int, state text, wait_ms bigint, is_tried boolean,
         org_id uuid, n int, at timestamptz, duration_ms int, status int, outcome text, response_body text)),
     ended AS (
       UPDATE webhooks.deliveries d
          SET state = c.state, lease_owner = NULL, lease_until = NULL,
              attempt = CASE WHEN c.state = 'held' THEN 0 ELSE d.attempt END, tries = CASE WHEN c.state = 'held' THEN d.tries - 1 ELSE d.tries END,
              next_attempt_at = now() + coalesce(c.wait_ms, 0) * interval '1 ms',
              ended_at = CASE WHEN c.state = 'due' THEN NULL ELSE now() END
         FROM c
        WHERE d.delivery_id = ANY($2::uuid[]) AND d.delivery_id = c.delivery_id AND d.lease = c.lease AND d.state = 'sending'
       RETURNING d.delivery_id, d.keeps_answers),
     logged AS (
       INSERT INTO webhooks.attempts (org_id, delivery_id, n, at, duration_ms, status, outcome, response_body)
       SELECT c.org_id, c.delivery_id, c.n, c.at, c.duration_ms, c.status, c.outcome, CASE WHEN ended.keeps_answers THEN c.response_body END
         FROM c JOIN ended USING (delivery_id)
        WHERE c.is_tried ON CONFLICT (delivery_id, n) DO NOTHING)
     SELECT delivery_id FROM ended`,
    [JSON.stringify(changes), changes.map(({ delivery_id }) => delivery_id)],
  );
  return new Set(rows.map((row) => row.delivery_id));
}

/** How the locked lanes are now, and when they are to be looked at: deliveries are looked at behind the statement that has changed them. */
async function lanesStored(tx: Queryable, ends: readonly TryEnd[], lanes: ReadonlyMap<string, Lane>): Promise<void> {
  const last = new Map<string, { success?: number; failure?: number }>();
  for (const { endpointId, outcome, startedAt, durationMs } of ends) {
    const [known, at, which] = [last.get(endpointId) ?? {}, startedAt + durationMs, outcome === 'success' ? 'success' : 'failure'] as const;
    last.set(endpointId, { ...known, [which]: Math.max(known[which] ?? 0, at) });
  }
  const time = (ms: number | null | undefined): string | null => (ms == null ? null : new Date(ms).toISOString());
  const rows = [...lanes].map(([endpoint_id, lane]) => ({
    ...{ endpoint_id, width: lane.width, is_slow: lane.isSlow, failures: lane.failures, failing_since: time(lane.failingSince) },
    ...{ paused_until: time(lane.pausedUntil), last_success_at: time(last.get(endpoint_id)?.success) },
    last_failure_at: time(last.get(endpoint_id)?.failure),
  }));
  await tx.query(
    `UPDATE webhooks.lanes l
        SET width = c.width, is_slow = c.is_slow, failures = c.failures, failing_since = c.failing_since, paused_until = c.paused_until,
            is_noticed = l.is_noticed AND c.failing_since IS NOT NULL, due_at = ${nextLook('c')},
            last_success_at = coalesce(c.last_success_at, l.last_success_at), last_failure_at = coalesce(c.last_failure_at, l.last_failure_at)
       FROM jsonb_to_recordset($1::jsonb) AS c(endpoint_id uuid, width int, is_slow boolean, failures int, failing_since timestamptz,
            paused_until timestamptz, last_success_at timestamptz, last_failure_at timestamptz)
      WHERE l.endpoint_id = c.endpoint_id`,
    [JSON.stringify(rows)],
  );
}

const laneOf = (row: LaneRow): Lane => ({
  ...{ width: row.width, isSlow: row.is_slow, failures: row.failures },
  ...{ failingSince: row.failing_since?.getTime() ?? null, pausedUntil: row.paused_until?.getTime() ?? null },
});
