import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { principalOf, registered, startWebhooks, type WebhooksProcess } from '../testing/webhooks-world.js';
import { deliveriesUnderWay } from './deliveries-under-way.js';
import { byIndexes, type Claimed } from './delivery-table.js';
import { type TryEnd } from './try-end.js';
import { CHANGED } from './try-ends.js';

const ROOM = { places: 64, slowPlaces: 16 };
/** As many as a lane gives at once. */
const WIDTH = 3;

let one: WebhooksProcess;
let orgId: string;
let endpointId: string;
/** Nothing is ever sent: what becomes of a try is said here. */
beforeAll(async () => {
  one = await startWebhooks({ hosts: [], config: { retrySeconds: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] } });
}, 60_000);
afterAll(() => one?.stop(), 30_000);
beforeEach(async () => {
  orgId = randomUUID();
  await rows('UPDATE webhooks.lanes SET due_at = NULL');
  await rows('DELETE FROM webhooks.leases');
  await rows(`UPDATE webhooks.deliveries SET state = 'done', ended_at = now() WHERE state <> 'done'`);
  ({ endpointId } = await registered(one, orgId, 'https://films.example/hook'));
}, 30_000);

const rows = <R extends object>(sql: string, values: unknown[] = []) => one.eventing.database.query<R>(sql, values);
const nothing = async (): Promise<void> => undefined;
const claim = () => one.table.claim(ROOM);
const leases = () => rows<{ owner: number; delivery_ids: string[] }>('SELECT * FROM webhooks.leases WHERE endpoint_id = $1', [endpointId]);
const stored = () =>
  rows<{ id: string; version: string; state: string; tries: number; attempt: number }>(
    'SELECT delivery_id AS id, xmin::text AS version, state, tries, attempt FROM webhooks.deliveries WHERE endpoint_id = $1 ORDER BY position',
    [endpointId],
  );
const listed = async (status: 'pending' | 'sending' | null = null) =>
  (await one.log.list(orgId, endpointId, { status, type: null, olderThan: null, limit: 50 })).map(({ view }) => view.status);
const due = async (count: number): Promise<void> => {
  await rows(
    `INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause)
     SELECT $1, $2, gen_random_uuid(), i, 'parcel.moved', 'event' FROM generate_series(1, $3::int) AS i`,
    [orgId, endpointId, count],
  );
  await rows('UPDATE webhooks.lanes SET width = $2, due_at = now() WHERE endpoint_id = $1', [endpointId, WIDTH]);
};
const end = (claimed: Claimed, more: Partial<TryEnd> = {}): Promise<void> =>
  one.ends.add({
    ...{ ...claimed, outcome: 'success', status: 200, durationMs: 1.6, startedAt: Date.now(), retryAfterMs: null, responseBody: 'yes' },
    ...more,
  });
/** As the release before this one takes and ends. */
const before = {
  claim: () =>
    rows<{ delivery_id: string; lease: number }>('SELECT delivery_id, lease FROM webhooks.claim(64, 16, $1, 120000)', [one.locks.instance]),
  end: (id: string, lease: number) =>
    rows(
      `UPDATE webhooks.deliveries SET state = 'done', lease_owner = NULL, lease_until = NULL, next_attempt_at = now(), ended_at = now()
        WHERE delivery_id = $1 AND lease = $2 AND state = 'sending' RETURNING 1 AS one`,
      [id, lease],
    ),
};

