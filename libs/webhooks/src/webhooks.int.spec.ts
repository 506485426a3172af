import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '#eventing/testing';
import { actorOf, Clock } from '#platform';
import { type Claimed } from './delivery/delivery-table.js';
import { AnnouncementReader } from './announcements/announcement-reader.js';
import { forgetAnnouncements } from './erasure.js';
import { isGenuine } from './testing/is-genuine.js';
import { answer, Receiver } from './testing/receiver.js';
import { happens, principalOf, registered, startWebhooks, type WebhooksProcess } from './testing/webhooks-world.js';

let receiver: Receiver;
let one: WebhooksProcess;
beforeAll(async () => {
  receiver = await new Receiver().start();
  one = await startWebhooks({ hosts: [receiver.host], config: { timeoutMs: 1_000 } });
  one.runtime.start();
}, 60_000);
afterAll(async () => {
  await one?.stop();
  await receiver?.stop();
}, 30_000);

const org = (): string => randomUUID();
const nothing = async (): Promise<void> => undefined;
const rows = <R extends object>(sql: string, values: unknown[] = []) => one.eventing.database.query<R>(sql, values);
const heardAt = (path: string, count: number) => eventually(() => receiver.at(path).length >= count, 30_000);
/** All announcers have come to the end of the log. */
const announced = (orgId: string, count: number) =>
  eventually(async () => (await one.reader.page(orgId, { after: 0, afterId: null, types: [], limit: 1000 })).length >= count);

