import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventingMigrations } from '#eventing';
import { type ErasedSubject } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { tasksMigrations } from './migrations/index.js';
import { Suspended } from './execution/suspended.js';
import { SubjectErasure, tasksOf } from './subject-erasure.js';

let spec: TestDatabase;
beforeAll(async () => {
  spec = await createTestDatabase([...eventingMigrations, ...tasksMigrations]);
});
afterAll(() => spec?.close());

const ORG = randomUUID();
let subjectId: string;
let isHandled: boolean;
let erased: ErasedSubject[];
beforeEach(() => {
  subjectId = randomUUID();
  isHandled = true;
  erased = [];
});

const task = async (kind: string, { createdAgo = '0 s', notBeforeIn = '0 s' } = {}): Promise<string> => {
  const taskId = randomUUID();
  await spec.database.query(
    `INSERT INTO tasks.tasks (task_id, kind, queue, org_id, subject_id, correlation_id, payload, max_attempts, created_at, not_before)
     VALUES ($1, $2, 'remote', $3, $4, 'c', '{}', 4, now() - $5::interval, now() + $6::interval)`,
    [taskId, kind, ORG, subjectId, createdAgo, notBeforeIn],
  );
  return taskId;
};
const erase = async (taskId: string): Promise<void> => {
  const erasers = { erase: async (subject: ErasedSubject) => void erased.push(subject) };
  const erasure = new SubjectErasure(spec.database, erasers, { isHandled: async () => isHandled }, { followersOf: () => ['a'] });
  const of = { orgId: ORG, subjectId, payload: {}, attempt: 1, correlationId: 'c' };
  await erasure.erase({ taskId, kind: 'remove', ...of }, `thing-${subjectId}`);
};

describe('faults C35: the erasure of a thing', () => {
  it('comes when nothing else is done for it', async () => {
    const own = await task('remove');
    await task('remove', { notBeforeIn: '1 h' });
    const other = await task('make');
    await expect(erase(own)).rejects.toThrow(Suspended);
    expect(erased).toEqual([]);
    await spec.database.query(`UPDATE tasks.tasks SET state = 'cancelled', finished_at = now() WHERE task_id = $1`, [other]);
    await erase(own);
    expect(erased).toEqual([{ orgId: ORG, subjectId, streamId: `thing-${subjectId}` }]);
  });

  it('waits for the followers of its stream, but not for ever', async () => {
    isHandled = false;
    await expect(erase(await task('remove'))).rejects.toThrow(Suspended);
    await erase(await task('remove', { createdAgo: '1 h' }));
    expect(erased).toHaveLength(1);
  });

  it('of an organisation waits for all that is done for it, but for what only looks again much later', async () => {
    await spec.database.query(`UPDATE tasks.tasks SET state = 'done', finished_at = now() WHERE finished_at IS NULL`);
    await task('remove', { notBeforeIn: '1 h' });
    expect(await tasksOf(spec.database).dispose(ORG)).toBe(0);
    await task('make');
    expect(await tasksOf(spec.database).dispose(ORG)).toBe(1);
  });
});
