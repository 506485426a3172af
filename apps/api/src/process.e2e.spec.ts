import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cloneDatabase } from '#platform/testing';
import { build } from '../../../scripts/lib/build.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { repositoryRoot } from '../../../scripts/services.mjs';
import { migrations } from './migrations.js';

const KEY = 'kadr_0123456789abcdef0123456789abcdef';
const dist = (file: string): string => path.join(repositoryRoot, 'dist/apps/api/src', file);

let database: { url: string; drop(): Promise<void> };
beforeAll(async () => {
  await build(repositoryRoot);
  database = await cloneDatabase(migrations);
}, 60_000);
afterAll(() => database?.drop());

let running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
});

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  output(): string;
  /** @returns exit code and signal */
  ended(): Promise<[number | null, string | null]>;
}

/** The built app, or any other script of dist, as a process of its own. */
async function run(
  env: Record<string, string | undefined>,
  script = dist('main.js'),
  nodeArgs = ['--import', dist('otel.js')],
): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeArgs, script], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      NATS_URL: process.env['KADR_TEST_NATS_URL'],
      REDIS_URL: process.env['KADR_TEST_REDIS_URL'],
      KADR_NAMESPACE: `spec-${process.pid}`,
      KADR_NATS_PREFIX: `spec-${process.pid}`,
      KADR_NATS_STREAM: `SPEC-${process.pid}`,
      KADR_DATA_DIR: `${process.env['KADR_TEST_DATA_DIR'] ?? '.data-test'}/process`,
      KADR_BOOTSTRAP_API_KEY: KEY,
      PORT: String(port),
      ...env,
    },
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  return { url: `http://127.0.0.1:${port}`, child, output: () => output, ended: () => exited };
}