describe('announcements', () => {
  it('reach every endpoint that hears of them, once, signed as the reference has it', async () => {
    const orgId = org();
    const { secret } = await registered(one, orgId, receiver.url('/all'));
    await registered(one, orgId, receiver.url('/group'), { events: ['parcel.*'] });
    await registered(one, orgId, receiver.url('/type'), { events: ['parcel.lost'] });
    await registered(one, orgId, receiver.url('/mine'), { metadata: { project: 'octopus' } });
    await registered(one, org(), receiver.url('/stranger'));
    const parcelId = await happens(one, orgId, 'parcel.moved', { project: 'octopus', more: 'yes' });
    await happens(one, orgId, 'parcel.lost', { project: 'squid' });
    await happens(one, orgId, 'letter.sent');
    await heardAt('/all', 3);
    await heardAt('/group', 2);
    await heardAt('/type', 1);
    await heardAt('/mine', 1);
    for (const { body, headers } of receiver.at('/all')) {
      const verified = new Webhook(secret).verify(body, headers) as { id: string };
      expect(verified.id).toBe(headers['webhook-id']);
      const now = Number(headers['webhook-timestamp']);
      expect(isGenuine(headers, Buffer.from(body), secret, now)).toBe(true);
      expect(isGenuine(headers, Buffer.from(`${body} `), secret, now)).toBe(false);
      expect(isGenuine(headers, Buffer.from(body), secret, now + 301)).toBe(false);
    }
    const moved = JSON.parse(receiver.at('/mine')[0]?.body ?? '{}') as { timestamp: string };
    expect(moved).toMatchObject({ type: 'parcel.moved', data: { parcelId, metadata: { project: 'octopus' } } });
    expect(receiver.at('/stranger')).toEqual([]);
    expect([receiver.ids('/group').length, receiver.ids('/type').length, receiver.ids('/mine').length]).toEqual([2, 1, 1]);
    const page = await one.reader.page(orgId, { after: 0, afterId: null, types: [], limit: 10 });
    const sent = new Set(receiver.at('/all').map(({ body }) => body));
    expect(new Set(page.map((announcement) => JSON.stringify(one.reader.show(announcement))))).toEqual(sent);
  }, 60_000);

  it('reach an endpoint that an earlier release registered without types', async () => {
    const orgId = org();
    const { endpointId } = await registered(one, orgId, receiver.url('/untyped'));
    await rows(`UPDATE webhooks.endpoints SET data = data - 'events' WHERE key = $1`, [endpointId]);
    await happens(one, orgId, 'parcel.moved');
    await heardAt('/untyped', 1);
  }, 60_000);

  it('are made once for all endpoints that are sent the same of them, and apart for those that are not', async () => {
    const orgId = org();
    const paths = ['/full', '/full-too', '/thin'];
    const ends = await Promise.all(
      paths.map((path) => registered(one, orgId, receiver.url(path), path === '/thin' ? { payload: 'thin' } : {})),
    );
    const parcelIds = [await happens(one, orgId), await happens(one, orgId)];
    for (const path of paths) await heardAt(path, 2);
    const [first, second] = await one.reader.page(orgId, { after: 0, afterId: null, types: [], limit: 10 });
    const claimed = (at: number, announcement = first, linksFrom: number | null = null) =>
      ({
        ...{ endpointId: ends[at]?.endpointId, announcementId: announcement?.id, orgId, type: 'parcel.moved', cause: 'event', linksFrom },
        createdAt: new Date().toISOString(),
      }) as never;
    const prepared = await one.sender.prepare([claimed(0), claimed(1), claimed(2), claimed(0, second), claimed(0, first, 1)]);
    const [full, fullToo, thin, next, later] = prepared.map(({ body }) => body);
    expect(full && fullToo === full).toBe(true);
    const said = [full, thin, next, later].map((body) => (JSON.parse(String(body)) as { data: Record<string, unknown> }).data);
    const until = Date.parse(first?.occurredAt ?? '') + 7 * 86_400_000;
    const photoUrl = (parcelId: string | undefined, end: unknown) => `https://kadr.example/${parcelId}.jpg?until=${String(end)}`;
    expect(said).toEqual([
      { parcelId: parcelIds[0], metadata: {}, photoUrl: photoUrl(parcelIds[0], until) },
      { parcelId: parcelIds[0], url: `https://kadr.example/v1/parcels/${parcelIds[0]}` },
      { parcelId: parcelIds[1], metadata: {}, photoUrl: expect.stringContaining(`/${parcelIds[1]}.jpg`) },
      { parcelId: parcelIds[0], metadata: {}, photoUrl: photoUrl(parcelIds[0], 1 + 7 * 86_400_000) },
    ]);
    for (const path of ['/full', '/thin']) {
      const wanted = String(path === '/full' ? full : thin);
      expect(receiver.at(path).map(({ body }) => body)).toContain(wanted);
    }
  }, 60_000);

  it('are told without history to a new endpoint, and with it by a replay', async () => {
    const orgId = org();
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push(await happens(one, orgId));
    const { endpointId } = await registered(one, orgId, receiver.url('/late'));
    await happens(one, orgId);
    await announced(orgId, 6);
    await heardAt('/late', 1);
    expect(receiver.at('/late')).toHaveLength(1);
    const wanted = { after: 0, since: null, until: null, types: [], only: 'missing', cause: 'replay' } as const;
    expect(await one.endpoints.replay(principalOf(orgId), endpointId, wanted, nothing)).toBe(5);
    await heardAt('/late', 6);
    expect(new Set(receiver.ids('/late')).size).toBe(6);
    expect(await one.endpoints.replay(principalOf(orgId), endpointId, wanted, nothing)).toBe(0);
    await eventually(async () => (await one.endpointReader.get(orgId, endpointId)).pending === 0);
    expect(await one.endpoints.replay(principalOf(orgId), endpointId, { ...wanted, only: 'all' }, nothing)).toBe(6);
    await heardAt('/late', 12);
    expect(new Set(receiver.ids('/late')).size).toBe(6);
  }, 60_000);

  it('are the same under the same ids when they are made again from the log', async () => {
    const orgId = org();
    for (let i = 0; i < 3; i += 1) await happens(one, orgId);
    await announced(orgId, 3);
    const read = () => one.reader.page(orgId, { after: 0, afterId: null, types: [], limit: 10 });
    const before = (await read()).map((announcement) => JSON.stringify(one.reader.show(announcement)));
    await rows('DELETE FROM webhooks.announcements WHERE org_id = $1', [orgId]);
    expect(await read()).toEqual([]);
    expect(await one.rebuild.part(new Date(Date.now() - 3_600_000).toISOString())).toEqual({ made: 3, next: null });
    expect((await read()).map((announcement) => JSON.stringify(one.reader.show(announcement)))).toEqual(before);
    expect(await one.rebuild.part(new Date(Date.now() - 3_600_000).toISOString())).toEqual({ made: 0, next: null });
  }, 60_000);

  it('are shown in order only as far as every announcer has come', async () => {
    const orgId = org();
    await happens(one, orgId);
    await announced(orgId, 1);
    // As if another announcer had earlier events still before it.
    const page = (reactsTo: string) =>
      new AnnouncementReader(
        one.eventing.database,
        { announcers: [{ name: 'nobody.has-run-this', follows: 'parcel', reactsTo: [reactsTo] }] } as never,
        undefined as never,
        new Clock(),
      ).page(orgId, { after: 0, afterId: null, types: [], limit: 10 });
    expect(await page('ParcelMoved')).toEqual([]);
    expect(await page('ParcelWeighed')).toHaveLength(1);
  }, 60_000);
});

