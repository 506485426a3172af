import { type ConsumerProgress, type EventingRegistry } from '#eventing';
import { type Belongings, type Database, type Erasers, type Queryable } from '#platform';
import { type Task } from './contracts/tasks.js';
import { Suspended } from './execution/suspended.js';

const LOOK_AGAIN_MS = 500;
/** Nobody follows the log for so long: its followers then find the words erased, which they can do with. */
const PATIENCE_SECONDS = 120;

/** Erases what users have said of a thing, once nothing works on it any more. For the task that removes the thing, as its last step. */
export class SubjectErasure {
  constructor(
    private readonly database: Database,
    private readonly erasers: Pick<Erasers, 'erase'>,
    private readonly progress: Pick<ConsumerProgress, 'isHandled'>,
    private readonly registry: Pick<EventingRegistry, 'followersOf'>,
  ) {}

  /** Twice is safe. @throws Suspended while other tasks of the subject are unfinished, or followers of its stream behind */
  async erase({ taskId, kind, orgId, subjectId }: Task, streamId: string): Promise<void> {
    const [row] = await this.database.query<{ is_worked_on: boolean; is_patient: boolean }>(
      `SELECT EXISTS (SELECT FROM tasks.tasks o WHERE o.subject_id = $2 AND o.finished_at IS NULL AND o.kind <> $3) AS is_worked_on,
              coalesce((SELECT t.created_at > now() - $4 * interval '1 second' FROM tasks.tasks t WHERE t.task_id = $1), false) AS is_patient`,
      [taskId, subjectId, kind, PATIENCE_SECONDS],
    );
    if (row?.is_worked_on) throw new Suspended(LOOK_AGAIN_MS, new Date(), 'other work on it has not ended');
    if (row?.is_patient && !(await this.progress.isHandled(streamId, this.registry.followersOf(streamId)))) {
      throw new Suspended(LOOK_AGAIN_MS, new Date(), 'its events have not been followed to their end');
    }
    await this.erasers.erase({ orgId, subjectId, streamId });
  }
}

/** What tasks have said of their failures: messages of tools and providers may repeat what they were told. */
export const forgetTaskErrors = async (tx: Queryable, subjectId: string): Promise<void> => {
  await tx.query('UPDATE tasks.tasks SET last_error = NULL WHERE subject_id = $1 AND last_error IS NOT NULL', [subjectId]);
};

/** What is still being done for an organisation; what only looks again much later is not waited for. */
export const tasksOf = (database: Database): Belongings => ({
  name: 'tasks.unfinished',
  isRest: true,
  async dispose(orgId) {
    const [row] = await database.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM tasks.tasks
        WHERE org_id = $1 AND finished_at IS NULL AND not_before < now() + interval '30 minutes'`,
      [orgId],
    );
    return row?.left ?? 0;
  },
  async finish(tx, orgId) {
    await tx.query('UPDATE tasks.tasks SET last_error = NULL WHERE org_id = $1 AND last_error IS NOT NULL', [orgId]);
  },
});
