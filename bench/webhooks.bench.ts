import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { median } from './orchestration/load.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';
import { wantedOf } from './wanted.js';
import { Lanes } from './webhooks/lanes.js';

export const name = 'webhooks';

const ENDPOINTS = 40;
const EVENTS = 50;
/** And so many more before deliveries are counted. */
const MORE_EVENTS = 100;
/** `KADR_WEBHOOK_CONCURRENCY`. */
const CONCURRENCY = 64;
const WITHIN_MS = 120_000;
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/**
 * Deliveries a second, from what is asked for by `replay` to the receiver, beside a loop of undici alone that signs and sends as many bodies
 * with as many requests open; and how long after an event its first try arrives.
 */
export async function run(report: (row: Row) => void, { full, only }: { full: boolean; only: readonly string[] }): Promise<void> {
  const isWanted = wantedOf(['deliveries', 'lanes'], only);
  if (isWanted('deliveries')) await deliveries(report, full);
  if (!isWanted('lanes')) return;
  const lanes = await Lanes.start();
  try {
    report(await lanes.idle());
    report(await lanes.claims());
    report(await lanes.besideTheDead());
    for (const row of await lanes.besideHanging(full ? 1_000 : 60, 250)) report(row);
  } finally {
    await lanes.stop();
  }
}

async function deliveries(report: (row: Row) => void, full: boolean): Promise<void> {
  const profileDir = process.env['KADR_BENCH_PROFILE'];
  const profiled: Readonly<Record<string, string>> = profileDir ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` } : {};
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'webhooks-'));
  const receiver = await CountingReceiver.start();
  const kadr = new StartedKadr(path.join(folder, 'data'), {
    KADR_EGRESS_ALLOW: receiver.host,
    KADR_RATE_LIMIT_PER_MINUTE: '100000',
    ...profiled,
  });
  try {
    await kadr.start();
    const key = await kadr.organisation('webhooks');
    const post = async (route: string, body: object): Promise<{ id: string; deliveries: number }> => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const response = await kadr.request(route, { method: 'POST', body: JSON.stringify(body), headers });
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return (await response.json()) as { id: string; deliveries: number };
    };
    await post('/v1/webhook-endpoints', { url: receiver.url('/first'), events: ['asset.ready'] });
    for (let n = 0; n < EVENTS; n += 1) {
      await post('/v1/assets', { url: `data:image/png;base64,${PIXEL}` });
      await receiver.when('/first', n + 1);
    }
    const late = receiver.lateMs('/first').sort((a, b) => a - b);
    const p95 = late[Math.floor(late.length * 0.95)] ?? 0;
    const note = `of ${EVENTS} files one after the other; less is better; the baseline is the target, not a peer`;
    report({ what: 'a file is ready to the first byte of its webhook, p95', kadr: p95, baseline: 100, unit: 'ms', ratio: p95 / 100, note });

    await Promise.all(
      Array.from({ length: MORE_EVENTS }, (_, n) =>
        sleep(n * 20).then(() => post('/v1/assets', { url: `data:image/png;base64,${PIXEL}` })),
      ),
    );
    await receiver.when('/first', EVENTS + MORE_EVENTS);
    const ids: string[] = [];
    for (let n = 0; n < ENDPOINTS; n += 1) {
      ids.push((await post('/v1/webhook-endpoints', { url: receiver.url(`/all-${n}`), events: ['asset.ready'] })).id);
    }
    const [ours, theirs]: [number[], number[]] = [[], []];
    const rounds = full ? 5 : 2;
    const total = ENDPOINTS * (EVENTS + MORE_EVENTS);
    for (let round = 0; round <= rounds; round += 1) {
      const before = receiver.total;
      const startedAtMs = performance.now();
      await Promise.all(ids.map((id) => post(`/v1/webhook-endpoints/${id}/replay`, { since: '2026-01-01T00:00:00Z', only: 'all' })));
      await receiver.whenTotal(before + total);
      const perSecond = total / ((performance.now() - startedAtMs) / 1000);
      await sleep(1_000); // what is written down after the last answer
      const bare = await bareLoop(receiver, total);
      if (round === 0) continue; // until the compiler has seen the code
      ours.push(perSecond);
      theirs.push(bare);
    }
    const [kadrRate, bareRate] = [median(ours), median(theirs)];
    const load = `${total} deliveries to ${ENDPOINTS} endpoints at one receiver; ${rounds} rounds in turn`;
    const against = `baseline: a loop of undici with keep-alive that signs and sends, ${CONCURRENCY} at once, and keeps nothing`;
    report({
      what: 'deliveries',
      kadr: kadrRate,
      baseline: bareRate,
      unit: '1/s',
      ratio: kadrRate / bareRate,
      note: `${load}; ${against}`,
    });
  } finally {
    await kadr.stop();
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns signed requests a second */
async function bareLoop(receiver: CountingReceiver, total: number): Promise<number> {
  const agent = new Agent({ connections: CONCURRENCY });
  const secret = randomBytes(32);
  const body = Buffer.from(
    JSON.stringify({ id: randomUUID(), type: 'asset.ready', data: { assetId: randomUUID(), kind: 'image', name: null } }),
  );
  let left = total;
  const startedAtMs = performance.now();
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const [id, timestamp] = [randomUUID(), Math.floor(Date.now() / 1000)];
      const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64');
      const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(timestamp) };
      const answer = await request(receiver.url('/bare'), {
        ...{ method: 'POST', dispatcher: agent, body },
        headers: { ...headers, 'webhook-signature': `v1,${signature}` },
      });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
  const seconds = (performance.now() - startedAtMs) / 1000;
  await agent.close();
  return total / seconds;
}

class CountingReceiver {
  readonly #late = new Map<string, number[]>();
  total = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<CountingReceiver> {
    const server = createServer();
    const receiver = new CountingReceiver(server);
    server.on('request', (incoming, response) => {
      const at = Date.now();
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        response.writeHead(204).end();
        receiver.#note(incoming.url ?? '', at, Buffer.concat(parts).toString('utf8'));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  url(where: string): string {
    return `http://${this.host}${where}`;
  }

  /** From the time in the body to its arrival. */
  lateMs(where: string): number[] {
    return [...(this.#late.get(where) ?? [])];
  }

  when(where: string, count: number): Promise<void> {
    return until(() => (this.#late.get(where)?.length ?? 0) >= count);
  }

  whenTotal(count: number): Promise<void> {
    return until(() => this.total >= count);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  #note(where: string, at: number, body: string): void {
    if (where === '/bare') return;
    // The one that hears everything as it happens is not part of what is replayed.
    if (where !== '/first') this.total += 1;
    const { timestamp } = JSON.parse(body) as { timestamp: string };
    const late = this.#late.get(where) ?? [];
    late.push(at - Date.parse(timestamp));
    this.#late.set(where, late);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const deadlineMs = performance.now() + WITHIN_MS; !isSo();) {
    if (performance.now() > deadlineMs) throw new Error('the receiver did not hear everything');
    await sleep(2);
  }
}
