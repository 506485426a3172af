import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';
import { DatabaseClock, databaseChecks } from './database-clock.js';
import { type Queryable } from './queryable.js';

describe('the clock of the database', () => {
  let spec: TestDatabase;
  beforeAll(async () => void (spec = await createTestDatabase([])));
  afterAll(() => spec?.close());

  /** States of the checks of a process whose clock is so many milliseconds ahead. */
  const states = async (aheadMs: number, db: Queryable = spec.database) => {
    const clock = new DatabaseClock(db, () => Date.now() + aheadMs);
    return Promise.all(databaseChecks(clock).map((check) => check.check().then(({ isUp, details }) => (isUp ? true : details), String)));
  };

  it('may differ from that of this machine by a minute, not by more, in either direction', async () => {
    for (const aheadMs of [0, 58_000, -58_000]) expect(await states(aheadMs)).toEqual([true, true]);
    expect(await states(600_000)).toEqual([
      true,
      { message: expect.stringMatching(/^the database's clock is (599|600) s behind this machine's$/) },
    ]);
    expect(await states(-600_000)).toEqual([
      true,
      { message: expect.stringMatching(/^the database's clock is (599|600) s ahead of this/) },
    ]);
  });

  it('is not blamed for an answer that takes long, nor for a database that does not answer', async () => {
    let nowMs = Date.now();
    const slow: Queryable = {
      query: async (sql) => {
        nowMs += 90_000;
        const rows = await spec.database.query<{ ms: number }>(sql);
        nowMs += 90_000;
        return rows.map(({ ms }) => ({ ms: ms + 90_000 })) as never;
      },
    };
    const clock = new DatabaseClock(slow, () => nowMs);
    expect(Math.abs(await clock.aheadMs())).toBeLessThan(1000);
    const gone: Queryable = { query: () => Promise.reject(new Error('Connection terminated')) };
    expect(await states(0, gone)).toEqual(['Error: Connection terminated', true]);
  });

  it('is asked for once by those who ask together', async () => {
    let statements = 0;
    const counted: Queryable = {
      query: (sql, params) => {
        statements += 1;
        return spec.database.query(sql, params);
      },
    };
    expect(await states(0, counted)).toEqual([true, true]);
    expect(statements).toBe(1);
  });
});