describe('what is taken of a lane', () => {
  it('is one row, changes no delivery, and is shown as being sent', async () => {
    await due(WIDTH + 1);
    const untouched = await stored();
    const taken = await claim();
    expect(taken.map(({ deliveryId, attempt, tries }) => [deliveryId, attempt, tries])).toEqual(
      untouched.slice(0, WIDTH).map(({ id }) => [id, 1, 1]),
    );
    expect(await stored()).toEqual(untouched);
    expect((await leases()).map(({ owner, delivery_ids }) => [owner, delivery_ids.length])).toEqual([[one.locks.instance, WIDTH]]);
    expect([await listed('sending'), await listed('pending')]).toEqual([Array(WIDTH).fill('sending'), ['pending']]);
    expect(await deliveriesUnderWay(one.eventing.database)).toEqual([
      { state: 'due', deliveries: 1 },
      { state: 'sending', deliveries: WIDTH },
    ]);
    // It is full: it sleeps, and nobody needs to wake it.
    expect(await claim()).toEqual([]);
    expect(await one.sweeper.wakeSleepers()).toBe(0);
    expect(await one.table.giveBack(taken)).toBe(WIDTH);
    expect([await leases(), await listed()]).toEqual([[], Array(WIDTH + 1).fill('pending')]);
    expect(await stored()).toEqual(untouched);
    expect(await claim()).toHaveLength(WIDTH);
  });

  it('is ended one by one, each by a single update with its try, and by nobody who was given up', async () => {
    await due(WIDTH);
    const [first, second, third] = (await claim()) as [Claimed, Claimed, Claimed];
    await end(first);
    expect((await leases())[0]?.delivery_ids.toSorted()).toEqual([second.deliveryId, third.deliveryId].toSorted());
    await end(second, { outcome: 'http_error', status: 500 });
    await end(first, { outcome: 'http_error', status: 500 });
    const { attempts, ...view } = await one.log.get(orgId, first.deliveryId);
    expect([view.status, view.tries]).toEqual(['succeeded', 1]);
    expect(attempts).toEqual([{ at: expect.any(String), durationMs: 2, status: 200, outcome: 'success', responseBody: 'yes' }]);
    expect(await one.log.get(orgId, second.deliveryId)).toMatchObject({
      status: 'pending',
      tries: 1,
      attempts: [{ outcome: 'http_error' }],
    });
    expect(
      await rows('SELECT 1 AS one FROM webhooks.attempts WHERE delivery_id = ANY($1::uuid[])', [[first.deliveryId, second.deliveryId]]),
    ).toEqual([]);
    await rows('UPDATE webhooks.leases SET owner = -1 WHERE endpoint_id = $1', [endpointId]);
    expect(await one.sweeper.recoverLost()).toBe(1);
    await end(third);
    expect(await one.log.get(orgId, third.deliveryId)).toMatchObject({ status: 'pending', tries: 0, attempts: [] });
  });

  it('is not redelivered and not held meanwhile', async () => {
    await due(WIDTH + 1);
    const taken = await claim();
    const was = await stored();
    await one.endpoints.redeliver(principalOf(orgId), taken[0]?.deliveryId ?? '', nothing);
    expect(await stored()).toEqual(was);
    await one.endpoints.change(principalOf(orgId), endpointId, {}, false);
    expect((await stored()).map(({ state }) => state)).toEqual(['due', 'due', 'due', 'held']);
    for (const claimed of taken) await end(claimed);
    expect((await stored()).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'held']);
  });

  it('is gone with its endpoint', async () => {
    await due(WIDTH);
    const [claimed] = (await claim()) as [Claimed];
    await one.endpoints.delete({ orgId, actor: 'spec' }, endpointId);
    await end(claimed);
    expect([await leases(), await stored()]).toEqual([[], []]);
  });
});

describe('what is taken along with ends', () => {
  const along = () => one.ends.takeAlong((tx) => one.table.claim(ROOM, tx));

  it('is of the lanes that these hold, has their places, and is committed with them', async () => {
    await due(2 * WIDTH);
    const ends = (await claim()).map((claimed) => end(claimed));
    const taken = (await along()) ?? [];
    expect(taken.map(({ deliveryId }) => deliveryId)).toEqual((await stored()).slice(WIDTH).map(({ id }) => id));
    expect((await stored()).map(({ state }) => state)).toEqual([...Array(WIDTH).fill('done'), ...Array(WIDTH).fill('due')]);
    expect((await leases()).flatMap(({ delivery_ids }) => delivery_ids)).toEqual(taken.map(({ deliveryId }) => deliveryId));
    await Promise.all(ends);
  });

  it('fails with them, and leaves both as they were', async () => {
    await due(WIDTH + 1);
    const claimed = await claim();
    const was = await Promise.all([stored(), leases()]);
    const ends = claimed.map((taken) => end(taken));
    const failing = one.ends.takeAlong(async (tx) => {
      await one.table.claim(ROOM, tx);
      throw new Error('nobody has heard of it');
    });
    for (const outcome of await Promise.allSettled([...ends, failing]))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'nobody has heard of it' } });
    expect(await Promise.all([stored(), leases()])).toEqual(was);
  });

  it('is nothing where nothing ends, and where an endpoint is disabled because of it: others wait for that one', async () => {
    await due(WIDTH + 1);
    expect(await along()).toBeNull();
    const [first] = (await claim()) as [Claimed];
    const gone = end(first, { outcome: 'http_error', status: 410 });
    expect(await along()).toBeNull();
    await gone;
    expect((await stored()).map(({ state }) => state)).toEqual(['held', ...Array(WIDTH - 1).fill('due'), 'held']);
  });
});

