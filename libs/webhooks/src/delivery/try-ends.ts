import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, GroupCommit, packed, type Queryable, unpacked } from '#platform';
import { givenUp, type Lane, laneAfter, type Outcome } from '../domain/lane.js';
import { waitMs } from '../domain/retry-schedule.js';
import { DisableEndpoint } from '../domain/webhook-endpoint.commands.js';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';
import { EndpointWork } from '../endpoints/endpoint-work.js';
import { UnknownEndpoint } from '../domain/webhook-endpoint.errors.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { byIndexes, type Claimed, isOurs, leasesOf, nextLook, release } from './delivery-table.js';
import { entryOf, moveToAttempts } from './tries-log.js';
import { type TryEnd } from './try-end.js';

interface LaneRow {
  endpoint_id: string;
  width: number;
  is_slow: boolean;
  failures: number;
  failing_since: Date | null;
  paused_until: Date | null;
}

/** Of a delivery. */
interface Change {
  readonly state: 'due' | 'done' | 'failed' | 'held';
  /** Until it is due. */
  readonly waitMs: number;
}

const MAX_GATHERED = 512;

/** Somebody waits for what is taken in the transaction of ends that are written down next. */
interface Along {
  readonly take: (tx: Queryable) => Promise<readonly Claimed[]>;
  readonly resolve: (taken: readonly Claimed[] | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes down how tries ended: those that end at the same time in one transaction. */
@Injectable()
export class TryEnds {
  readonly #gathered: GroupCommit<TryEnd, void>;
  #along: Along | null = null;

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

  /** Ends that wait to be written down, and the transaction that is under way. */
  get pending(): number {
    return this.#gathered.pending;
  }

  /**
   * Where very many end, their transactions hold nearly every lane nearly all of the time, and whoever takes by himself finds none: he takes
   * within the next of them, behind what it writes, and is committed with it.
   * @returns null: nothing ends any more, or the transaction has more to do. One at a time
   */
  takeAlong(take: Along['take']): Promise<readonly Claimed[] | null> {
    if (this.pending === 0) return Promise.resolve(null);
    return new Promise((resolve, reject) => (this.#along = { take, resolve, reject }));
  }

  async #write(ends: readonly TryEnd[]): Promise<PromiseSettledResult<void>[]> {
    let along: Along | null = null;
    try {
      const taken = await this.unitOfWork.run(
        async (tx) => {
          const isDisabling = await this.#end(tx, ends);
          along ??= this.#along;
          this.#along = null;
          // Who disables an endpoint waits for its stream: not with lanes of others.
          return along && !isDisabling ? along.take(tx) : null;
        },
        { connectionPatienceMs: 0 },
      );
      (along as Along | null)?.resolve(taken);
    } catch (error) {
      (along as Along | null)?.reject(error);
      throw error;
    } finally {
      // This one was the last.
      if (this.pending <= 1) {
        this.#along?.resolve(null);
        this.#along = null;
      }
    }
    return ends.map(() => ({ status: 'fulfilled', value: undefined }));
  }

  /**
   * Lanes are locked first and looked at in the next statement: what a fan-out commits meanwhile is seen, and puts no lane to sleep.
   * @returns whether endpoints are disabled because of it
   */
  async #end(tx: Parameters<Parameters<UnitOfWork['run']>[0]>[0], ends: readonly TryEnd[]): Promise<boolean> {
    const endpointIds = [...new Set(ends.map(({ endpointId }) => endpointId))];
    const locked = tx.query<LaneRow>(
      `SELECT endpoint_id, width, is_slow, failures, failing_since, paused_until FROM webhooks.lanes
        WHERE endpoint_id = ANY($1::uuid[]) ORDER BY endpoint_id FOR UPDATE`,
      [endpointIds],
    );
    const leases = await leasesOf(tx, ends);
    const lanes = new Map((await locked).map((row) => [row.endpoint_id, laneOf(row)]));
    // What a process was given up with is another one's. Whatever there is of an endpoint that was deleted meanwhile is being forgotten.
    const ours = ends.filter((end) => lanes.has(end.endpointId) && isOurs(leases, end));
    const counted = ours.filter(isTried);
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
    // In one write; each sees what those before it have changed.
    await byIndexes(tx, () => [
      moveToAttempts(tx, counted),
      changed(
        tx,
        ours.map((end) => ({ end, change: this.#changeOf(end) })),
      ),
      release(tx, leases, new Set(ours.map(({ deliveryId }) => deliveryId))),
      lanesStored(tx, counted, lanes),
    ]);
    for (const [endpointId, { orgId, reason }] of hopeless) await this.#disable(tx, endpointId, orgId, reason);
    return hopeless.size > 0;
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

  #changeOf({ outcome, attempt, retryAfterMs }: TryEnd): Change {
    if (outcome === 'success') return { state: 'done', waitMs: 0 };
    if (outcome === 'held') return { state: 'held', waitMs: 0 };
    const wait = outcome === 'lost' ? null : waitMs(this.config, attempt, retryAfterMs, Math.random());
    return { state: wait === null ? 'failed' : 'due', waitMs: wait ?? 0 };
  }
}

/** A request was made. */
const isTried = ({ outcome }: TryEnd): boolean => outcome !== 'held' && outcome !== 'lost';

/**
 * A try is written by one update of its delivery, with its entry in the log. Rows are found by the array alone: the join is by text, for which
 * there is no index, or each would be looked for by itself, beside all of the array. What the release before has held meanwhile stays held, unless it
 * has come through.
 */
export const CHANGED = `
  WITH c AS MATERIALIZED (
    SELECT * FROM unnest(${unpacked('$1', 'text')}, ${unpacked('$2', 'text')}, ${unpacked('$3', 'int')}, ${unpacked('$4', 'int')},
                         ${unpacked('$5', 'bigint')}, ${unpacked('$6', 'text')}, ${unpacked('$7', 'text')})
                  AS c(delivery_id, state, attempt, tries, wait_ms, entry, answer))
  UPDATE webhooks.deliveries d
     SET state = CASE WHEN d.state = 'held' AND c.state = 'due' THEN d.state ELSE c.state END, attempt = c.attempt, tries = c.tries,
         next_attempt_at = now() + c.wait_ms * interval '1 ms', ended_at = CASE WHEN c.state <> 'due' THEN now() WHEN d.state = 'held' THEN d.ended_at END,
         log = CASE WHEN c.entry = '-' THEN d.log ELSE d.log || (c.entry || CASE WHEN d.keeps_answers THEN c.answer ELSE 'null' END || ']') END
    FROM c
   WHERE d.delivery_id = ANY(ARRAY(SELECT delivery_id::uuid FROM c)) AND d.delivery_id::text = c.delivery_id AND d.state IN ('due', 'held')`;

async function changed(tx: Queryable, changes: readonly { readonly end: TryEnd; readonly change: Change }[]): Promise<void> {
  if (changes.length === 0) return;
  const column = (of: (one: { readonly end: TryEnd; readonly change: Change }) => string | number): string => packed(changes.map(of));
  await tx.query(CHANGED, [
    column(({ end }) => end.deliveryId),
    column(({ change }) => change.state),
    // What an endpoint that is disabled was not sent begins anew when it is enabled.
    column(({ end }) => (end.outcome === 'held' ? 0 : end.attempt)),
    column(({ end }) => (end.outcome === 'held' ? end.tries - 1 : end.tries)),
    column(({ change }) => Math.round(change.waitMs)),
    column(({ end }) => (isTried(end) ? entryOf(end) : '-')),
    column(({ end }) => JSON.stringify(end.responseBody)),
  ]);
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
      WHERE l.endpoint_id = ANY($2::uuid[]) AND l.endpoint_id = c.endpoint_id`,
    [JSON.stringify(rows), [...lanes.keys()]],
  );
}

const laneOf = (row: LaneRow): Lane => ({
  ...{ width: row.width, isSlow: row.is_slow, failures: row.failures },
  ...{ failingSince: row.failing_since?.getTime() ?? null, pausedUntil: row.paused_until?.getTime() ?? null },
});