describe('a try', () => {
  it('is repeated with the same bytes until it comes through, and each is in the log', async () => {
    const orgId = org();
    const flaky = receiver.url('/flaky', (_request, response, _heard, times) => void response.writeHead(times < 3 ? 500 : 200).end('no'));
    const { endpointId, secret } = await registered(one, orgId, flaky);
    await happens(one, orgId);
    await heardAt('/flaky', 3);
    const heard = receiver.at('/flaky');
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.ids('/flaky')).size).toBe(1);
    for (const { body, headers } of heard) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    const page = { status: null, type: null, olderThan: null, limit: 10 } as const;
    await eventually(async () => (await one.log.list(orgId, endpointId, page))[0]?.view.status === 'succeeded');
    const [entry] = await one.log.list(orgId, endpointId, page);
    const detail = await one.log.get(orgId, entry?.view.id ?? '');
    expect(detail.attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['success', 200],
      ['http_error', 500],
      ['http_error', 500],
    ]);
    // The host is one of the operator's list: what it says stays with it.
    expect(detail.attempts.every(({ responseBody }) => responseBody === null)).toBe(true);
    expect(JSON.stringify(detail.body)).toBe(heard[0]?.body);
    await expect(one.log.get(org(), entry?.view.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  }, 60_000);

  it.each([
    ['answers 302', answer(302, { location: '/elsewhere' }), 'redirected'],
    ['hangs', () => undefined, 'timeout'],
    ['resets', (request: IncomingMessage) => void request.socket.destroy(), 'connect_failed'],
    ['drips', (_: unknown, response: ServerResponse) => void response.writeHead(200).write('x'), 'timeout'],
    ['answers 500', answer(500), 'http_error'],
  ] as const)(
    'at a receiver that %s has failed',
    async (name, behaviour, outcome) => {
      const orgId = org();
      const path = `/bad-${name.replaceAll(' ', '-')}`;
      const { endpointId } = await registered(one, orgId, receiver.url(path, behaviour as Parameters<Receiver['url']>[1]));
      await happens(one, orgId);
      const page = { status: null, type: null, olderThan: null, limit: 10 } as const;
      await eventually(async () => ((await one.log.list(orgId, endpointId, page))[0]?.view.tries ?? 0) > 0, 30_000);
      const [entry] = await one.log.list(orgId, endpointId, page);
      const tried = (await one.log.get(orgId, entry?.view.id ?? '')).attempts.at(-1);
      expect(tried?.outcome).toBe(outcome);
      expect(receiver.at('/elsewhere')).toEqual([]);
      await one.endpoints.delete(actorOf(principalOf(orgId)), endpointId);
    },
    60_000,
  );

  it('that is answered without end is taken', async () => {
    const orgId = org();
    const endless = receiver.url('/endless', (_request, response) => {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || (response.write('x'.repeat(64 * 1024)), setTimeout(more, 1)));
      more();
    });
    const { endpointId } = await registered(one, orgId, endless);
    await happens(one, orgId);
    await eventually(async () => (await one.endpointReader.get(orgId, endpointId)).lastSuccessAt !== null, 30_000);
    expect(receiver.at('/endless')).toHaveLength(1);
  }, 60_000);

  it('waits for as long as it is asked to', async () => {
    const orgId = org();
    const busy = receiver.url('/busy', answer(429, { 'retry-after': '7200' }));
    const { endpointId } = await registered(one, orgId, busy);
    await happens(one, orgId);
    const read = () =>
      rows<{ width: number; is_slow: boolean; waits: number }>(
        `SELECT l.width, l.is_slow, extract(epoch FROM d.next_attempt_at - now())::int AS waits FROM webhooks.lanes l
           JOIN webhooks.deliveries d USING (endpoint_id) WHERE l.endpoint_id = $1 AND d.state = 'due' AND d.tries = 1`,
        [endpointId],
      );
    await eventually(async () => (await read()).length > 0, 30_000);
    const [{ width, is_slow, waits } = { width: 0, is_slow: false, waits: 0 }] = await read();
    expect([width, is_slow]).toEqual([1, true]);
    expect(waits).toBeGreaterThan(7000);
  }, 60_000);
});

