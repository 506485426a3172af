import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { frozenHolder, type FrozenProcess } from '../testing/frozen-process.js';
import { swallowingProxy } from '../testing/swallowing-proxy.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { whenReachable } from './migrations.js';
import { SignsOfLife } from './signs-of-life.js';
import { poolSettings } from './database.config.js';
import { Database } from './database.js';
import { type Connection } from './queryable.js';
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
const acquired = async (locks: SessionLocks, key: string): Promise<LockHandle> => {
  const lock = await locks.tryAcquire(key);
  if (!lock) throw new Error(`${key} is not free`);
  return lock;
};
const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not come about');
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

  it('sends what is asked for together without waiting for answers, and carries it out in order', async () => {
    const pool = (database.dataSource.driver as unknown as { master: { _clients: { connection: { stream: Socket } }[] } }).master;
    const sent = (): number => pool._clients.reduce((sum, { connection }) => sum + connection.stream.bytesWritten, 0);
    const answers = await database.transaction(async (tx) => {
      await tx.query(`SELECT pg_sleep(0)`);
      const before = sent();
      const order: number[] = [];
      const asked = [1, 2, 3].map((one) =>
        tx.query(`SELECT pg_sleep(0.2 / ${one}) /* ${'x'.repeat(10_000)} */`).then(() => order.push(one)),
      );
      await new Promise(setImmediate);
      expect([sent() - before > 30_000, order]).toEqual([true, []]);
      await Promise.all(asked);
      return order;
    });
    expect(answers).toEqual([1, 2, 3]);
  });

  it('commits nothing when a statement fails that nobody has waited for, and is as good as new afterwards', async () => {
    for (let round = 0; round < 8; round += 1) {
      const failing = database.transaction(async (tx) => {
        void tx.query('INSERT INTO things VALUES ($1, $2)', [31, 'lost']);
        void tx.query('INSERT INTO things VALUES ($1, $2), ($1, $2)', [32, 'twice']).catch(() => undefined);
        // Never seen before: it is refused before it is prepared, and has to be prepared again.
        tx.query('SELECT $1::int + 4712 AS sum', [1]).catch(() => undefined);
      });
      await expect(failing).rejects.toThrow('duplicate key');
    }
    expect(await database.query('SELECT id FROM things WHERE id IN (31, 32)')).toEqual([]);
    const sums = Array.from({ length: 6 }, () => database.query('SELECT $1::int + 4712 AS sum', [1]));
    expect(await Promise.all(sums)).toEqual(Array(6).fill([{ sum: 4713 }]));
  });

  it('says of a connection since when it has stood, whatever it is used for', async () => {
    const used = async (one: Connection) => {
      const [row] = await one.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      return { pid: row?.pid, stoodAtMs: one.stoodAtMs };
    };
    const uses: { pid: number | undefined; stoodAtMs: number }[] = [];
    for (let round = 0; round < 3; round += 1) {
      uses.push(...(await Promise.all([database.transaction(used), database.onConnection(used), database.onConnection(used)])));
    }
    const times = Map.groupBy(uses, ({ pid }) => pid);
    expect(times.size).toBeLessThan(uses.length);
    for (const ofOne of times.values()) expect(new Set(ofOne.map(({ stoodAtMs }) => stoodAtMs)).size).toBe(1);
    // One that is made only now was not there before.
    const madeAfterMs = performance.now();
    await database.onConnection((one) => one.query('SELECT pg_terminate_backend(pg_backend_pid())')).catch(() => undefined);
    const all = await Promise.all(Array.from({ length: spec.config.poolSize }, () => database.onConnection(used)));
    expect(all.filter(({ pid, stoodAtMs }) => !times.has(pid) && stoodAtMs > madeAfterMs)).not.toEqual([]);
    expect(all.every(({ pid, stoodAtMs }) => (times.get(pid)?.[0]?.stoodAtMs ?? stoodAtMs) === stoodAtMs)).toBe(true);
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

  it('of a group count its members, whatever locks others of the same database hold', async () => {
    const locks = new SessionLocks(database);
    await locks.start();
    try {
      await locks.join('spec.group');
      await database.transaction(async (tx) => {
        for (const number of [-1, -2_147_483_648, 2_147_483_647]) await tx.query('SELECT pg_advisory_xact_lock($1::int4, 1)', [number]);
        expect(await locks.members('spec.group')).toBe(1);
      });
    } finally {
      await locks.stop();
    }
  });

  it('list the processes that live, and no longer one that has stopped', async () => {
    const [one, other] = [await process(), await process()];
    expect([...(await one.aliveInstances())]).toEqual(expect.arrayContaining([one.instance, other.instance]));
    await other.stop();
    await eventually(async () => !(await one.aliveInstances()).has(other.instance));
  });

  it('count the members of a group, whatever else is locked by two numbers', async () => {
    const [one, other] = [await process(), await process()];
    await Promise.all([one, other].map((locks) => locks.join('a group')));
    const members = await database.transaction(async (tx) => {
      // Postgres shows the first of them without its sign.
      await tx.query('SELECT pg_advisory_xact_lock(-1, 1)');
      return one.members('a group');
    });
    expect(members).toBe(2);
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

describe('faults B37: a frozen process', () => {
  const leaseMs = 1000;
  const opened: { stop(): Promise<void> }[] = [];
  const live = async (options = { leaseMs }): Promise<SessionLocks> => {
    const locks = new SessionLocks(database, options);
    opened.push(locks);
    await locks.start();
    return locks;
  };
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.stop();
  });
  const frozen = async (...keys: string[]): Promise<FrozenProcess> => {
    const process = await frozenHolder(spec.url, keys);
    opened.push({ stop: () => process.kill() });
    return process;
  };

  it('is no longer among those that live, and what it held can be had; it finds out when it wakes', async () => {
    const other = await frozen('duty', 'partition');
    const locks = await live();
    expect(await locks.tryAcquire('duty')).toBeNull();
    await eventually(async () => (await locks.tryAcquire('duty')) !== null);
    await acquired(locks, 'partition');
    expect([...(await locks.aliveInstances())]).toEqual([locks.instance]);
    other.thaw();
    await other.ended;
  });

  it('whose packets are swallowed loses its locks to another, and has them again when the line is back', async () => {
    const line = await swallowingProxy(spec.url);
    opened.push({ stop: () => line.close() });
    const cut = new SessionLocks(new Database(database.dataSource, { ...spec.config, url: line.url }), { leaseMs });
    opened.push(cut);
    await cut.start();
    const held = await acquired(cut, 'a duty behind a line');
    const other = await live();
    line.swallow();
    await eventually(async () => (await other.tryAcquire('a duty behind a line')) !== null);
    expect(held.held).toBe(false);
    line.deliver();
    await eventually(async () => (await other.aliveInstances()).has(cut.instance));
  });

  it('is not one that lives and has nothing to do, nor one that is busy for less than the lease', async () => {
    // A sleep may be longer than it was asked to be, so the lease is much longer than the one who is busy.
    const longMs = leaseMs * 2.5;
    const [idle, watcher] = [await live({ leaseMs: longMs }), await live({ leaseMs: longMs })];
    const lock = await acquired(idle, 'an idle duty');
    const busy = await frozen('a busy duty');
    await sleep(leaseMs / 2);
    busy.thaw();
    const endedEarly = await Promise.race([busy.ended, sleep(leaseMs / 10, 'lives')]);
    expect(endedEarly).toBe('lives');
    await sleep(longMs * 1.5);
    expect(lock.held).toBe(true);
    expect((await watcher.aliveInstances()).has(idle.instance)).toBe(true);
  });

  it('judges nobody when it wakes itself: the others were stopped with it', async () => {
    const signs = new SignsOfLife(leaseMs);
    const ended: unknown[] = [];
    const at = (nowMs: number, silentMs: number) => ({
      query: async (sql: string) => {
        if (sql.includes('pg_terminate_backend(')) ended.push(nowMs);
        return [
          { instance: 1, pid: 10, silent_ms: 0, now_ms: nowMs },
          { instance: 2, pid: 20, silent_ms: silentMs, now_ms: nowMs },
        ] as never[];
      },
    });
    await signs.give(at(0, 0), 1);
    await signs.give(at(60_000, 60_000), 1);
    expect(ended).toEqual([]);
    await signs.give(at(60_100, 60_100), 1);
    expect(ended).toEqual([60_100]);
  });
});

describe('faults B17: who connects anew first', () => {
  it('does not call its neighbours dead before they had the time to do the same', async () => {
    const [first, second] = [new SessionLocks(database), new SessionLocks(database)];
    await first.start();
    await second.start();
    const neighbour = second.instance;
    expect((await first.aliveInstances()).has(neighbour)).toBe(true);
    await second.stop(); // as if its connection came back last
    await kill('locks');
    await sleep(4000); // longer than a neighbour is waited for whose connection alone was cut
    expect((await first.aliveInstances()).has(neighbour)).toBe(true);
    await first.stop();
  });

  it('is refused behind a pooler that hands out connections by transaction', async () => {
    // One server process for two sessions, and another one while a transaction holds it.
    const pooled = { serverOf: 1, inTransaction: false };
    const behindPooler = () => {
      let isInTransaction = false;
      return {
        closed: new Promise<void>(() => undefined),
        close: async () => undefined,
        query: async (sql: string) => {
          if (sql === 'BEGIN') pooled.inTransaction = isInTransaction = true;
          if (sql === 'COMMIT') pooled.inTransaction = isInTransaction = false;
          return [{ pid: pooled.inTransaction && !isInTransaction ? 2 : 1 }] as never[];
        },
      };
    };
    const locks = new SessionLocks({ query: async () => [], session: async () => behindPooler() as never });
    await expect(locks.start()).rejects.toThrow(/pool_mode=session/);
    const direct = new SessionLocks(database);
    await direct.start();
    await direct.stop();
  });
});

describe('deployment D4: a server that is slow to take connections', () => {
  it('is waited for until the deadline', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const config = { ...spec.config, url: `postgres://nobody@127.0.0.1:${port}/none`, acquireTimeoutMs: 100, connectDeadlineMs: 1200 };
    let tries = 0;
    const start = whenReachable(config, async () => {
      tries += 1;
      await new Database(database.dataSource, config).session('spec');
    });
    await expect(start).rejects.toThrow(DatabaseUnavailable);
    expect(tries).toBeGreaterThan(1);
    silent.close();
  });
});