describe('tries of a delivery', () => {
  it('are all there, newest first, more of them than its row holds', async () => {
    await due(1);
    for (let n = 1; n <= 23; n += 1) {
      const [claimed] = (await claim()) as [Claimed];
      await end(claimed, { responseBody: `answer ${n}` });
      await one.endpoints.redeliver(principalOf(orgId), claimed.deliveryId, nothing);
    }
    const [{ id } = { id: '' }] = await stored();
    const { attempts, tries } = await one.log.get(orgId, id);
    expect(tries).toBe(23);
    expect(attempts.map(({ responseBody }) => responseBody)).toEqual(Array.from({ length: 23 }, (_, n) => `answer ${23 - n}`));
    const [kept] = await rows<{ row: number; apart: number }>(
      `SELECT cardinality(log) AS row, (SELECT count(*)::int FROM webhooks.attempts a WHERE a.delivery_id = d.delivery_id) AS apart
         FROM webhooks.deliveries d WHERE delivery_id = $1`,
      [id],
    );
    expect(kept).toEqual({ row: 3, apart: 20 });
  }, 30_000);
});

describe('the release before this one, at work on the same rows', () => {
  it('takes nothing that is leased, and what it has taken is not leased', async () => {
    await due(WIDTH + 2);
    const [first] = (await claim()) as [Claimed];
    await rows('UPDATE webhooks.lanes SET width = $2, due_at = now() WHERE endpoint_id = $1', [endpointId, WIDTH + 1]);
    const theirs = await before.claim();
    expect(theirs.map(({ delivery_id }) => delivery_id)).toEqual([(await stored())[WIDTH]?.id]);
    // Theirs counts: the lane is full for both.
    await rows('UPDATE webhooks.lanes SET due_at = now() WHERE endpoint_id = $1', [endpointId]);
    expect([await claim(), await before.claim()]).toEqual([[], []]);
    expect(await before.end(theirs[0]?.delivery_id ?? '', theirs[0]?.lease ?? 0)).toHaveLength(1);
    await end(first);
    expect((await stored()).map(({ state }) => state)).toEqual(['done', 'due', 'due', 'done', 'due']);
    expect((await claim()).map(({ deliveryId }) => deliveryId)).toEqual([(await stored())[WIDTH + 1]?.id]);
  });

  it('may hold what is leased: what comes through is done all the same, what does not stays held', async () => {
    await due(2);
    const [first, second] = (await claim()) as [Claimed, Claimed];
    await rows(`UPDATE webhooks.deliveries SET state = 'held', ended_at = now() WHERE endpoint_id = $1 AND state = 'due'`, [endpointId]);
    await end(first);
    await end(second, { outcome: 'timeout', status: null });
    expect((await stored()).map(({ state, tries }) => [state, tries])).toEqual([
      ['done', 1],
      ['held', 1],
    ]);
  });

  it('takes what a process has left behind whose lease is over, when nobody else looks', async () => {
    await due(1);
    expect(await claim()).toHaveLength(1);
    await rows(`UPDATE webhooks.leases SET until = now() - interval '1 s'`);
    await rows('UPDATE webhooks.lanes SET due_at = now() WHERE endpoint_id = $1', [endpointId]);
    expect(await before.claim()).toHaveLength(1);
    expect(await leases()).toEqual([]);
  });

  it('dies: what it was sending is due again', async () => {
    await due(1);
    expect(await before.claim()).toHaveLength(1);
    await rows(`UPDATE webhooks.deliveries SET lease_owner = -1 WHERE endpoint_id = $1`, [endpointId]);
    expect(await one.sweeper.recoverLost()).toBe(1);
    expect((await claim()).map(({ tries }) => tries)).toEqual([1]);
  });
});

describe('rows of deliveries', () => {
  it('lie in the order in which they were made: their ids rise', async () => {
    await due(3);
    const ids = (await stored()).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids.map((id) => id[14]))).toEqual(new Set(['7']));
  });

  it('are found by their index by a statement that was planned when there were none', async () => {
    const plan = await one.eventing.database.transaction(async (tx) => {
      await tx.query('CREATE TEMP TABLE deliveries (LIKE webhooks.deliveries INCLUDING ALL) ON COMMIT DROP');
      const statement = CHANGED.replaceAll('webhooks.deliveries', 'pg_temp.deliveries');
      const [lines] = await byIndexes(tx, () => [
        tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`, [randomUUID(), 'done', '1', '1', '0', '-', 'null']),
      ]);
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('deliveries_pkey');
    expect(plan).not.toMatch(/Seq Scan on deliveries|Nested Loop/);
  });
});
