import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SessionLocks } from '../database/session-locks.js';
import { frozenHolder } from '../testing/frozen-process.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { type PeriodicDuty, PeriodicLeader } from './periodic-leader.js';

let spec: TestDatabase;
const opened: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  spec = await createTestDatabase([]);
});
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
});
afterAll(() => spec?.close());

/** One process with the duty. */
async function processWith(duty: PeriodicDuty, scheduler?: SchedulerRegistry, leaseMs?: number) {
  const locks = new SessionLocks(spec.database, leaseMs === undefined ? {} : { leaseMs });
  await locks.start();
  const leader = new PeriodicLeader(duty, locks, scheduler);
  opened.push(locks, leader);
  return { locks, leader };
}
const named = (run: () => Promise<void>, more: Partial<PeriodicDuty> = {}): PeriodicDuty => ({
  ...{ name: `spec.${randomUUID()}`, intervalMs: 10, run },
  ...more,
});
async function until(isTrue: () => boolean): Promise<void> {
  for (let n = 0; n < 3_000 && !isTrue(); n += 1) await sleep(10);
  expect(isTrue()).toBe(true);
}

describe('a periodic duty', () => {
  it('is looked at at once, then again and again', async () => {
    let turns = 0;
    const patient = await processWith(named(async () => void (turns += 1), { intervalMs: 600_000 }));
    patient.leader.start();
    patient.leader.start();
    await until(() => turns === 1);
    let more = 0;
    const busy = await processWith(named(async () => void (more += 1)));
    busy.leader.start();
    await until(() => more > 3);
    expect(turns).toBe(1);
  });

  it('is done by one process at a time; another takes over when that one dies, or stops', async () => {
    const turns: string[] = [];
    const name = `spec.${randomUUID()}`;
    const duty = (who: string): PeriodicDuty => ({
      ...{ name, intervalMs: 10, run: async () => void turns.push(who), whenNotLeader: () => void turns.push(`${who} waits`) },
    });
    const first = await processWith(duty('first'));
    first.leader.start();
    await until(() => turns.includes('first'));
    const second = await processWith(duty('second'));
    second.leader.start();
    await until(() => turns.includes('second waits'));
    expect([first.leader.isLeader, second.leader.isLeader]).toEqual([true, false]);
    expect(turns).not.toContain('second');
    await first.locks.stop();
    await until(() => turns.includes('second'));
    const third = await processWith(duty('third'));
    third.leader.start();
    await until(() => turns.includes('third waits'));
    expect(turns).not.toContain('third');
    await second.leader.stop();
    await until(() => turns.includes('third'));
  });

  it('faults B37: is taken over from a process that is frozen', async () => {
    let turns = 0;
    const duty = named(async () => void (turns += 1));
    const frozen = await frozenHolder(spec.url, [duty.name]);
    opened.push({ stop: () => frozen.kill() });
    const { leader } = await processWith(duty, undefined, 1000);
    leader.start();
    await until(() => turns > 0);
    expect(leader.isLeader).toBe(true);
  });

  it('goes on after a turn that failed', async () => {
    let turns = 0;
    const { leader } = await processWith(
      named(async () => {
        turns += 1;
        if (turns === 1) throw new Error('once');
      }),
    );
    leader.start();
    await until(() => turns > 2);
  });

  it('is stopped when its turn is done, and begins no other', async () => {
    const done: string[] = [];
    const { leader } = await processWith(
      named(async () => {
        done.push('begun');
        await sleep(50);
        done.push('ended');
      }),
    );
    leader.start();
    await until(() => done.includes('begun'));
    await leader.stop();
    expect(done).toEqual(['begun', 'ended']);
    expect(leader.isLeader).toBe(false);
    await sleep(50);
    expect(done).toEqual(['begun', 'ended']);
  });

  it('is never done twice at once by one process; who asks during a turn gets that one, and its error', async () => {
    let running = 0;
    const { leader } = await processWith(
      named(async () => {
        running += 1;
        expect(running).toBe(1);
        await sleep(20);
        running -= 1;
        throw new Error('told');
      }),
    );
    const results = await Promise.allSettled([leader.tick(), leader.tick(), leader.tick()]);
    expect(results.map((result) => result.status === 'rejected' && (result.reason as Error).message)).toEqual(['told', 'told', 'told']);
  });

  it('shows among what Nest has scheduled while it runs', async () => {
    const scheduler = new SchedulerRegistry();
    const duty = named(async () => undefined, { intervalMs: 600_000 });
    const { leader } = await processWith(duty, scheduler);
    leader.start();
    await until(() => scheduler.getTimeouts().includes(duty.name));
    await leader.stop();
    expect(scheduler.getTimeouts()).toEqual([]);
  });
});
