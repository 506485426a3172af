import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventingMigrations } from '#eventing';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { webhooksMigrations } from '#webhooks';
import { type Heard, Receiver, WebhooksChild } from '#webhooks/testing';
import { build } from '../../scripts/lib/build.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';
import { until } from '../support/supervised.js';

const ORG = randomUUID();
const EVENTS = 10;
const KILL_EVERY_MS = 2_000;
const LEAST_KILLS = 5;
const DOWN_MS = 12_000;

let home: TestDatabase;
const receiver = new Receiver();
const processes: WebhooksChild[] = [];
/** What kills them, until it is over; a spec that has failed must not leave it behind. */
let killing: Promise<unknown> = Promise.resolve();
let isOver = false;

beforeAll(async () => {
  await build(repositoryRoot);
  home = await createTestDatabase([...eventingMigrations, ...webhooksMigrations]);
  await receiver.start();
  const name = `spec${randomUUID().slice(0, 8)}`;
  const env = {
    ...process.env,
    ...{ DATABASE_URL: home.url, NATS_URL: process.env['KADR_TEST_NATS_URL'], KADR_EGRESS_ALLOW: receiver.host },
    ...{ KADR_NAMESPACE: name, KADR_NATS_PREFIX: name, KADR_NATS_STREAM: name, KADR_LOG_LEVEL: 'error' },
    ...{ KADR_WEBHOOK_RETRY_SECONDS: '1,2,4,8,16', KADR_WEBHOOK_TIMEOUT_MS: '500', NODE_OPTIONS: '', JEST_WORKER_ID: '' },
    KADR_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  processes.push(new WebhooksChild(repositoryRoot, env), new WebhooksChild(repositoryRoot, env));
  await Promise.all(processes.map((one) => one.start()));
}, 180_000);
afterAll(async () => {
  isOver = true;
  await killing;
  await Promise.all(processes.map((one) => one.kill()));
  await receiver.stop();
  await home?.close();
}, 60_000);

/** One process after the other, as a caller whose request was cut off does. */
async function ask<T>(call: string, args: object): Promise<T> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await (processes[turn % 2] as WebhooksChild).ask<T>(call, args);
    } catch (error) {
      if (isOver) throw error;
      await sleep(20);
    }
  }
}

type Behaviour = (request: IncomingMessage, response: ServerResponse, heard: Heard) => void;
const timesOf = (path: string, { headers }: Heard): number => receiver.ids(path).filter((id) => id === headers['webhook-id']).length;
const ok: Behaviour = (_request, response) => void response.writeHead(204).end();

/** Every weather that receivers have. */
const WEATHERS: Readonly<Record<string, Behaviour>> = {
  '/healthy': ok,
  '/rotated': ok,
  '/down': (request, response, heard) => (heard.at < downUntil ? void request.socket.destroy() : ok(request, response, heard)),
  '/twice': (_request, response, heard) => void response.writeHead(timesOf('/twice', heard) < 3 ? 500 : 200).end(),
  '/hangs': () => undefined,
  '/drips': (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  },
  '/endless': (_request, response) => {
    response.writeHead(200);
    const more = (): void => void (response.destroyed || (response.write('x'.repeat(64 * 1024)), setImmediate(more)));
    more();
  },
  '/redirects': (_request, response) => void response.writeHead(302, { location: receiver.url('/target') }).end(),
  '/gone': (_request, response) => void response.writeHead(410).end(),
  '/later': (request, response, heard) =>
    timesOf('/later', heard) < 2 ? void response.writeHead(429, { 'retry-after': '2' }).end() : ok(request, response, heard),
};
let downUntil = Infinity;

