import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { isRunning, Supervised, until } from '../support/supervised.js';

const ROLES = ['supervisor', 'app', 'postgres', 'nats', 'redis'] as const;

describe('npm start', () => {
  let kadr = new Supervised();
  afterEach(async () => {
    await kadr.dispose();
    kadr = new Supervised();
  });

  const appEnvironment = async () => {
    const response = await fetch(`http://127.0.0.1:${kadr.listed('app').port}/`);
    return (await response.json()) as Record<string, string>;
  };
  const queryPostgres = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> => {
    const { DATABASE_URL } = await appEnvironment();
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('lists every process it runs, tells the app where they are, and the user how to begin', async () => {
    await kadr.start();
    expect(kadr.processes.map(({ role }) => role).sort()).toEqual([...ROLES].sort());
    for (const { pid } of kadr.processes) expect(isRunning(pid)).toBe(true);
    expect(kadr.listed('supervisor').pid).toBe(kadr.pid);

    const env = await appEnvironment();
    expect(env).toMatchObject({
      NATS_URL: expect.stringMatching(new RegExp(`^nats://kadr:[0-9a-f]{36}@127.0.0.1:${kadr.listed('nats').port}$`)),
      REDIS_URL: expect.stringMatching(new RegExp(`^redis://:[0-9a-f]{36}@127.0.0.1:${kadr.listed('redis').port}$`)),
      HOST: '127.0.0.1',
      KADR_DATA_DIR: kadr.dataDir,
      KADR_BOOTSTRAP_API_KEY: expect.stringMatching(/^kadr_[0-9a-f]{32}$/),
    });
    expect(new URL(env['DATABASE_URL'] ?? '').port).toBe(String(kadr.listed('postgres').port));
  });

  it('faults B14: says where its key is, and writes it into no pipe', async () => {
    for (const given of [undefined, `kadr_${'5'.repeat(32)}`]) {
      await kadr.start(given === undefined ? {} : { KADR_BOOTSTRAP_API_KEY: given });
      const key = (await appEnvironment())['KADR_BOOTSTRAP_API_KEY'] ?? 'none';
      expect(key).toBe(given ?? readFileSync(path.join(kadr.dataDir, 'run/bootstrap-key'), 'utf8').trim());
      expect(kadr.output).not.toContain(key);
      expect(kadr.output).toContain(given === undefined ? 'run/bootstrap-key' : '$KADR_BOOTSTRAP_API_KEY');
      await kadr.signal('SIGTERM');
    }
    expect(statSync(path.join(kadr.dataDir, 'run/bootstrap-key')).mode & 0o777).toBe(0o600);
  });

  it('faults C32: keeps its data and its servers to itself, and ends no stranger', async () => {
    chmodSync(kadr.dataDir, 0o755);
    mkdirSync(path.join(kadr.dataDir, 'run'));
    await kadr.start();
    expect(statSync(kadr.dataDir).mode & 0o777).toBe(0o700);
    const { NATS_URL = '', REDIS_URL = '' } = await appEnvironment();
    const listed =
      readFileSync(`/proc/${kadr.listed('redis').pid}/cmdline`, 'utf8') + readFileSync(`/proc/${kadr.listed('nats').pid}/cmdline`, 'utf8');
    for (const url of [NATS_URL, REDIS_URL]) expect(listed).not.toContain(new URL(url).password);
    const stranger = new Redis({ port: kadr.listed('redis').port ?? 0, retryStrategy: () => null });
    await expect(stranger.ping()).rejects.toThrow('NOAUTH');
    stranger.disconnect();
    const nats = connect(kadr.listed('nats').port ?? 0, '127.0.0.1').setEncoding('utf8');
    nats.write('CONNECT {"verbose":true}\r\nPING\r\n');
    let said = '';
    for await (const text of nats) said += String(text);
    expect(said).toContain('Authorization Violation');
    await kadr.signal('SIGTERM');

    const sleeper = spawn('sleep', ['300'], { cwd: path.join(kadr.dataDir, 'postgres'), stdio: 'ignore' });
    try {
      await kadr.start();
      expect(isRunning(sleeper.pid ?? 0)).toBe(true);
    } finally {
      sleeper.kill('SIGKILL');
    }
  });

  it('never trades durability for speed', async () => {
    await kadr.start();
    const [settings] = await queryPostgres(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages`,
    );
    expect(settings).toEqual({ fsync: 'on', commit: 'on', pages: 'on' });
    const redis = new Redis((await appEnvironment())['REDIS_URL'] ?? '');
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    await redis.quit();
  });

  it.each([
    ['app', 4_000],
    ['postgres', 15_000],
    ['nats', 15_000],
    ['redis', 15_000],
  ] as const)('starts a killed %s again on its port within %d ms', async (role, withinMs) => {
    await kadr.start();
    const before = kadr.listed(role);
    process.kill(before.pid, 'SIGKILL');
    await until(`${role} listed anew`, withinMs, () => kadr.listed(role).pid !== before.pid);
    await until(`${role} answers`, withinMs, () => kadr.output.includes(`${role} is back`));
    expect(kadr.listed(role)).toEqual({ ...before, pid: expect.any(Number) });
    expect(isRunning(kadr.listed(role).pid)).toBe(true);
  });

  it('keeps the data of a killed Postgres', async () => {
    await kadr.start();
    await queryPostgres('CREATE TABLE kept (n int)');
    await queryPostgres('INSERT INTO kept VALUES (42)');
    process.kill(kadr.listed('postgres').pid, 'SIGKILL');
    await until('postgres answers', 15_000, () => kadr.output.includes('postgres is back'));
    expect(await queryPostgres('SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('leaves nothing running after SIGTERM', async () => {
    await kadr.start();
    const pids = kadr.processes.map(({ pid }) => pid);
    expect(await kadr.signal('SIGTERM')).toBe(0);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(kadr.processes).toEqual([]);
  });

  it('goes on where it was after kill -9, on the same ports, with the same key and data', async () => {
    await kadr.start();
    await queryPostgres('CREATE TABLE kept (n int)');
    const before = kadr.processes;
    const key = (await appEnvironment())['KADR_BOOTSTRAP_API_KEY'];
    await kadr.signal('SIGKILL');

    await kadr.start();
    expect(before.map(({ pid }) => pid).filter(isRunning)).toEqual([]);
    for (const role of ['postgres', 'nats', 'redis'] as const) {
      expect(kadr.listed(role).port).toBe(before.find((old) => old.role === role)?.port);
    }
    expect((await appEnvironment())['KADR_BOOTSTRAP_API_KEY']).toBe(key);
    expect(await queryPostgres('SELECT n FROM kept')).toEqual([]);
  });

  it('refuses a second supervisor on the same data', async () => {
    await kadr.start();
    const second = new Supervised({ KADR_DATA_DIR: kadr.dataDir });
    expect(await second.start()).toEqual({ exitCode: 1 });
    expect(second.output).toContain(`already running on ${kadr.dataDir} (process ${kadr.pid})`);
    expect(isRunning(kadr.listed('app').pid)).toBe(true);
    await second.dispose();
  });

  it('names a port that is taken', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await kadr.start({ PORT: String(port) })).toEqual({ exitCode: 1 });
    expect(kadr.output).toContain(`Port ${port} is taken by another program.`);
    server.close();
  });

  it('gives up on an app that never starts, and shows why', async () => {
    const broken = path.join(kadr.dataDir, 'broken.mjs');
    writeFileSync(broken, `console.error('KADR_EXAMPLE must be a number'); process.exit(78);`);
    expect(await kadr.start({ KADR_APP_ENTRY: broken })).toEqual({ exitCode: 1 });
    expect(kadr.output).toMatch(/ended with exit code 78 5 times[^]*KADR_EXAMPLE must be a number/);
    expect(kadr.processes).toEqual([]);
  });

  it('says once what is wrong with the settings, and does not try again', async () => {
    // As the app itself begins: whoever changes these words changes them for the supervisor too.
    const [, said = ''] = /console\.error\(\['([^']+)'/.exec(readFileSync('apps/api/src/start-failed.ts', 'utf8')) ?? [];
    const wrong = path.join(kadr.dataDir, 'wrong.mjs');
    writeFileSync(wrong, `console.error(${JSON.stringify(`${said}\n  - KADR_EXAMPLE must be a number`)}); process.exit(1);`);
    expect(await kadr.start({ KADR_APP_ENTRY: wrong })).toEqual({ exitCode: 1 });
    expect(kadr.output.match(/Kadr cannot start with these settings:\n\s+- KADR_EXAMPLE must be a number/g)).toHaveLength(1);
    expect(kadr.output).toContain('The app needs other settings');
    expect(kadr.output).not.toMatch(/starting it again|before it was ever ready/);
  });

  it('neither starts nor lists a service that is given by its URL', async () => {
    await kadr.start({ NATS_URL: 'nats://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' });
    expect(kadr.processes.map(({ role }) => role).sort()).toEqual(['app', 'postgres', 'supervisor']);
    expect(await appEnvironment()).toMatchObject({ NATS_URL: 'nats://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' });
  });
});