describe('an endpoint', () => {
  it('that is gone hears nothing more, and the others are told', async () => {
    const orgId = org();
    const { endpointId } = await registered(one, orgId, receiver.url('/gone', answer(410)));
    await registered(one, orgId, receiver.url('/other'));
    for (let i = 0; i < 5; i += 1) await happens(one, orgId);
    await heardAt('/other', 6);
    expect(receiver.at('/gone')).toHaveLength(1);
    const told = receiver.at('/other').map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(told.filter(({ type }) => type === 'webhook_endpoint.disabled').map(({ data }) => data)).toEqual([
      { endpointId, url: receiver.url('/gone'), reason: 'gone' },
    ]);
    expect(await one.endpointReader.get(orgId, endpointId)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
  }, 60_000);

  it('that was disabled gets what it missed when it is enabled again, or does without', async () => {
    const orgId = org();
    const principal = principalOf(orgId);
    const { endpointId } = await registered(one, orgId, receiver.url('/paused'));
    const { endpointId: careless } = await registered(one, orgId, receiver.url('/careless'));
    for (const id of [endpointId, careless]) await one.endpoints.change(principal, id, {}, false);
    await happens(one, orgId);
    await happens(one, orgId);
    await announced(orgId, 4);
    const parcels = (path: string) => receiver.at(path).filter(({ body }) => body.includes('parcel.moved'));
    // The one that is disabled last may have heard that the other one was.
    expect([parcels('/paused'), parcels('/careless')]).toEqual([[], []]);
    await one.endpoints.enable(principal, endpointId, 'send', nothing);
    await one.endpoints.enable(principal, careless, 'drop', nothing);
    await happens(one, orgId);
    await eventually(() => parcels('/careless').length >= 1 && parcels('/paused').length >= 3, 30_000);
    expect([parcels('/paused').length, parcels('/careless').length]).toEqual([3, 1]);
    expect(new Set(receiver.ids('/paused')).size).toBe(receiver.ids('/paused').length);
  }, 60_000);

  it('is given up when nothing comes through for days', async () => {
    const orgId = org();
    const { endpointId } = await registered(one, orgId, receiver.url('/dead', answer(503)));
    await happens(one, orgId);
    await heardAt('/dead', 1);
    await eventually(async () => (await one.endpointReader.get(orgId, endpointId)).failingSince !== null);
    await rows(`UPDATE webhooks.lanes SET failing_since = now() - interval '6 days' WHERE endpoint_id = $1`, [endpointId]);
    await eventually(async () => (await one.endpointReader.get(orgId, endpointId)).status === 'disabled', 30_000);
    expect(await one.endpointReader.get(orgId, endpointId)).toMatchObject({ disabledReason: 'failing' });
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT delivery_id AS id FROM webhooks.deliveries WHERE endpoint_id = $1', [
      endpointId,
    ]);
    const before = receiver.at('/dead').length;
    expect(await one.endpoints.redeliver(principalOf(orgId), id, nothing)).toBe(true);
    await heardAt('/dead', before + 1);
    expect(await one.endpoints.redeliver(principalOf(org()), id, nothing)).toBe(false);
  }, 60_000);

  it('is signed for with both secrets while one is rotated, and with three at most', async () => {
    const orgId = org();
    const principal = principalOf(orgId);
    const { endpointId, secret } = await registered(one, orgId, receiver.url('/rotated'));
    const next = await one.endpoints.rotate(principal, endpointId, 3600, nothing);
    await happens(one, orgId);
    await heardAt('/rotated', 1);
    const [{ body, headers }] = receiver.at('/rotated') as [(typeof receiver.heard)[number]];
    for (const each of [secret, next.secret]) expect(() => new Webhook(each).verify(body, headers)).not.toThrow();
    await one.endpoints.rotate(principal, endpointId, 3600, nothing);
    await expect(one.endpoints.rotate(principal, endpointId, 3600, nothing)).rejects.toMatchObject({ code: 'too_many_secrets' });
    const last = await one.endpoints.rotate(principal, endpointId, 0, nothing);
    await happens(one, orgId);
    await heardAt('/rotated', 2);
    const latest = receiver.at('/rotated')[1] as (typeof receiver.heard)[number];
    expect(latest.headers['webhook-signature']?.split(' ')).toHaveLength(1);
    expect(() => new Webhook(last.secret).verify(latest.body, latest.headers)).not.toThrow();
    const stored = await rows<{ text: string }>(
      `SELECT string_agg(t, ' ') AS text FROM (
         SELECT data::text AS t FROM eventing.events UNION ALL SELECT data::text FROM webhooks.endpoints
         UNION ALL SELECT encode(sealed, 'escape') FROM webhooks.secrets) AS all_of_it`,
    );
    for (const each of [secret, next.secret, last.secret]) expect(stored[0]?.text).not.toContain(each.slice(6));
  }, 60_000);

  it('can be tested while it is disabled; a foreign or deleted one is unknown, and there may be so many', async () => {
    const orgId = org();
    const principal = principalOf(orgId);
    const { endpointId } = await registered(one, orgId, receiver.url('/tested'));
    await one.endpoints.change(principal, endpointId, {}, false);
    await one.endpoints.test(principal, endpointId, 'parcel.moved', nothing);
    await one.endpoints.test(principal, endpointId, 'parcel.moved', nothing);
    await heardAt('/tested', 2);
    expect(JSON.parse(receiver.at('/tested')[0]?.body ?? '')).toMatchObject({ type: 'parcel.moved', test: true, data: { parcelId: 'p' } });
    one.limits.limit = 1;
    await expect(registered(one, orgId, receiver.url('/second'))).rejects.toMatchObject({ code: 'endpoint_limit', details: { limit: 1 } });
    one.limits.limit = null;
    await expect(one.endpoints.delete(actorOf(principalOf(org())), endpointId)).rejects.toMatchObject({
      code: 'webhook_endpoint_not_found',
    });
    await one.endpoints.delete(actorOf(principal), endpointId);
    for (const call of [
      () => one.endpoints.rotate(principal, endpointId, 0, nothing),
      () => one.endpoints.test(principal, endpointId, 'parcel.moved', nothing),
      () => one.endpointReader.get(orgId, endpointId),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'webhook_endpoint_not_found' });
    }
  }, 60_000);
});

