import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { poolSettings } from './database.config.js';
import { Database } from './database.js';
import { DatabaseUnavailable, isRetryableDatabaseError, isUniqueViolation } from './database.errors.js';
import { type LockHandle, SessionLocks } from './session-locks.js';

class CreateThings1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE public.things (id int PRIMARY KEY, name text)');
  }
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

let spec: TestDatabase;
let database: Database;
beforeAll(async () => {
  spec = await createTestDatabase([CreateThings1763700000001], { config: { poolSize: 3, acquireTimeoutMs: 300 } });
  database = spec.database;
});
afterAll(() => spec?.close());

const kill = (purpose: string): Promise<unknown> =>
  database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%' || $1`,
    [purpose],
  );
const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not come about within 5 s');
    await sleep(20);
  }
};

describe('the database', () => {
  it('gives rows, also of UPDATE … RETURNING and of the last of several statements', async () => {
    await database.query(`INSERT INTO things VALUES (1, 'a'), (2, 'b')`);
    expect(await database.query('UPDATE things SET name = $1 WHERE id = $2 RETURNING id, name', ['c', 2])).toEqual([{ id: 2, name: 'c' }]);
    expect(await database.query('SELECT 1 AS one; SELECT 2 AS two')).toEqual([{ two: 2 }]);
    expect(await database.query('DELETE FROM things')).toEqual([]);
  });

  it('prepares a statement with params once a connection', async () => {
    const prepared = await database.transaction(async (tx) => {
      for (const id of [1, 2, 3]) await tx.query('SELECT $1::int + 4711 AS sum', [id]);
      return tx.query(`SELECT 1 FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::int + 4711%'`);
    });
    expect(prepared).toHaveLength(1);
  });

  it('commits a transaction as a whole or not at all, and hands out the error', async () => {
    await database.transaction((tx) => tx.query('INSERT INTO things VALUES ($1, $2)', [10, 'kept']));
    const failing = database.transaction(async (tx) => {
      await tx.query('INSERT INTO things VALUES ($1, $2)', [11, 'lost']);
      await tx.query('INSERT INTO things VALUES ($1, $2)', [10, 'twice']);
    });
    await expect(failing).rejects.toThrow('duplicate key');
    expect(isUniqueViolation(await failing.catch((error: unknown) => error), 'things_pkey')).toBe(true);
    expect(await database.query('SELECT id FROM things')).toEqual([{ id: 10 }]);
  });

  it('refuses what is sent to a transaction after its end', async () => {
    const leaked = await database.transaction((tx) => Promise.resolve(tx));
    await expect(leaked.query('SELECT 1')).rejects.toThrow('has ended');
  });

  it('says unavailable when no connection comes free in time, and goes on when one does', async () => {
    const slow = [1, 2, 3].map(() => database.query('SELECT pg_sleep(0.8)'));
    const refused = await database.query('SELECT 1').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseUnavailable);
    expect(isRetryableDatabaseError(refused)).toBe(true);
    await Promise.all(slow);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('drops connections the server has ended, and says that the work may be repeated', async () => {
    const cut = database.transaction(async (tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    expect(isRetryableDatabaseError(await cut.catch((error: unknown) => error))).toBe(true);
    const session = await database.session('assassin');
    await session.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await session.close();
    await eventually(() =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    for (let round = 0; round < 6; round += 1) expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('survives a server that ends a connection between two statements of a transaction', async () => {
    const session = await database.session('assassin');
    const cut = database.transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await session.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      // The news of it comes while nobody waits for this connection: without a listener it would be an uncaught exception.
      await sleep(200);
      await tx.query('SELECT 1');
    });
    expect(isRetryableDatabaseError(await cut.catch((error: unknown) => error))).toBe(true);
    await session.close();
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('survives a server that ends a connection with the very bytes that open it', async () => {
    const upstream = new URL(spec.url);
    // What a server says that is stopped as it greets: "ready", and in the same packet that it is going.
    const going = Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
    const length = Buffer.alloc(4);
    length.writeInt32BE(going.length + 4);
    const farewell = Buffer.concat([Buffer.from('E'), length, going]);
    const greeted = { isOver: false, times: 0 };
    const server = createServer((near) => {
      const far = connect(Number(upstream.port), upstream.hostname);
      near.pipe(far);
      for (const socket of [near, far]) socket.on('error', () => socket.destroy()).on('close', () => far.destroy());
      far.on('data', (bytes: Buffer) => {
        const isReady = bytes.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]));
        if (!isReady || !greeted.isOver || greeted.times > 0) return void near.write(bytes);
        greeted.times += 1;
        near.end(Buffer.concat([bytes, farewell]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = Object.assign(new URL(spec.url), { port: String((server.address() as AddressInfo).port) }).href;
    const { poolSize, ...config } = spec.config;
    const source = new DataSource({
      ...{ type: 'postgres', url: spec.url, installExtensions: false, poolSize, poolErrorHandler: () => undefined },
      extra: poolSettings({ ...config, poolSize, url }, 'greeted'),
    });
    try {
      await source.initialize();
      greeted.isOver = true;
      const behind = new Database(source, spec.config);
      const outcomes = await Promise.allSettled([behind.query('SELECT pg_sleep(0.1)'), behind.query('SELECT 1')]);
      expect(greeted.times).toBe(1);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(await behind.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      if (source.isInitialized) await source.destroy();
      server.close();
    }
  });

  it('has the server end transactions that say nothing', async () => {
    const [row] = await database.query<{ setting: string }>(`SELECT current_setting('idle_in_transaction_session_timeout') AS setting`);
    expect(row?.setting).toBe('30s');
  });
});

describe('session locks', () => {
  const started: SessionLocks[] = [];
  const process = async (): Promise<SessionLocks> => {
    const locks = new SessionLocks(database);
    started.push(locks);
    await locks.start();
    return locks;
  };
  afterAll(() => Promise.all(started.map((locks) => locks.stop())));

  const acquired = async (locks: SessionLocks, key: string): Promise<LockHandle> => {
    const lock = await locks.tryAcquire(key);
    if (!lock) throw new Error(`${key} is not free`);
    return lock;
  };

  it('give a key to one holder at a time, within a process and across', async () => {
    const [one, other] = [await process(), await process()];
    const lock = await acquired(one, 'relay');
    expect(lock.held).toBe(true);
    expect(await one.tryAcquire('relay')).toBeNull();
    expect(await other.tryAcquire('relay')).toBeNull();
    await acquired(other, 'another key');
    await lock.release();
    await lock.release();
    expect(lock.held).toBe(false);
    await acquired(other, 'relay');
  });

  it('list the processes that live, and no longer one that has stopped', async () => {
    const [one, other] = [await process(), await process()];
    expect([...(await one.aliveInstances())]).toEqual(expect.arrayContaining([one.instance, other.instance]));
    await other.stop();
    await eventually(async () => !(await one.aliveInstances()).has(other.instance));
  });

  it('are all lost with the connection, say so, and can be had again after it is back', async () => {
    const locks = await process();
    const lost: string[] = [];
    const lock = await acquired(locks, 'partition 1');
    lock.onLost(() => lost.push('partition 1'));
    await kill('locks');
    await eventually(() => lost.length > 0);
    expect(lock.held).toBe(false);
    await eventually(async () => (await locks.aliveInstances()).has(locks.instance));
    const again = await acquired(locks, 'partition 1');
    await lock.release();
    expect(again.held).toBe(true);
    expect(lost).toEqual(['partition 1']);
  });
});
