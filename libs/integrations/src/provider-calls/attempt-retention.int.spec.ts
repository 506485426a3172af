import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { tasksMigrations } from '#tasks';
import { integrationsMigrations } from '../integrations.migrations.js';
import { AttemptRetention } from './attempt-retention.js';

let home: TestDatabase;
beforeAll(async () => void (home = await createTestDatabase([...tasksMigrations, ...integrationsMigrations])));
afterAll(() => home?.close());

const attempt = async (createdDaysAgo: number, finishedDaysAgo: number | null): Promise<string> => {
  const id = randomUUID();
  await home.database.query(
    `INSERT INTO integrations.provider_attempts (attempt_id, task_id, org_id, provider, owner, model, call_name, number, round, state,
            expected_micros, created_at, finished_at)
     VALUES ($1, $1, $1, 'wire', $1, 'm', 'task', 1, 1, CASE WHEN $3::integer IS NULL THEN 'waiting' ELSE 'succeeded' END, 0,
            now() - $2 * interval '1 day', now() - $3 * interval '1 day')`,
    [id, createdDaysAgo, finishedDaysAgo],
  );
  return id;
};

it('forgets attempts that ended long ago, with the callbacks of that time; what is unfinished or fresh stays', async () => {
  await attempt(40, 31);
  const kept = [await attempt(40, null), await attempt(40, 29), await attempt(1, 1)];
  await home.database.query(
    `INSERT INTO integrations.provider_callbacks (provider, subject, digest, received_at)
     VALUES ('wire', 'old', 'a', now() - interval '31 days'), ('wire', 'fresh', 'b', now())`,
  );
  expect(await new AttemptRetention(home.database, 30).sweep()).toBe(1);
  const left = await home.database.query<{ attempt_id: string }>('SELECT attempt_id FROM integrations.provider_attempts');
  expect(left.map((row) => row.attempt_id).sort()).toEqual([...kept].sort());
  expect(await home.database.query('SELECT subject FROM integrations.provider_callbacks')).toEqual([{ subject: 'fresh' }]);
});