describe('a process that is gone', () => {
  it('has its tries made by another one, and what it says later counts no more', async () => {
    const orgId = org();
    const { endpointId } = await registered(one, orgId, receiver.url('/lost'));
    await one.runtime.stop();
    await happens(one, orgId);
    await announced(orgId, 1);
    const [claimed] = await eventuallyClaimed(endpointId);
    expect(await one.sweeper.recoverLost()).toBe(0);
    // As a process would leave it whose number nobody has.
    await rows('UPDATE webhooks.leases SET owner = -1 WHERE endpoint_id = $1', [endpointId]);
    expect(await one.sweeper.recoverLost()).toBe(1);
    const [again] = await eventuallyClaimed(endpointId);
    expect(again).toMatchObject({ deliveryId: claimed?.deliveryId, attempt: 1, tries: 1 });
    const end = {
      ...claimed,
      outcome: 'success',
      status: 200,
      durationMs: 1,
      startedAt: Date.now(),
      retryAfterMs: null,
      responseBody: null,
    };
    await one.ends.add(end as never);
    expect((await one.log.get(orgId, claimed?.deliveryId ?? '')).attempts).toEqual([]);
    expect(await one.table.giveBack([again as never])).toBe(1);
    expect(await one.sweeper.wakeSleepers()).toBe(0);
  }, 60_000);

  it('faults C35: leaves of a thing that is erased no answer, neither what was answered before nor what a receiver answers yet', async () => {
    const orgId = org();
    await one.runtime.stop();
    const { endpointId } = await registered(one, orgId, receiver.url('/echo'));
    const parcels = [await happens(one, orgId), await happens(one, orgId), await happens(one, orgId)];
    await announced(orgId, parcels.length);
    const page = await one.reader.page(orgId, { after: 0, afterId: null, types: [], limit: 10 });
    const answered: Record<string, string | null> = {};
    // One is answered before, one after the erasure; the third is not erased.
    const ended = async (claimed: Claimed): Promise<void> => {
      const told = page.find(({ id }) => id === claimed.announcementId)?.subject.id ?? '';
      const end = { outcome: 'success', status: 200, durationMs: 1, startedAt: Date.now(), retryAfterMs: null };
      const answer = () => one.ends.add({ ...claimed, ...end, responseBody: `I was told of ${told}` } as never);
      const erase = () =>
        one.eventing.database.transaction((tx) => forgetAnnouncements.erase(tx, { orgId, subjectId: told, streamId: `parcel-${told}` }));
      const place = parcels.indexOf(told);
      if (place === 0) await answer().then(erase);
      if (place === 1) await erase().then(answer);
      if (place === 2) await answer();
      const { attempts } = await one.log.get(orgId, claimed.deliveryId);
      answered[told] = attempts[0]?.responseBody ?? null;
    };
    while (Object.keys(answered).length < parcels.length) for (const claimed of await eventuallyClaimed(endpointId)) await ended(claimed);
    expect(parcels.map((parcelId) => answered[parcelId])).toEqual([null, null, `I was told of ${parcels[2]}`]);
    const { delivered } = (
      await rows<{ delivered: number }>(
        `SELECT count(*)::int AS delivered FROM webhooks.deliveries WHERE endpoint_id = $1 AND state = 'done'`,
        [endpointId],
      )
    )[0] ?? { delivered: 0 };
    expect(delivered).toBe(parcels.length);
  }, 60_000);

  const eventuallyClaimed = async (endpointId: string) => {
    let found: Awaited<ReturnType<typeof one.table.claim>> = [];
    await eventually(async () => {
      const all = await one.table.claim({ places: 64, slowPlaces: 16 });
      found = all.filter((claimed) => claimed.endpointId === endpointId);
      await one.table.giveBack(all.filter((claimed) => claimed.endpointId !== endpointId));
      return found.length > 0;
    });
    return found;
  };
});

