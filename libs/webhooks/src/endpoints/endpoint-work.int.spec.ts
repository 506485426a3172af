import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#eventing/testing';
import { actorOf, Clock } from '#platform';
import { endpointsOf } from '../erasure.js';
import { answer, Receiver } from '../testing/receiver.js';
import { webhooksConfig } from '../webhooks.config.js';
import { happens, principalOf, registered, startWebhooks, type WebhooksProcess } from '../testing/webhooks-world.js';
import { EndpointWork } from './endpoint-work.js';
import { OwnerNotices } from './owner-notices.js';

/** More than two pages. */
const MANY = 2_500;

let receiver: Receiver;
let one: WebhooksProcess;
beforeAll(async () => {
  receiver = await new Receiver().start();
  one = await startWebhooks({ hosts: [receiver.host] });
}, 60_000);
afterAll(async () => {
  await one?.stop();
  await receiver?.stop();
}, 30_000);

const nothing = async (): Promise<void> => undefined;
const rows = <R extends object>(sql: string, values: unknown[] = []) => one.eventing.database.query<R>(sql, values);
const announce = (orgId: string, type = 'parcel.moved') =>
  rows(
    `INSERT INTO webhooks.announcements (id, org_id, position, type, subject, metadata, data, links, occurred_at)
     SELECT gen_random_uuid(), $1, i, $2, '{"idName":"parcelId","id":"p","path":"/v1/parcels/p"}', '{}', '{}', '{}', now()
       FROM generate_series(1, $3::int) AS i`,
    [orgId, type, MANY],
  );
const states = async (endpointId: string): Promise<Record<string, number>> => {
  const found = await rows<{ state: string; count: number }>(
    'SELECT state, count(*)::int AS count FROM webhooks.deliveries WHERE endpoint_id = $1 GROUP BY 1',
    [endpointId],
  );
  return Object.fromEntries(found.map(({ state, count }) => [state, count]));
};
const left = () => rows<{ kind: string }>('SELECT endpoint_id, kind FROM webhooks.endpoint_work');
const finished = async (): Promise<void> => {
  while (await one.work.carryOn());
};
const all = { after: 0, since: null, until: null, types: [], only: 'missing', cause: 'replay' } as const;

describe('what is asked for of very many deliveries', () => {
  it('is counted at once and made in pages, each once, whoever dies in between', async () => {
    const orgId = randomUUID();
    const { endpointId } = await registered(one, orgId, receiver.url('/many'), { events: ['parcel.*'] });
    await announce(orgId);
    await announce(orgId, 'letter.sent');
    expect(await one.endpoints.replay(principalOf(orgId), endpointId, all, nothing)).toBe(MANY);
    // A page of the announcements there are, of both kinds.
    const first = await states(endpointId);
    expect(first['due']).toBeGreaterThan(0);
    expect(first['due']).toBeLessThan(MANY);
    // It dies in the middle of a page: nothing of that page has happened.
    const broken = new Error('killed');
    const dying = Object.assign(Object.create(one.eventing.database) as typeof one.eventing.database, {
      transaction: (work: (tx: never) => Promise<unknown>) =>
        one.eventing.database.transaction(async (tx) => {
          await work(tx as never);
          throw broken;
        }),
    });
    await expect(new EndpointWork(dying).carryOn()).rejects.toBe(broken);
    expect(await states(endpointId)).toEqual(first);
    await finished();
    expect(await states(endpointId)).toEqual({ due: MANY });
    expect(await one.endpoints.replay(principalOf(orgId), endpointId, all, nothing)).toBe(0);
    await rows(`UPDATE webhooks.deliveries SET state = CASE WHEN position % 2 = 0 THEN 'done' ELSE 'failed' END WHERE endpoint_id = $1`, [
      endpointId,
    ]);
    expect(await one.endpoints.replay(principalOf(orgId), endpointId, { ...all, only: 'failed' }, nothing)).toBe(MANY / 2);
    await finished();
    expect(await states(endpointId)).toEqual({ due: MANY / 2, done: MANY / 2 });
  }, 60_000);

  it('is done in the order in which it was asked for', async () => {
    const orgId = randomUUID();
    const principal = principalOf(orgId);
    const { endpointId } = await registered(one, orgId, receiver.url('/ordered'), { events: ['parcel.*'] });
    await announce(orgId);
    await one.endpoints.replay(principal, endpointId, all, nothing);
    await one.endpoints.change(principal, endpointId, {}, false);
    await one.endpoints.enable(principal, endpointId, 'drop', nothing);
    await one.endpoints.change(principal, endpointId, {}, false);
    await one.endpoints.change(principal, endpointId, {}, true);
    expect((await left()).map(({ kind }) => kind).slice(0, 3)).toEqual(['replay', 'hold', 'give_up']);
    await finished();
    expect(await states(endpointId)).toEqual({ failed: MANY });
    expect(await left()).toEqual([]);
  }, 60_000);

  it('goes with the endpoint, and so does everything there is of it', async () => {
    const orgId = randomUUID();
    const { endpointId } = await registered(one, orgId, receiver.url('/deleted'));
    await announce(orgId);
    await one.endpoints.replay(principalOf(orgId), endpointId, all, nothing);
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT delivery_id AS id FROM webhooks.deliveries WHERE endpoint_id = $1', [
      endpointId,
    ]);
    await finished();
    await rows(
      `INSERT INTO webhooks.attempts (org_id, delivery_id, n, at, duration_ms, outcome)
       SELECT org_id, delivery_id, 1, now(), 1, 'http_error' FROM webhooks.deliveries WHERE endpoint_id = $1`,
      [endpointId],
    );
    await one.endpoints.delete(actorOf(principalOf(orgId)), endpointId);
    await expect(one.log.get(orgId, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await one.endpoints.redeliver(principalOf(orgId), id, nothing)).toBe(false);
    const erasing = endpointsOf(one.eventing.database, one.endpoints, one.work);
    expect(await erasing.dispose(orgId)).toBe(1);
    await finished();
    expect(await erasing.dispose(orgId)).toBe(0);
    // A fan-out that had not seen the deletion.
    await rows(`INSERT INTO webhooks.lanes (endpoint_id, org_id, due_at) VALUES ($1, $2, now())`, [endpointId, orgId]);
    await rows(
      `INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause)
                VALUES ($2, $1, gen_random_uuid(), 1, 'parcel.moved', 'event')`,
      [endpointId, orgId],
    );
    expect(await one.work.forgetStrays()).toBe(1);
    await finished();
    for (const table of ['deliveries', 'attempts', 'lanes', 'endpoint_work']) {
      expect([table, await rows(`SELECT 1 AS one FROM webhooks.${table} WHERE org_id = $1`, [orgId])]).toEqual([table, []]);
    }
    expect(await rows('SELECT 1 AS one FROM webhooks.secrets WHERE endpoint_id = $1', [endpointId])).toEqual([]);
    // Of its events too: no word can be read any more, and the archive takes the stream.
    const stream = `webhook-endpoint-${endpointId}`;
    expect(await rows('SELECT key FROM eventing.stream_keys WHERE stream_id = $1', [stream])).toEqual([{ key: null }]);
    expect(await rows('SELECT stream_id AS id FROM eventing.ended_streams WHERE stream_id = $1', [stream])).toEqual([{ id: stream }]);
    const [first, ...later] = await one.eventing.store.readStream(stream);
    expect(JSON.stringify(first?.data)).not.toContain('/deleted');
    expect(later.at(-1)?.type).toBe('EndpointDeleted');
  }, 60_000);
});