describe('senders that are killed every two seconds', () => {
  it('tell every receiver everything, under one id an event, whatever weather it has', async () => {
    const endpoints = new Map<string, { endpointId: string; secret: string }>();
    for (const [path, behaviour] of Object.entries(WEATHERS)) {
      endpoints.set(path, await ask('register', { orgId: ORG, url: receiver.url(path, behaviour) }));
    }
    downUntil = Date.now() + DOWN_MS;
    // Until everybody has heard everything: what is tried again after seconds must outlive kills as well.
    let kills = 0;
    killing = (async () => {
      for (; !isOver || kills < LEAST_KILLS; kills += 1) {
        await sleep(KILL_EVERY_MS);
        const one = processes[kills % 2] as WebhooksChild;
        await one.kill();
        await one.start();
      }
    })();
    const parcels = Array.from({ length: EVENTS }, () => randomUUID());
    let rotated = { secret: '' };
    for (const [n, parcelId] of parcels.entries()) {
      await ask('happen', { orgId: ORG, parcelId });
      if (n === EVENTS / 2) rotated = await ask('rotate', { orgId: ORG, endpointId: endpoints.get('/rotated')?.endpointId });
      await sleep(700);
    }
    // Whoever is killed between an event and its announcement leaves it to the other one, which needs its time.
    const announced = await until('every parcel is announced', 30_000, async () => {
      const [{ events } = { events: 0 }] = await home.database.query<{ events: number }>(
        `SELECT count(*)::int AS events FROM eventing.events WHERE type = 'ParcelMoved'`,
      );
      const found = await home.database.query<{ id: string; parcel: string }>(
        `SELECT id, data->>'parcelId' AS parcel FROM webhooks.announcements WHERE org_id = $1 AND type = 'parcel.moved'`,
        [ORG],
      );
      return found.length === events ? found : null;
    });
    // An order that was cut off may have been carried out: the same parcel twice is two events.
    expect(new Set(announced.map(({ parcel }) => parcel))).toEqual(new Set(parcels));
    const ids = new Set(announced.map(({ id }) => id));
    const told = Object.keys(WEATHERS).filter((path) => path !== '/gone');
    const fifth = (): boolean => [...ids].some((id) => receiver.ids('/redirects').filter((one) => one === id).length >= 5);
    await until('everybody has heard everything, and something five times', 150_000, () => {
      return told.every((path) => new Set(receiver.ids(path)).size >= ids.size) && fifth();
    }).finally(() => (isOver = true));
    await killing;
    for (const path of told) expect([path, new Set(receiver.ids(path))]).toEqual([path, ids]);
    for (const [id, tries] of Map.groupBy(receiver.heard, ({ headers }) => headers['webhook-id'] ?? '')) {
      expect([id, new Set(tries.map(({ body }) => body)).size]).toEqual([id, 1]);
    }

    expect(receiver.at('/target')).toEqual([]);
    const [gone] = await home.database.query<{ at: string; status: string }>(
      `SELECT data->>'updatedAt' AS at, data->>'status' AS status FROM webhooks.endpoints WHERE key = $1`,
      [endpoints.get('/gone')?.endpointId],
    );
    expect(gone?.status).toBe('disabled');
    // As many tries as processes were killed before they could say so.
    expect(new Set(receiver.ids('/gone')).size).toBe(1);
    expect(receiver.at('/gone').filter(({ at }) => at > Date.parse(gone?.at ?? '') + KILL_EVERY_MS)).toEqual([]);

    const secrets = [endpoints.get('/rotated')?.secret ?? '', rotated.secret].map((secret) => new Webhook(secret));
    const signed = receiver.at('/rotated').map(({ body, headers }) => secrets.map((secret) => isSigned(secret, body, headers)));
    expect(signed.every(([isOld]) => isOld)).toBe(true);
    expect(signed.some(([, isNew]) => isNew)).toBe(true);
    // A kill loses the ends of what was under way: each of that is sent once more.
    for (const id of ids) expect([id, receiver.ids('/healthy').filter((one) => one === id).length <= 1 + kills]).toEqual([id, true]);
  }, 240_000);
});

function isSigned(secret: Webhook, body: string, headers: Heard['headers']): boolean {
  try {
    secret.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