describe('endpoints that hang', () => {
  it('hold up nobody, more of them than there are places; a process that stops gives back what they hold', async () => {
    const two = await startWebhooks({ hosts: [receiver.host], config: { concurrency: 8, timeoutMs: 60_000 } });
    try {
      const orgId = org();
      for (let i = 0; i < 24; i += 1)
        await registered(
          two,
          orgId,
          receiver.url(`/hanging-${i}`, () => undefined),
        );
      for (let i = 0; i < 4; i += 1) await registered(two, orgId, receiver.url(`/healthy-${i}`));
      two.runtime.start();
      for (let i = 0; i < 10; i += 1) await happens(two, orgId);
      // None of the tries that hang ends before the healthy ones have heard everything.
      const healthy = [0, 1, 2, 3].map((i) => `/healthy-${i}`);
      await eventually(() => healthy.every((path) => new Set(receiver.ids(path)).size === 10), 50_000);
      expect(healthy.map((path) => receiver.at(path).length)).toEqual([10, 10, 10, 10]);
      await two.runtime.stop();
      const left = await two.eventing.database.query<{ state: string; tries: number; count: number }>(
        'SELECT state, tries, count(*)::int AS count FROM webhooks.deliveries GROUP BY 1, 2 ORDER BY 1',
      );
      expect(left).toEqual([
        { state: 'done', tries: 1, count: 40 },
        { state: 'due', tries: 0, count: 240 },
      ]);
    } finally {
      await two.stop();
    }
  }, 90_000);
});

