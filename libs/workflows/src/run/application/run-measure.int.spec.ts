import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventingMigrations } from '#eventing';
import { type Queryable } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { workflowsMigrations } from '../../migrations/index.js';
import { runMeasure } from './run-measure.js';

describe('runs that are kept', () => {
  let spec: TestDatabase;
  beforeAll(async () => void (spec = await createTestDatabase([...eventingMigrations, ...workflowsMigrations])));
  afterAll(() => spec?.close());

  const keep = (status: string, howMany = 1): Promise<unknown> =>
    spec.database.query(
      `INSERT INTO workflows.runs (key, org_id, position, data)
       SELECT gen_random_uuid(), $1::uuid, 1, jsonb_build_object('status', $2::text) FROM generate_series(1, $3::int)`,
      [randomUUID(), status, howMany],
    );

  it('are counted by status: those that live at every look, those that have ended for a thousandth of the time', async () => {
    await keep('completed', 3);
    await keep('failed');
    await keep('running', 2);
    let nowMs = 0;
    // Each statement takes 20 ms.
    const db: Queryable = {
      query: (sql, params) => {
        nowMs += 20;
        return spec.database.query(sql, params);
      },
    };
    const measure = runMeasure(() => nowMs);
    const counted = async () => Object.fromEntries(await measure.read(db));
    expect(await counted()).toEqual({ completed: 3, failed: 1, running: 2 });
    await keep('completed');
    await keep('awaiting_approval');
    nowMs += 19_900;
    expect(await counted()).toEqual({ completed: 3, failed: 1, running: 2, awaiting_approval: 1 });
    nowMs += 100;
    expect(await counted()).toEqual({ completed: 4, failed: 1, running: 2, awaiting_approval: 1 });
  });

  it('that live are found without reading the others', async () => {
    await keep('completed', 5000);
    await spec.database.query('ANALYZE workflows.runs');
    const statements: string[] = [];
    await runMeasure().read({
      query: (sql, params) => {
        statements.push(sql);
        return spec.database.query(sql, params);
      },
    });
    const plan = await spec.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statements.at(-1) ?? ''}`);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('live_runs');
  });
});