describe('a change that enables as well', () => {
  it('is not told of its own disabling', async () => {
    const orgId = randomUUID();
    const principal = principalOf(orgId);
    const { endpointId } = await registered(one, orgId, receiver.url('/itself'));
    const { endpointId: other } = await registered(one, orgId, receiver.url('/other'));
    await one.endpoints.change(principal, endpointId, {}, false);
    await eventually(async () => (await states(other))['due'] === 1);
    await one.endpoints.change(principal, endpointId, {}, true);
    expect([await states(endpointId), await one.endpoints.replay(principal, endpointId, all, nothing)]).toEqual([{}, 0]);
  }, 60_000);

  it('is one transaction, and sends what it missed as it is now', async () => {
    const orgId = randomUUID();
    const principal = principalOf(orgId);
    const { endpointId } = await registered(one, orgId, receiver.url('/changed'), { events: ['letter.*'] });
    await one.endpoints.change(principal, endpointId, {}, false);
    await happens(one, orgId);
    await eventually(
      async () =>
        (await rows('SELECT 1 AS one FROM webhooks.announcements WHERE org_id = $1 AND type = $2', [orgId, 'parcel.moved'])).length > 0,
    );
    await one.endpoints.change(principal, endpointId, { events: ['parcel.*'] }, true);
    expect(await states(endpointId)).toEqual({ due: 1 });
    const [{ transactions } = { transactions: 0 }] = await rows<{ transactions: number }>(
      `SELECT count(DISTINCT xmin::text)::int AS transactions FROM eventing.events
        WHERE stream_id = $1 AND type IN ('EndpointChanged', 'EndpointEnabled')`,
      [`webhook-endpoint-${endpointId}`],
    );
    expect(transactions).toBe(1);
  }, 60_000);
});

describe('an endpoint that fails for an hour', () => {
  it('is said to, once for each time it begins to, and not before', async () => {
    const orgId = randomUUID();
    const { endpointId } = await registered(one, orgId, receiver.url('/failing', answer(500)));
    const lane = (sql: string) => rows(`UPDATE webhooks.lanes SET ${sql} WHERE endpoint_id = $1`, [endpointId]);
    const usual = new OwnerNotices(one.eventing.database, one.eventing.unitOfWork, new Clock(), webhooksConfig({}));
    const said = async (): Promise<string[]> =>
      (
        await rows<{ since: string }>(
          `SELECT data->>'failingSince' AS since FROM eventing.events WHERE stream_id = $1 AND type = 'EndpointFailing' ORDER BY version`,
          [`webhook-endpoint-${endpointId}`],
        )
      ).map(({ since }) => since);
    await lane(`failing_since = now() - interval '59 minutes', failures = 3`);
    expect([await usual.send(), await said()]).toEqual([0, []]);
    await lane(`failing_since = '2026-11-20T10:00:00Z', failures = 1`);
    expect(await usual.send()).toBe(0);
    await lane(`failures = 2`);
    expect([await usual.send(), await usual.send()]).toEqual([1, 0]);
    expect(await said()).toEqual(['2026-11-20T10:00:00.000Z']);
    // It recovers, and fails again.
    await lane(`failing_since = NULL, failures = 0, is_noticed = false`);
    await lane(`failing_since = '2026-11-21T10:00:00Z', failures = 2`);
    expect(await usual.send()).toBe(1);
    expect(await said()).toEqual(['2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z']);
  }, 60_000);
});