describe('senders that are killed', () => {
  it('leave nothing unsent and invent no id', async () => {
    const killed = await startWebhooks({ hosts: [receiver.host] });
    try {
      const orgId = org();
      const flaky = receiver.url('/chaos-flaky', (_request, response, heard) => {
        const times = receiver.ids('/chaos-flaky').filter((id) => id === heard.headers['webhook-id']).length;
        response.writeHead(times < 3 ? 500 : 200).end();
      });
      await registered(killed, orgId, receiver.url('/chaos-well'));
      await registered(killed, orgId, flaky);
      for (let round = 0; round < 5; round += 1) {
        for (let i = 0; i < 4; i += 1) await happens(killed, orgId);
        // Takes what is due, and is gone before it has sent any of it, or written down how it ended.
        const taken = await killed.table.claim({ places: 64, slowPlaces: 16 });
        await killed.eventing.database.query('UPDATE webhooks.leases SET owner = -1 WHERE lease_id = ANY($1::bigint[])', [
          taken.map(({ lease }) => lease),
        ]);
        if (round % 2 > 0) {
          for (const one of await killed.sender.prepare(taken)) await killed.sender.send(one, new AbortController().signal);
        }
      }
      killed.runtime.start();
      killed.sweeper.start();
      const unsent = `SELECT 1 AS one FROM webhooks.deliveries WHERE state <> 'done'`;
      await eventually(async () => (await killed.eventing.database.query(unsent)).length === 0, 60_000);
      const page = await killed.reader.page(orgId, { after: 0, afterId: null, types: [], limit: 100 });
      const expected = new Set(page.map(({ id }) => id));
      expect(expected.size).toBe(20);
      for (const path of ['/chaos-well', '/chaos-flaky']) expect(new Set(receiver.ids(path))).toEqual(expected);
    } finally {
      await killed.stop();
    }
  }, 90_000);
});

describe('a dead lane with 100 000 rows', () => {
  it('is taken from by its index', async () => {
    const orgId = org();
    const { endpointId } = await registered(one, orgId, receiver.url('/huge'));
    await rows(
      `INSERT INTO webhooks.deliveries (org_id, endpoint_id, announcement_id, position, type, cause, next_attempt_at)
       SELECT $1, $2, gen_random_uuid(), i, 'parcel.moved', 'event', now() - interval '1 hour' FROM generate_series(1, 100000) AS i`,
      [orgId, endpointId],
    );
    await rows('ANALYZE webhooks.deliveries');
    const touched = `SELECT seq_scan::int, idx_tup_fetch::int AS rows FROM pg_stat_xact_user_tables WHERE relid = 'webhooks.deliveries'::regclass`;
    const [before, after] = await one.eventing.database.transaction(async (tx) => {
      await tx.query(`UPDATE webhooks.lanes SET due_at = CASE WHEN endpoint_id = $1 THEN now() END, width = 4`, [endpointId]);
      const read = async () => (await tx.query<{ seq_scan: number; rows: number }>(touched))[0] ?? { seq_scan: 0, rows: 0 };
      const first = await read();
      const [taken] = await tx.query<{ deliveries: unknown[] }>('SELECT deliveries FROM webhooks.take(64, 16, 1, 1000)');
      expect(taken?.deliveries).toHaveLength(4);
      return [first, await read()];
    });
    expect(after.seq_scan - before.seq_scan).toBe(0);
    expect(after.rows - before.rows).toBeLessThan(100);
  }, 60_000);
});
