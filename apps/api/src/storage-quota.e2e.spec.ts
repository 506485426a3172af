import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../../../scripts/services.mjs';
import { startTestApp, type TestApp } from './testing/index.js';
import { until } from '../../../test/support/supervised.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { KADR_RATE_LIMIT_PER_MINUTE: '100000' } });
}, 60_000);
afterAll(() => app?.close(), 60_000);

type Json = Record<string, unknown>;
async function call(method: string, route: string, key: string, body?: object): Promise<{ status: number; json: Json }> {
  const isForm = body instanceof FormData;
  const response = await fetch(app.url + route, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && !isForm && { 'content-type': 'application/json' }) },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Json) };
}

async function organisation(overrides: Json): Promise<{ id: string; key: string }> {
  const { json } = await call('POST', '/v1/admin/organisations', app.apiKey, { name: 'Customer', plan: 'free' });
  const id = String(json['id']);
  expect((await call('PUT', `/v1/admin/organisations/${id}/plan`, app.apiKey, { plan: 'free', overrides })).status).toBe(200);
  return { id, key: (json['apiKey'] as { key: string }).key };
}

/** A grey PNG; noise behind its end makes it as large as it is wanted. */
function png(bytes: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const header = Buffer.from('00000020000000200800000000', 'hex');
  const magic = Buffer.from('89504e470d0a1a0a', 'hex');
  const picture = [magic, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(33 * 32)))];
  const end = chunk('IEND', Buffer.alloc(0));
  const padding = bytes - Buffer.concat([...picture, end]).length - 12;
  return Buffer.concat([...picture, chunk('noNe', Buffer.alloc(padding, 7)), end]);
}

function upload(key: string, bytes: number) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(png(bytes))]), 'grey.png');
  return call('POST', '/v1/assets', key, form);
}

interface Level {
  readonly resource: string;
  readonly limit: number | null;
  readonly reserved: number;
  readonly used: number;
  readonly remaining: number | null;
}
async function storage(key: string): Promise<Level | undefined> {
  const { json } = await call('GET', '/v1/billing/quota', key);
  return (json['resources'] as Level[]).find(({ resource }) => resource === 'storage_bytes');
}

/** Usage is booked some milliseconds after the answer. */
async function used(key: string, bytes: number): Promise<void> {
  let seen: number | undefined;
  const isBooked = async (): Promise<boolean> => (seen = (await storage(key))?.used) === bytes;
  await until('all of it is booked', 30_000, isBooked).catch(() => expect(seen).toBe(bytes));
}

const ended = (route: string, key: string): Promise<Json> =>
  until(`${route} has ended`, 60_000, async () => {
    const { json } = await call('GET', route, key);
    return ['ready', 'failed', 'completed'].includes(String(json['status'])) ? json : null;
  });

const records = async (key: string): Promise<Json[]> => (await call('GET', '/v1/billing/records?limit=100', key)).json['data'] as Json[];
const consistent = async (): Promise<void> => {
  const { json } = await call('GET', '/v1/admin/billing/check', app.apiKey);
  expect(json).toMatchObject({ isConsistent: true, differences: [] });
};

