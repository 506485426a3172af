import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventingMigrations } from '#eventing';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { tasksMigrations } from '#tasks';
import { build } from '../../scripts/lib/build.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';
import { until } from '../support/supervised.js';

/** CHAOS_FULL=1: by hand, for whoever changes how decisions are committed or tasks begin. */
const IS_FULL = process.env['CHAOS_FULL'] === '1';
const JOBS = IS_FULL ? 200 : 120;
const BEGIN_EVERY_MS = IS_FULL ? 150 : 80;
const KILLS = IS_FULL ? 30 : 10;
const PARALLEL_STEPS = IS_FULL ? 48 : 16;
const STEPS = PARALLEL_STEPS + 2;

let home: TestDatabase;
let folder: string;
let env: NodeJS.ProcessEnv;
const processes: Steps[] = [];
/** A spec that has failed must not leave behind what begins jobs. */
let isOver = false;

/** Kadr's log and tasks as a process of its own, with jobs of many short steps. */
class Steps {
  private child: ChildProcess | null = null;
  private readonly begun = new Set<string>();
  isReady = false;

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    const child = fork(path.join(repositoryRoot, 'test/support/steps-process.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env,
    });
    this.child = child;
    const ready = Promise.withResolvers<void>();
    child.on('message', (message: { isReady?: true; begun?: string }) => {
      if (message.begun) this.begun.add(message.begun);
      if (!message.isReady || this.child !== child) return;
      this.isReady = true;
      ready.resolve();
    });
    child.once('exit', (code) => ready.reject(new Error(`it ended with ${code}`)));
    await ready.promise;
  }

  async kill(): Promise<void> {
    const { child } = this;
    [this.child, this.isReady] = [null, false];
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** @returns whether it has said that the job is begun; if not, nobody knows. */
  async begin(jobId: string): Promise<boolean> {
    if (!this.isReady) return false;
    this.child?.send({ begin: jobId }, () => undefined);
    for (let waited = 0; waited < 2_000 && this.isReady; waited += 10) {
      if (this.begun.has(jobId)) return true;
      await sleep(10);
    }
    return false;
  }
}

beforeAll(async () => {
  await build(repositoryRoot);
  home = await createTestDatabase([...eventingMigrations, ...tasksMigrations]);
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-steps-'));
  const name = `spec${randomUUID().slice(0, 8)}`;
  env = {
    ...process.env,
    ...{ DATABASE_URL: home.url, REDIS_URL: process.env['KADR_TEST_REDIS_URL'], NATS_URL: process.env['KADR_TEST_NATS_URL'] },
    ...{ KADR_NAMESPACE: name, KADR_NATS_PREFIX: name, KADR_NATS_STREAM: name, KADR_DATA_DIR: folder },
    ...{
      SPEC_PARALLEL_STEPS: String(PARALLEL_STEPS),
      KADR_LOG_LEVEL: 'error',
      KADR_RECONCILE_INTERVAL_MS: '100',
      NODE_OPTIONS: '',
      JEST_WORKER_ID: '',
    },
  };
  processes.push(new Steps(), new Steps());
  await Promise.all(processes.map((one) => one.start()));
}, 120_000);
afterAll(async () => {
  isOver = true;
  await Promise.all(processes.map((one) => one.kill()));
  await home?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Asks one process after the other, as a caller whose request was cut off does. */
async function begin(jobId: string): Promise<void> {
  for (let turn = 0; !isOver; turn += 1) {
    if (await processes[turn % 2]?.begin(jobId)) return;
    await sleep(20);
  }
}
const count = async (sql: string): Promise<number> =>
  (await home.database.query<{ n: number }>(`SELECT count(*)::int AS n ${sql}`))[0]?.n ?? -1;
const allEnded = (jobs: number) => async () => (await count(`FROM eventing.events WHERE type = 'JobEnded'`)) === jobs;

/** What has happened in a job, in order; steps that run side by side in the order of their numbers. */
async function stories(): Promise<Map<string, string>> {
  const rows = await home.database.query<{ stream_id: string; version: number; type: string; index: number | null }>(
    `SELECT stream_id, version, type, (data->>'index')::int AS index FROM eventing.events WHERE stream_id LIKE 'steps-job-%' ORDER BY stream_id, version`,
  );
  const byStream = Map.groupBy(rows, (row) => row.stream_id);
  return new Map(
    [...byStream].map(([streamId, events]) => {
      const parallel = events.slice(2, -2).sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
      const ordered = [...events.slice(0, 2), ...parallel, ...events.slice(-2)];
      expect(events.map(({ version }) => version).sort((a, b) => a - b)).toEqual(events.map((_, n) => n + 1));
      return [streamId, ordered.map(({ type, index }) => `${type} ${index ?? ''}`).join(', ')];
    }),
  );
}

describe('jobs of many steps', () => {
  it(
    'are what an undisturbed one is, each step once, while one of two processes is killed about every second',
    async () => {
      await begin(randomUUID());
      await until('the undisturbed job has ended', 60_000, allEnded(1));
      const [undisturbed] = (await stories()).values();
      expect(undisturbed?.split(', ')).toHaveLength(STEPS + 2);

      const begun = (async () => {
        const jobs: Promise<void>[] = [];
        for (let n = 0; n < JOBS && !isOver; n += 1) {
          jobs.push(begin(randomUUID()));
          await sleep(BEGIN_EVERY_MS);
        }
        await Promise.all(jobs);
      })();
      let endedUnderFire = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const victim = processes[kill % 2];
        // The other one is up by then, so that there is always somebody to go on.
        await Promise.all([sleep(1_000), until('both are up', 60_000, () => processes.every(({ isReady }) => isReady))]);
        await victim?.kill();
        void victim?.start().catch(() => undefined);
        endedUnderFire = await count(`FROM eventing.events WHERE type = 'JobEnded'`);
      }
      await begun;
      await until('all jobs have ended', IS_FULL ? 600_000 : 120_000, allEnded(JOBS + 1));

      expect(new Set((await stories()).values())).toEqual(new Set([undisturbed]));
      expect((await stories()).size).toBe(JOBS + 1);
      expect(await count(`FROM tasks.tasks WHERE state = 'done'`)).toBe((JOBS + 1) * STEPS);
      expect(await count(`FROM tasks.tasks WHERE state <> 'done'`)).toBe(0);
      expect(await count('FROM eventing.dead_letters')).toBe(0);
      // Otherwise nothing was shown: kills hit work under way, and process managers have reacted in the appends.
      expect(await count('FROM tasks.tasks WHERE crashes > 0')).toBeGreaterThan(0);
      expect(endedUnderFire).toBeGreaterThan(1);
      expect(await count(`FROM eventing.events WHERE reacted_by IS NULL`)).toBe(0);
    },
    IS_FULL ? 900_000 : 300_000,
  );
});
