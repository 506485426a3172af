import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

let services: PrivateServices;
const running: AppProcess[] = [];
beforeAll(async () => {
  services = await startServices({ durable: true });
}, 120_000);
afterEach(async () => {
  for (const app of running.splice(0)) await app.dispose();
}, 60_000);
afterAll(async () => {
  await services?.stop();
}, 60_000);

function app(env: Record<string, string> = {}): AppProcess {
  const made = new AppProcess(services, env);
  running.push(made);
  return made;
}

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

describe('a process that is given bad input', () => {
  it('does not start with values that contradict each other, and names them and all other faults with the way out', async () => {
    const one = app({ KADR_STOP_GRACE_SECONDS: '10', KADR_LOG_LEVEL: 'loud' });
    await one.launch();
    expect(await one.ended()).toBe(1);
    expect(one.said).toMatch(/KADR_STOP_GRACE_SECONDS is 10: .* it must be at least \d+/);
    expect(one.said).toContain('KADR_LOG_LEVEL is "loud": it must be');
    expect(one.said).not.toContain('    at ');
  }, 60_000);

  it('does not start without the secret that stored keys are sealed with, says which, and has lost none with it', async () => {
    const secret = { KADR_SECRETS_KEY: randomBytes(32).toString('base64') };
    const before = await app(secret).start();
    const put = await before.request('/v1/provider-keys/runware', {
      method: 'PUT',
      body: JSON.stringify({ apiKey: 'rw-0123456789abcdef' }),
    });
    expect(put.status).toBe(200);
    await before.stop();

    const without = app({ KADR_SECRETS_KEY: '' });
    await without.launch();
    expect(await without.ended()).toBe(1);
    const lines = without.said.split('\n').filter((line) => line.includes('KADR_SECRETS_KEY'));
    expect(lines).toEqual([expect.stringMatching(/KADR_SECRETS_KEY is not set.*Set it to that key, the same for all processes/)]);

    const again = await app(secret).start();
    expect(await (await again.request('/v1/provider-keys')).text()).toContain('runware');
    expect((await again.request('/v1/provider-keys/runware', { method: 'DELETE' })).status).toBe(204);
  }, 120_000);

  it('is not ready where its user may not make roles and walls are asked for, and is when an administrator has made the role', async () => {
    const user = `poor_${process.pid}`;
    const admin = app();
    await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'poor' NOSUPERUSER NOCREATEROLE`, []);
    await admin.query(`CREATE DATABASE ${user} OWNER ${user}`, []);
    const url = new URL(services.databaseUrl(user));
    url.username = user;
    url.password = 'poor';
    const one = app({ DATABASE_URL: url.href, KADR_REQUIRE_TENANT_WALLS: '1' });
    await one.launch();
    expect((await notReady(one, 'tenant-walls')).error['tenant-walls']?.message).toContain('row-level security is off');
    await notReady(one, 'tenant-walls');
    const line = [
      ERROR,
      expect.stringMatching(/^not ready: row-level security is off.*CREATE ROLE kadr_tenant NOLOGIN; GRANT kadr_tenant TO/),
    ];
    expect(await told(one, 'tenant-walls', 1)).toEqual([line]);
    await admin.query(
      `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kadr_tenant') THEN CREATE ROLE kadr_tenant NOLOGIN; END IF; END $$`,
      [],
    );
    await admin.query(`GRANT kadr_tenant TO ${user}`, []);
    await one.ready();
    expect(await told(one, 'tenant-walls', 2)).toEqual([line, [INFO, 'tenant-walls is well again']]);
    expect((await one.request('/v1/videos')).status).toBe(200);
  }, 120_000);

  it('is not ready while its clock is ten minutes off, says by how much, and is when it goes right', async () => {
    const hooks = new URL('../support/other-clock.mjs', import.meta.url).href;
    const one = app({ NODE_OPTIONS: `--import ${hooks}`, KADR_TEST_CLOCK_AHEAD_MS: '600000' });
    await one.launch();
    const { error } = await notReady(one, 'clock');
    expect(error).toEqual({
      clock: expect.objectContaining({ message: expect.stringMatching(/^the database's clock is (599|600|601) s behind/) }),
    });
    process.kill(one.pid, 'SIGUSR2');
    await one.ready();
    expect(await told(one, 'clock', 2)).toEqual([
      [ERROR, expect.stringMatching(/^not ready: the clocks of this machine and of the database differ.*Set both by NTP/)],
      [INFO, 'clock is well again'],
    ]);
  }, 120_000);
});
