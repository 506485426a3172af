import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventingMigrations } from '#eventing';
import { type Database, type Queryable } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { workflowsMigrations } from '../../migrations/index.js';
import { type FiredTick, ScheduleLooks } from './schedule-looks.js';

const DUE = new Date('2026-11-30T09:00:00.000Z');
const NEXT = new Date('2026-12-01T09:00:00.000Z');

describe('schedules that are due at the same time', () => {
  let spec: TestDatabase;
  beforeAll(async () => void (spec = await createTestDatabase([...eventingMigrations, ...workflowsMigrations])));
  afterAll(() => spec?.close());

  let asked = 0;
  const counting = (db: Queryable): Database =>
    ({
      query: (sql: string, params?: readonly unknown[]) => {
        asked += 1;
        return db.query(sql, params);
      },
    }) as Database;
  const schedule = async (): Promise<string> => {
    const id = randomUUID();
    await spec.database.query(
      `INSERT INTO workflows.schedules (schedule_id, org_id, workflow_id, status, next_due_at, look_at, episode)
       VALUES ($1, $2, $3, 'active', $4, $4, 1)`,
      [id, randomUUID(), randomUUID(), DUE],
    );
    return id;
  };
  const schedules = (many: number): Promise<string[]> => Promise.all(Array.from({ length: many }, schedule));
  const tick = (id: string, outcome: string, runId: string | null, minute: number): Promise<unknown> =>
    spec.database.query(
      `INSERT INTO workflows.ticks (schedule_id, org_id, due_at, outcome, run_id, decided_at)
       VALUES ($1, $1, $2::timestamptz + $5 * interval '1 minute', $3, $4, $2::timestamptz + $5 * interval '1 minute')`,
      [id, DUE, outcome, runId, minute],
    );
  const run = async (status: string): Promise<string> => {
    const key = randomUUID();
    const endedAt = status === 'running' ? null : DUE.toISOString();
    await spec.database.query(
      `INSERT INTO workflows.runs (key, org_id, position, data) SELECT k, k::uuid, 1, $2 FROM (SELECT $1::text AS k) AS kept`,
      [...[key, { status, endedAt }]],
    );
    return key;
  };
  const fired = (
    looks: ScheduleLooks,
    tx: Queryable,
    ids: readonly string[],
    change: Partial<FiredTick['seen']> = {},
  ): Promise<boolean[]> =>
    Promise.all(
      ids.map((scheduleId) =>
        looks.fire(tx, {
          seen: { scheduleId, orgId: randomUUID(), nextDueAt: DUE, episode: 1, status: 'active', ...change },
          ...{ dueMs: DUE.getTime(), runId: randomUUID(), nextMs: NEXT.getTime(), lookMs: NEXT.getTime() },
        }),
      ),
    );

  it('are asked about in one statement a question, and each is told its own', async () => {
    const looks = new ScheduleLooks(counting(spec.database));
    const [waits, runs, fails, ...others] = await schedules(40);
    const ids = [waits, runs, fails, ...others].map((id) => id ?? '');
    await tick(waits ?? '', 'buffered', null, 2);
    await tick(waits ?? '', 'buffered', null, 1);
    const running = await run('running');
    await tick(runs ?? '', 'fired', running, 0);
    for (const [minute, status] of ['completed', 'failed', 'failed'].entries()) await tick(fails ?? '', 'fired', await run(status), minute);
    asked = 0;
    const [rows, buffered, active, ends] = await Promise.all([
      Promise.all(ids.map((id) => looks.find(id))),
      Promise.all(ids.map((id) => looks.buffered(id))),
      Promise.all(ids.map((id) => looks.activeRuns(id))),
      Promise.all(ids.map((id) => looks.lastEnds(id, DUE, 2))),
    ]);
    expect(asked).toBe(4);
    expect(rows.map((row) => row?.scheduleId)).toEqual(ids);
    expect(buffered.map((ticks) => ticks.map(({ dueAt }) => dueAt.toISOString().slice(14, 16)))).toEqual(
      ids.map((id) => (id === waits ? ['01', '02'] : [])),
    );
    expect(active).toEqual(ids.map((id) => (id === runs ? [running] : [])));
    expect(ends).toEqual(ids.map((id) => (id === fails ? ['failed', 'failed'] : [])));
    expect(await looks.find(randomUUID())).toBeNull();
  });

  it('go on from their ticks in one statement, and whoever is second changes nothing', async () => {
    const ids = await schedules(30);
    const late = ids.slice(0, 3);
    const looks = new ScheduleLooks(spec.database);
    // Somebody else has decided about them.
    await spec.database.query('UPDATE workflows.schedules SET episode = 2 WHERE schedule_id = ANY($1::uuid[])', [late]);
    asked = 0;
    const first = await spec.database.transaction((tx) => fired(looks, counting(tx), ids));
    expect([asked, first]).toEqual([1, ids.map((id) => !late.includes(id))]);
    const second = await spec.database.transaction((tx) => fired(looks, tx, ids));
    // Also where the schedule looks as it did, because its tick is written down already.
    await spec.database.query('UPDATE workflows.schedules SET next_due_at = $2, episode = 1 WHERE schedule_id = ANY($1::uuid[])', [
      ids,
      DUE,
    ]);
    const undone = spec.database.transaction(async (tx) => {
      const again = await fired(looks, tx, ids);
      throw new Error(JSON.stringify(again));
    });
    expect(second).toEqual(ids.map(() => false));
    await expect(undone).rejects.toThrow(JSON.stringify(ids.map((id) => late.includes(id))));
    const [ticks] = await spec.database.query<{ n: number; runs: number }>(
      'SELECT count(*)::int AS n, count(DISTINCT run_id)::int AS runs FROM workflows.ticks WHERE schedule_id = ANY($1::uuid[])',
      [ids],
    );
    expect(ticks).toEqual({ n: 27, runs: 27 });
  });

  it('are looked at again when it was said, unless something else was said meanwhile, and are given back together', async () => {
    const looks = new ScheduleLooks(counting(spec.database));
    const ids = await schedules(10);
    const rows = await Promise.all(ids.map((id) => looks.find(id)));
    await spec.database.query(`UPDATE workflows.schedules SET look_at = now(), claimed_until = now() WHERE schedule_id = $1`, [ids[0]]);
    asked = 0;
    await Promise.all(rows.map(async (row, n) => row && looks.lookAgain(row, n === 1 ? null : NEXT.getTime())));
    await Promise.all(ids.map((id) => looks.release(id)));
    expect(asked).toBe(2);
    const after = await Promise.all(ids.map((id) => looks.find(id)));
    expect(after.slice(1).map((row) => row?.lookAt ?? null)).toEqual([null, ...ids.slice(2).map(() => NEXT)]);
    expect(after[0]?.lookAt).not.toEqual(NEXT);
    const [claims] = await spec.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM workflows.schedules WHERE schedule_id = ANY($1::uuid[]) AND claimed_until > '-infinity'`,
      [ids],
    );
    expect(claims?.n).toBe(0);
  });
});
