import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { swallowingProxy, type SwallowingProxy } from '../testing/swallowing-proxy.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { poolSettings } from './database.config.js';
import { Database } from './database.js';
import { DatabaseUnavailable, isRetryableDatabaseError } from './database.errors.js';

const ORG = '00000000-0000-4000-8000-000000000001';

let spec: TestDatabase;
let line: SwallowingProxy;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  spec = await createTestDatabase([]);
  line = await swallowingProxy(spec.url);
  const config = { ...spec.config, url: line.url, poolSize: 4, acquireTimeoutMs: 300 };
  source = new DataSource({
    ...{ type: 'postgres', url: line.url, installExtensions: false, poolSize: 4, poolErrorHandler: () => undefined },
    extra: poolSettings(config, 'watched'),
  });
  await source.initialize();
  database = new Database(source, config);
});
afterAll(async () => {
  await line?.close();
  if (source?.isInitialized) await source.destroy();
  await spec?.close();
});

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const answersAgain = async (): Promise<void> => {
  const deadline = Date.now() + 15_000;
  while (await failure(database.query('SELECT 1'))) {
    if (Date.now() > deadline) throw new Error('it does not answer');
    await sleep(50);
  }
};
const fill = (): Promise<unknown> => Promise.all([1, 2, 3, 4].map(() => database.query('SELECT pg_sleep(0.05)')));

describe('a server that keeps its connections and answers nothing', () => {
  it('keeps nobody waiting: whoever has asked, and whoever asks, is told that it is away, until it is back', async () => {
    await fill();
    line.swallow();
    const waiting = [
      database.query('SELECT 1'),
      database.transaction((tx) => tx.query('SELECT 1')),
      database.forOrganisation(ORG).query('SELECT 1'),
    ];
    for (const error of await Promise.all(waiting.map(failure))) expect(isRetryableDatabaseError(error)).toBe(true);
    // Known from now on: nobody waits to find it out again.
    const refused = await failure(database.query('SELECT 1'));
    expect(refused).toBeInstanceOf(DatabaseUnavailable);
    expect(isRetryableDatabaseError(refused)).toBe(true);
    expect(String((refused as Error).cause)).toContain('does not answer');
    line.deliver();
    await answersAgain();
    for (let round = 0; round < 8; round += 1) expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('on some of them only: those are given up, and others take their place', async () => {
    await fill();
    line.swallowThese();
    const asked = [1, 2, 3, 4].map(() => failure(database.query('SELECT 1')));
    for (const error of await Promise.all(asked)) expect(isRetryableDatabaseError(error)).toBe(true);
    await answersAgain();
    await fill();
  });

  it('is not one that works on slow statements, however many', async () => {
    const slow = [1, 2, 3, 4].map(() => database.query(`SELECT pg_sleep(2.5), 'slow' AS is`));
    await sleep(1500);
    // All of the pool is busy: that is said as before, and nobody is cut.
    expect(String(((await failure(database.query('SELECT 1'))) as Error).cause)).toContain('timeout exceeded when trying to connect');
    expect((await Promise.all(slow)).flat()).toMatchObject([1, 2, 3, 4].map(() => ({ is: 'slow' })));
  });

  it('nor one where somebody waits for a lock, nor one whose answers lie unread while this process stands still', async () => {
    await database.query('CREATE TABLE IF NOT EXISTS locked (id int)');
    const holder = await database.session('holder');
    await holder.query('BEGIN; LOCK TABLE locked');
    const waiting = database.transaction((tx) => tx.query('SELECT count(*)::int AS rows FROM locked'));
    await sleep(1000);
    const stoodUntil = performance.now() + 2500;
    while (performance.now() < stoodUntil);
    await sleep(1500);
    await holder.query('COMMIT');
    await holder.close();
    expect(await waiting).toEqual([{ rows: 0 }]);
  });
});