describe('the quota of storage', () => {
  it('counts what is uploaded and imported, and gives it back when it is deleted, to the byte', async () => {
    const { key } = await organisation({ storage_bytes: 10_000 });
    const first = await upload(key, 3000);
    expect(first.status).toBe(201);
    await used(key, 3000);
    const picture = `data:image/png;base64,${png(2000).toString('base64')}`;
    const second = await call('POST', '/v1/assets', key, { url: picture });
    expect(await ended(`/v1/assets/${String(second.json['id'])}`, key)).toMatchObject({ status: 'ready', bytes: 2000 });
    await used(key, 5000);
    expect(await storage(key)).toMatchObject({ limit: 10_000, reserved: 0, used: 5000, remaining: 5000 });
    expect((await call('DELETE', `/v1/assets/${String(first.json['id'])}`, key)).status).toBe(204);
    await used(key, 2000);
    expect(await storage(key)).toMatchObject({ limit: 10_000, reserved: 0, used: 2000, remaining: 8000 });
    const all = await records(key);
    expect(all.map(({ subject, entry, quantity, amountMicros }) => [subject, entry, quantity, amountMicros])).toEqual([
      [{ kind: 'asset', id: first.json['id'] }, 'removed', -3000, 0],
      [{ kind: 'asset', id: second.json['id'] }, 'kept', 2000, 0],
      [{ kind: 'asset', id: first.json['id'] }, 'kept', 3000, 0],
    ]);
    await consistent();
  }, 120_000);

  it('counts what a model made once, and gives it back as well', async () => {
    const { key } = await organisation({ storage_bytes: 50_000_000 });
    const order = { model: 'local:illustrator', input: { prompt: 'a lighthouse', durationSeconds: 1 } };
    const { json } = await call('POST', '/v1/generations', key, order);
    const done = await ended(`/v1/generations/${String(json['id'])}`, key);
    expect(done['status']).toBe('completed');
    const { id, bytes } = done['asset'] as { id: string; bytes: number };
    await used(key, bytes);
    const ofGeneration = { subject: { kind: 'generation', id: json['id'] } };
    const made = await records(key);
    expect(made.filter(({ resource }) => resource === 'storage_bytes')).toEqual([
      expect.objectContaining({ ...ofGeneration, quantity: bytes }),
    ]);
    // What was made here counts as seconds too.
    expect(made).toContainEqual(expect.objectContaining({ ...ofGeneration, resource: 'render_seconds', quantity: 1 }));
    expect(await storage(key)).toMatchObject({ reserved: 0, used: bytes });
    expect((await call('DELETE', `/v1/assets/${id}`, key)).status).toBe(204);
    await used(key, 0);
    expect(await storage(key)).toMatchObject({ reserved: 0, used: 0, remaining: 50_000_000 });
    await consistent();
  }, 120_000);

  it('refuses what does not fit before it is kept', async () => {
    const { key } = await organisation({ storage_bytes: 5000 });
    expect((await upload(key, 3000)).status).toBe(201);
    await used(key, 3000);
    const refused = await upload(key, 2001);
    expect(refused).toMatchObject({
      status: 402,
      json: { code: 'quota_exceeded', resource: 'storage_bytes', limit: 5000, used: 3000, reserved: 0, requested: 2001 },
    });
    // Stored bytes are a stock: a new month gives none back.
    expect(refused.json['resetsAt']).toBeNull();
    expect(await storage(key)).toMatchObject({ resetsAt: null });
    const { json: imported } = await call('POST', '/v1/assets', key, { url: `data:image/png;base64,${png(2001).toString('base64')}` });
    const end = await ended(`/v1/assets/${String(imported['id'])}`, key);
    expect(end).toMatchObject({ status: 'failed', error: { code: 'quota_exceeded' } });
    expect((await call('GET', '/v1/assets', key)).json['data']).toHaveLength(2);
    expect((await upload(key, 2000)).status).toBe(201);
    await used(key, 5000);
    expect(await storage(key)).toMatchObject({ remaining: 0 });
  }, 120_000);

  it('holds the room of uploads from before their first byte: eight at once cannot overshoot', async () => {
    const { key } = await organisation({ storage_bytes: 1_000_000 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(key, 600_000)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 402, 402, 402, 402, 402, 402, 402]);
    for (const { status, json } of answers) {
      if (status === 402) expect(json).toMatchObject({ code: 'quota_exceeded', resource: 'storage_bytes', limit: 1_000_000 });
    }
    await used(key, 600_000);
    expect(await storage(key)).toMatchObject({ reserved: 0, used: 600_000, remaining: 400_000 });
    await consistent();
  }, 120_000);

  it('takes what fits to the byte, also where nothing says how much comes', async () => {
    let { key } = await organisation({ storage_bytes: 700_000 });
    const sent = (bytes: number) => {
      const boundary = 'not-in-the-picture';
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="grey.png"\r\n\r\n`;
      const body = Buffer.concat([Buffer.from(head), png(bytes), Buffer.from(`\r\n--${boundary}--\r\n`)]);
      // A stream has no length to announce.
      const stream = new ReadableStream({
        start(controller) {
          for (let at = 0; at < body.length; at += 50_000) controller.enqueue(new Uint8Array(body.subarray(at, at + 50_000)));
          controller.close();
        },
      });
      const headers = { authorization: `Bearer ${key}`, 'content-type': `multipart/form-data; boundary=${boundary}` };
      return fetch(`${app.url}/v1/assets`, { method: 'POST', headers, body: stream, duplex: 'half' });
    };
    expect((await sent(700_001)).status).toBe(402);
    expect((await sent(700_000)).status).toBe(201);
    await used(key, 700_000);
    expect(await storage(key)).toMatchObject({ reserved: 0, remaining: 0 });
    expect((await sent(100)).status).toBe(402);
    // Four megabytes were held at first for the next one; as soon as it is there, only what it has.
    const { key: other } = await organisation({ storage_bytes: 5_000_000 });
    key = other;
    expect((await sent(100_000)).status).toBe(201);
    expect((await sent(4_900_000)).status).toBe(201);
    await consistent();
  }, 120_000);

  it('answers a repeated upload also when no room is left', async () => {
    const { key } = await organisation({ storage_bytes: 1000 });
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'once' };
    const send = (): Promise<Response> => {
      const body = new FormData();
      body.append('file', new Blob([new Uint8Array(png(900))]), 'grey.png');
      return fetch(`${app.url}/v1/assets`, { method: 'POST', headers, body });
    };
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect(await again.json()).toEqual(await first.json());
    await used(key, 900);
    expect(await storage(key)).toMatchObject({ reserved: 0 });
  }, 120_000);

  it('gives back what an upload held that came to nothing', async () => {
    const { key } = await organisation({ storage_bytes: 1_000_000 });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(600_000)]), 'nothing.png');
    expect((await call('POST', '/v1/assets', key, form)).status).toBe(415);
    // At once: whoever sends the right file next must find room for it.
    expect((await upload(key, 1_000_000)).status).toBe(201);
    await used(key, 1_000_000);
    await consistent();
  }, 120_000);

  it('is explained by its events, which the command for people says and finds wrong by a byte', async () => {
    const run = async (): Promise<{ code: number; text: string }> => {
      const env = { PATH: process.env['PATH'], KADR_BOOTSTRAP_API_KEY: app.apiKey };
      const args = [path.join(repositoryRoot, 'scripts/billingcheck.mjs'), '--url', app.url];
      return promisify(execFile)(process.execPath, args, { env }).then(
        ({ stdout }) => ({ code: 0, text: stdout }),
        (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
      );
    };
    const { id, key } = await organisation({ storage_bytes: null });
    expect((await upload(key, 3000)).status).toBe(201);
    await used(key, 3000);
    expect(await run()).toEqual({ code: 0, text: expect.stringMatching(/made anew from \d+ events is the same/) });
    await app.sql.query('UPDATE billing.live SET storage_bytes_used = storage_bytes_used + 1000000 WHERE org_id = $1', [id]);
    const wrong = await run();
    expect(wrong.code).toBe(1);
    expect(wrong.text).toContain(id);
    expect(wrong.text).toMatch(/storage_bytes.*: 3001, should be 3000|storage_bytes.*should be/);
    await app.sql.query('UPDATE billing.live SET storage_bytes_used = storage_bytes_used - 1000000 WHERE org_id = $1', [id]);
    expect((await run()).code).toBe(0);
  }, 120_000);
});
