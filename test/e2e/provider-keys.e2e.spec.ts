import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { KEYS } from '../../apps/sandbox/src/testing/index.js';
import { SandboxedApp } from '../support/sandboxed-app.js';

interface Model {
  readonly id: string;
  readonly provider: string;
  readonly available: boolean;
  readonly unavailableReason: string | null;
}

/** The sandbox's address without its keys: nobody has brought one yet. */
const KEYLESS = { KADR_PROVIDERS_RUNWARE_API_KEY: '', KADR_PROVIDERS_KIE_API_KEY: '' };

describe('keys of providers', () => {
  let kadr: SandboxedApp;
  beforeAll(async () => {
    kadr = await SandboxedApp.start({ env: KEYLESS });
  }, 120_000);
  afterAll(() => kadr?.stop(), 60_000);

  const modelsOf = async (provider: string): Promise<readonly Model[]> =>
    (await kadr.read<{ data: Model[] }>('/v1/models')).data.filter((model) => model.provider === provider);

  it('open the models of their provider, are used, and are never seen again', async () => {
    for (const { available, unavailableReason } of await modelsOf('runware'))
      expect([available, unavailableReason]).toEqual([false, expect.any(String)]);
    expect((await modelsOf('runway')).some(({ available }) => available)).toBe(true);
    expect((await modelsOf('local')).every(({ available }) => available)).toBe(true);

    const put = await kadr.app.request('/v1/provider-keys/runware', { method: 'PUT', body: JSON.stringify({ apiKey: KEYS.runware }) });
    const shown = await put.text();
    expect(put.status).toBe(200);
    expect((await modelsOf('runware')).some(({ available }) => available)).toBe(true);
    const made = await kadr.made('runware:veo-3.1-fast', { prompt: 'a lighthouse', aspectRatio: '16:9', durationSeconds: 4 });
    expect([made.status, kadr.paid('runware')]).toEqual(['completed', 1]);
    const refused = await kadr.made('runware:veo-3.1-fast', {
      prompt: 'a pier [[sandbox: fail 501]]',
      aspectRatio: '16:9',
      durationSeconds: 4,
    });
    expect(refused.status).toBe('failed');

    const listed = await (await kadr.app.request('/v1/provider-keys')).text();
    const places = { shown, listed, said: kadr.app.said, stored: await everyRow(), queued: await everyKeyOfRedis() };
    // The search itself works: what is no secret is found.
    expect([places.listed.includes('runware'), places.stored.includes(made.id), places.said.length > 0]).toEqual([true, true, true]);
    for (const [place, text] of Object.entries(places)) {
      for (const key of [KEYS.runware, KEYS.runway, KEYS.openai, KEYS.gemini]) {
        // Bytes are shown as hexadecimal digits, and bodies may be packed in base64.
        const forms = [key, Buffer.from(key).toString('hex'), Buffer.from(key).toString('base64').slice(0, 20)];
        expect([place, forms.filter((form) => text.includes(form))]).toEqual([place, []]);
      }
    }
  }, 90_000);

  /** Whatever any table holds, as text. */
  async function everyRow(): Promise<string> {
    const client = new pg.Client({ connectionString: kadr.services.databaseUrl() });
    await client.connect();
    try {
      const sql = `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
                    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
      const tables = (await client.query<{ name: string }>(sql)).rows;
      const texts: string[] = [];
      for (const { name } of tables) {
        texts.push(...(await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)).rows.map(({ row }) => row));
      }
      return texts.join('\n');
    } finally {
      await client.end();
    }
  }

  async function everyKeyOfRedis(): Promise<string> {
    const redis = new Redis(kadr.services.env['REDIS_URL'] ?? '');
    try {
      const dumps: string[] = [];
      for await (const keys of redis.scanStream() as AsyncIterable<string[]>) {
        for (const key of keys) dumps.push(key, await contentOf(redis, key));
      }
      return dumps.join('\n');
    } finally {
      redis.disconnect();
    }
  }
});

/** Read by its type, for `DUMP` may pack what it gives. */
async function contentOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, 0, -1));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return '';
  }
}
