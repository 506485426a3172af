import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Wire } from '#platform/testing';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

const FILM = { prompt: 'a lighthouse', durationSeconds: 5, resolution: '480p', fps: 24 };

let services: PrivateServices;
let wire: Wire;
const running: AppProcess[] = [];
beforeAll(async () => {
  services = await startServices({ durable: true });
  wire = await Wire.to(services.port('postgres'));
}, 120_000);
afterEach(async () => {
  wire.mend();
  wire.delayMs = 0;
  for (const app of running.splice(0)) await app.dispose();
}, 60_000);
afterAll(async () => {
  await wire?.end();
  await services?.stop();
}, 60_000);

function app(env: Record<string, string> = {}): AppProcess {
  const made = new AppProcess(services, env);
  running.push(made);
  return made;
}

const overTheWire = (): Record<string, string> => {
  const url = new URL(services.databaseUrl());
  url.hostname = '127.0.0.1';
  url.port = String(wire.port);
  return { DATABASE_URL: url.href };
};

/** Waits until /health/ready answers 503, and names what is down. */
const notReady = (one: AppProcess, check: string) =>
  until(`${check} is down`, 60_000, async () => {
    const answer = await one.readiness();
    return answer?.status === 503 && check in answer.error ? answer : null;
  });

/** As the log writes them. */
const [INFO, ERROR] = [30, 50];

/** What the log says of a dependency: [level, message], once there are so many lines. */
const told = async (one: AppProcess, check: string, lines: number) => {
  await until(`${lines} lines of ${check}`, 20_000, () => one.logged('check', check).length >= lines);
  return one.logged('check', check).map(({ level, msg }) => [level, msg]);
};

describe('a process whose database is slow or away', () => {
  it('waits for one that is away or accepts slower than 2 s, says so in one line, and starts when it can', async () => {
    wire.cut();
    const one = app(overTheWire());
    await one.launch();
    const lines = () => one.said.split('\n').filter((line) => line.includes('the database cannot be reached yet'));
    await until('it has said so', 60_000, () => lines().length > 0);
    expect(await one.readiness()).toBeNull();
    wire.delayMs = 2500;
    wire.mend();
    // Longer than one connection would have needed.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await one.readiness()).toBeNull();
    wire.delayMs = 0;
    await one.ready();
    expect(lines()).toEqual([expect.stringContaining('see that it runs and is reached at DATABASE_URL')]);
  }, 120_000);

  it('is not ready while it is slower than 2 s or away, says what to do once each time, and finishes the film under way', async () => {
    const one = await app(overTheWire()).start();
    const { id } = await one.order(FILM);
    for (const [how, mend] of [
      [() => (wire.delayMs = 2500), () => (wire.delayMs = 0)],
      [() => wire.cut(), () => wire.mend()],
    ] as const) {
      how();
      await notReady(one, 'postgres');
      await notReady(one, 'postgres');
      mend();
      await one.ready();
    }
    const down = [ERROR, expect.stringMatching(/^not ready: Postgres does not answer within 2 s\. See that it runs/)];
    const up = [INFO, 'postgres is well again'];
    expect(await told(one, 'postgres', 4)).toEqual([down, up, down, up]);
    // The clocks are not blamed for it.
    expect(one.logged('check', 'clock')).toEqual([]);
    expect((await one.finished(id)).status).toBe('completed');
  }, 180_000);

  it('answers 503 at once while it is frozen, each in one line of the log, and finishes the film under way', async () => {
    const one = await app({ ...overTheWire(), KADR_DATABASE_ACQUIRE_TIMEOUT_MS: '1000' }).start();
    const { id } = await one.order(FILM);
    wire.freeze();
    const refused = () =>
      one.logged('code', 'database_unavailable').filter(({ reason }) => /\(the server does not answer\)/.test(String(reason)));
    const list = async () => {
      const answer = await one.request('/v1/videos');
      return [answer.status, ((await answer.json()) as { traceId: string }).traceId] as const;
    };
    await until('it is known', 60_000, async () => (expect((await list())[0]).toBe(503), refused().length > 0));
    const answers = await Promise.all(Array.from({ length: 50 }, list));
    expect(answers.map(([status]) => status)).toEqual(Array(50).fill(503));
    // Nobody has waited for a connection, or for an answer.
    const lines = () => refused().filter(({ traceId }) => answers.some(([, id]) => id === traceId));
    await until('all are told', 20_000, () => lines().length === 50);
    expect(lines().filter((line) => 'err' in line)).toEqual([]);
    wire.mend();
    await one.ready();
    expect((await one.finished(id)).status).toBe('completed');
  }, 180_000);
});
