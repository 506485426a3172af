import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wire } from '#platform/testing';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';

export const name = 'outages';

const ORDERS = 100;
const AT_ONCE = 4;
const ALLOWED_MS = 250;
const ORDER = { prompt: 'How lighthouses found their rhythm', durationSeconds: 30, resolution: '720p' };

/**
 * How long a client waits for a video to be accepted while NATS does not answer and while Redis is gone, in turns with both well. The process
 * takes orders and works on none of them.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'outages-'));
  const [nats, redis] = await Promise.all(['KADR_BENCH_NATS_URL', 'KADR_BENCH_REDIS_URL'].map(throughWire));
  if (!nats || !redis) throw new Error('no wires');
  const kadr = new StartedKadr(path.join(folder, 'data'), {
    NATS_URL: nats.url,
    REDIS_URL: redis.url,
    KADR_ROLES: 'api',
    KADR_OVERLOAD_DELAY_MS: '0',
    KADR_RATE_LIMIT_PER_MINUTE: '1000000',
  });
  try {
    await kadr.start();
    const key = await kadr.organisation('orders');
    await orders(kadr, key); // until the compiler has seen the code
    const times = { calm: [] as number[], nats: [] as number[], redis: [] as number[] };
    for (let round = 0; round < (full ? 6 : 3); round += 1) {
      times.calm.push(...(await orders(kadr, key)));
      nats.wire.freeze();
      times.nats.push(...(await orders(kadr, key)));
      nats.wire.mend();
      await sleep(2_000);
      times.calm.push(...(await orders(kadr, key)));
      redis.wire.cut();
      times.redis.push(...(await orders(kadr, key)));
      redis.wire.mend();
      await sleep(2_000);
    }
    const calm = p99(times.calm);
    for (const [state, what] of [
      ['nats', 'NATS is connected and does not answer'],
      ['redis', 'Redis refuses connections'],
    ] as const) {
      const took = p99(times[state]);
      const note = `less is better; at most ${ALLOWED_MS} ms and 2 x the baseline wanted; the baseline is the same with both well; ${times[state].length} orders, ${AT_ONCE} at a time`;
      report({ what: `p99 of POST /v1/videos while ${what}`, kadr: took, baseline: calm, unit: 'ms', ratio: took / calm, note });
    }
  } finally {
    await kadr.stop();
    await Promise.all([nats.wire.end(), redis.wire.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns a line to the service of that variable, and the address at this end of it */
async function throughWire(variable: string): Promise<{ readonly wire: Wire; readonly url: string }> {
  const url = new URL(process.env[variable] ?? '');
  const wire = await Wire.to(Number(url.port));
  url.port = String(wire.port);
  url.hostname = '127.0.0.1';
  return { wire, url: url.href };
}

/** @returns milliseconds of each */
async function orders(kadr: StartedKadr, key: string): Promise<number[]> {
  const times: number[] = [];
  const one = async (): Promise<void> => {
    for (let n = 0; n < ORDERS / AT_ONCE; n += 1) {
      const from = performance.now();
      await kadr.order(ORDER, key);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return times;
}

const p99 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? NaN;