async function ready(app: Running, path = '/health/ready'): Promise<Running> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline && app.child.exitCode === null) {
    if ((await fetch(app.url + path).catch(() => null))?.ok) return app;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the app is not ready:\n${app.output().slice(-3000)}`);
}

/** The server says `100 Continue` once it has taken the request up. */
const ASKED = { expect: '100-continue' };

describe('the process', () => {
  it('names every wrong setting of every lib and does not start', async () => {
    const app = await run({ PORT: 'http', KADR_ROLES: 'api,cook', KADR_LOG_LEVEL: 'loud', REDIS_URL: 'nonsense', DATABASE_URL: '' });
    expect((await app.ended())[0]).toBe(1);
    for (const variable of ['PORT', 'KADR_ROLES', 'KADR_LOG_LEVEL', 'REDIS_URL', 'DATABASE_URL']) expect(app.output()).toContain(variable);
    expect(app.output()).toContain('PORT is "http": it must be a whole number from 0 to 65535');
    expect(app.output()).not.toContain('    at ');
  });

  it('names everything that is wrong with graphs of the operator and does not start', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kadr-graphs-'));
    const round = {
      nodes: ['a', 'b'].map((id) => ({ id, type: 'Select' })),
      edges: ['ab', 'ba'].map(([from, to]) => ({ from: `${from}.value`, to: `${to}.value` })),
    };
    writeFileSync(path.join(folder, 'round.json'), JSON.stringify({ name: 'Round', graph: round }));
    writeFileSync(
      path.join(folder, 'strange.json'),
      JSON.stringify({ name: 'Strange', graph: { nodes: [{ id: 'a', type: 'Nothing.Known' }], edges: [] } }),
    );
    try {
      const app = await run({ KADR_WORKFLOWS_DIR: folder });
      expect((await app.ended())[0]).toBe(1);
      expect(app.output()).toMatch(/round\.json: .*\(cycle\)[^]*strange\.json: .*\(unknown_type\)/);
      expect(app.output()).toContain('Kadr could not start: graphs of KADR_WORKFLOWS_DIR cannot be used:\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('finishes the request under way when it is asked to stop, takes no other, and exits 0', async () => {
    const app = await ready(await run({}));
    const { hostname, port } = new URL(app.url);
    const body = JSON.stringify({ name: 'Slow', scopes: ['videos:read'] });
    const headers = { ...{ authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'content-length': body.length }, ...ASKED };
    const slow = httpRequest({ hostname, port, method: 'POST', path: '/v1/api-keys', headers });
    const answered = once(slow, 'response') as Promise<[{ statusCode: number; resume(): void }]>;
    const taken = once(slow, 'continue');
    slow.write(body.slice(0, 10));
    await taken;
    app.child.kill('SIGTERM');
    const refused = Date.now() + 5000;
    while (Date.now() < refused && (await fetch(`${app.url}/health/live`).catch(() => null)) !== null) await new Promise(setImmediate);
    await expect(fetch(`${app.url}/health/live`)).rejects.toThrow();
    slow.end(body.slice(10));
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(201);
    expect(await app.ended()).toEqual([0, null]);
  }, 60_000);

  it('cuts a request that does not end in time', async () => {
    const app = await ready(await run({ KADR_SHUTDOWN_HTTP_MS: '500' }));
    const { hostname, port } = new URL(app.url);
    const stuck = httpRequest({
      hostname,
      port,
      method: 'POST',
      path: '/v1/api-keys',
      // Let in: without a key it would be answered at once.
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'content-length': 10, ...ASKED },
    });
    const taken = once(stuck, 'continue');
    const cut = new Promise((resolve) => stuck.once('error', resolve));
    stuck.write('{');
    await taken;
    const askedAt = Date.now();
    app.child.kill('SIGTERM');
    await cut;
    expect(await app.ended()).toEqual([0, null]);
    expect(Date.now() - askedAt).toBeLessThan(8000);
  }, 60_000);

  it('with other roles than api can be observed and nothing else', async () => {
    const app = await ready(await run({ KADR_ROLES: 'worker,renderer' }));
    for (const path of ['/v1/me', '/docs', '/openapi.json', '/']) {
      expect((await fetch(app.url + path, { headers: { authorization: `Bearer ${KEY}` } })).status).toBe(404);
    }
    expect((await fetch(`${app.url}/metrics`)).status).toBe(200);
  }, 60_000);

  it('D8: leaves the schema alone where it is told to, says so at the port of operators, and serves once a job has migrated', async () => {
    const empty = await cloneDatabase([]);
    const management = await freePort();
    const at = (path: string, port: number) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        ({ status }) => status,
        () => 0,
      );
    try {
      const env = { DATABASE_URL: empty.url, KADR_MIGRATIONS: 'check', KADR_MANAGEMENT_PORT: String(management), KADR_ROLES: 'api' };
      const app = await run(env);
      const waiting = Date.now() + 90_000;
      while (!app.output().includes('waiting for its migrations') && Date.now() < waiting)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(app.output()).toContain('the schema is older than this release');
      expect(await Promise.all(['live', 'startup', 'ready'].map((probe) => at(`/health/${probe}`, management)))).toEqual([200, 503, 503]);
      // The job needs the settings of the database and no others.
      const job = await run({ DATABASE_URL: empty.url, KADR_BOOTSTRAP_API_KEY: undefined, PORT: undefined }, dist('migrate.js'));
      expect(await job.ended()).toEqual([0, null]);
      const own = { ...app, url: `http://127.0.0.1:${management}` };
      await ready(own);
      const port = Number(new URL(app.url).port);
      const manifest = readFileSync(path.join(repositoryRoot, 'deploy/kubernetes/kadr.yaml'), 'utf8');
      const probes = [...manifest.matchAll(/path: (\/health\/\w+), port: management/g)].map(([, probe = '']) => probe);
      expect(new Set(probes).size).toBe(3);
      for (const asked of new Set(['/metrics', ...probes])) expect([asked, await at(asked, management)]).toEqual([asked, 200]);
      const beside = ['/metrics', '/health/ready', '/health/startup', '/health/live'];
      expect(await Promise.all(beside.map((path) => at(path, port)))).toEqual([404, 404, 404, 200]);
      app.child.kill('SIGTERM');
      expect(await app.ended()).toEqual([0, null]);
    } finally {
      await empty.drop();
    }
  }, 90_000);

  it('is not ready without Redis when carrying out tasks is all it does; with the API it is', async () => {
    const gone = `redis://127.0.0.1:${await freePort()}`;
    const worker = await ready(await run({ KADR_ROLES: 'worker', REDIS_URL: gone }), '/health/live');
    const refusal = await fetch(`${worker.url}/health/ready`);
    expect([refusal.status, await refusal.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'error', error: { redis: expect.objectContaining({ status: 'down' }) } }),
    ]);
    worker.child.kill('SIGKILL');
    const nats = `nats://127.0.0.1:${await freePort()}`;
    const api = await ready(await run({ REDIS_URL: gone, NATS_URL: nats }));
    const { status, details } = (await (await fetch(`${api.url}/health/ready`)).json()) as {
      status: string;
      details: Record<string, { status: string }>;
    };
    expect([status, details['postgres']?.status, details['redis']?.status, details['nats']?.status]).toEqual(['ok', 'up', 'down', 'down']);
  }, 60_000);

  it('D9, D11, D12: measures by route, logs with a trace of its own, and tells no key', async () => {
    const app = await ready(await run({}));
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { authorization: `Bearer ${KEY}`, traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const missing = await fetch(`${app.url}/v1/videos/00000000-0000-7000-8000-000000000000?token=${KEY}`, { headers });
    const ours = ((await missing.json()) as { traceId: string }).traceId;
    expect(ours).toMatch(/^(?!0af7651916cd)[0-9a-f]{32}$/);
    // Who leads is settled after the start, and looks at the tables then.
    let metrics = '';
    const isTold = (name: string): boolean => metrics.includes(`\n${name}{`);
    for (let round = 0; round < 300 && !(isTold('kadr_tasks') && isTold('kadr_live_videos') && isTold('kadr_live_batches')); round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      metrics = await (await fetch(`${app.url}/metrics`)).text();
    }
    expect(metrics).toMatch(
      /http_server_request_duration_seconds_count\{[^}]*http_route="\/v1\/videos\/:id",http_response_status_code="404"[^}]*\} 1/,
    );
    const series = metrics.split('\n').flatMap((one) => /^([a-z]\w*(?:\{.*\})?) [^ ]+$/.exec(one)?.[1] ?? []);
    expect(series.length).toBeGreaterThan(100);
    expect(series.filter((one, index) => series.indexOf(one) !== index)).toEqual([]);
    const declared = JSON.parse(readFileSync(path.join(repositoryRoot, 'deploy/observability/metrics.json'), 'utf8')) as { name: string }[];
    const shown = new Set(series.map((one) => one.replace(/\{.*/, '').replace(/_(bucket|sum|count)$/, '')));
    const names = new Set(declared.map(({ name }) => name.replace(/_count$/, '')));
    expect([...shown].filter((name) => !names.has(name) && !/^(nodejs|v8js)_/.test(name))).toEqual([]);
    for (const name of [
      'kadr_build_info',
      'kadr_leader',
      'kadr_live_videos',
      'kadr_tasks',
      'kadr_task_places',
      'kadr_videos_finished_total',
    ]) {
      expect(shown).toContain(name);
    }
    // Nothing has happened here: zeros are told all the same.
    expect(metrics).toMatch(/^kadr_live_videos\{stage="rendering"\} 0$/m);
    for (const zero of [
      ...['kadr_live_batches{state="running"}', 'kadr_workflow_runs{status="failed"}', 'kadr_notifications_waiting{channel="email"}'],
      ...['kadr_notification_oldest_due_seconds{channel="telegram"}', 'kadr_reserved_micros', 'kadr_open_reservations_oldest_seconds'],
    ]) {
      expect(metrics.split('\n')).toContain(`${zero} 0`);
    }
    expect(metrics).toMatch(/^kadr_tasks\{queue="render",state="due"\} 0$/m);
    expect(metrics).toMatch(/^kadr_videos_finished_total\{outcome="completed",reason=""\} 0$/m);
    // Nobody listens to traces: the pool is measured all the same, by its name.
    expect(metrics).toMatch(/^db_client_connection_count\{[^}]*127\.0\.0\.1[^}]*\} \d/m);
    expect(metrics).not.toContain('unknown_host');
    expect(metrics).not.toContain('kadr_http_request_duration');
    const line =
      app
        .output()
        .split('\n')
        .find((one) => one.includes(ours)) ?? '';
    expect(JSON.parse(line)).toMatchObject({ msg: 'request', method: 'GET', status: 404, traceId: ours, orgId: expect.any(String) });
    expect(app.output()).not.toContain(KEY);
  }, 60_000);
});

describe('an error that nobody caught', () => {
  const script = (work: string): string[] => [
    '--input-type=module',
    '--eval',
    `const { runProcess } = await import(${JSON.stringify(dist('run-process.js'))});
     const app = { get: () => ({ begin() {} }), async close() { console.log('drained'); } };
     runProcess(app, 10_000);
     setInterval(() => {}, 1000);
     ${work}`,
  ];

  it.each([
    ['a rejection', `void Promise.reject(new Error('forgotten'));`],
    ['an exception', `setTimeout(() => { throw new Error('forgotten'); }, 1);`],
  ])('(%s) is logged; the process drains and exits 1', async (_name, work) => {
    const app = await run({}, '', script(work));
    expect((await app.ended())[0]).toBe(1);
    expect(app.output()).toContain('forgotten');
    expect(app.output()).toContain('drained');
  });
});
