import { DomainError } from '#eventing/domain';
import { type Belongings, type Database } from '#platform';
import { type RunValues } from './run/application/run-values.js';
import { type WorkflowRuns } from './run/application/runs.service.js';

/** Of one look: the next one goes on. */
const AT_ONCE = 50;

/** Schedules start nothing any more, runs are cancelled, and their files removed when they have ended; graphs go at the end. */
export const workflowsOf = (database: Database, runs: WorkflowRuns, values: RunValues): Belongings => ({
  name: 'workflows.runs',
  async dispose(orgId) {
    // First: nothing may start another run.
    await database.query(`UPDATE workflows.schedules SET status = 'ended', look_at = NULL WHERE org_id = $1`, [orgId]);
    const rows = await database.query<{ key: string; status: string; left: number }>(
      `SELECT key, data->>'status' AS status, count(*) OVER ()::int AS left FROM workflows.runs WHERE org_id = $1 ORDER BY key LIMIT $2`,
      [orgId, AT_ONCE],
    );
    for (const { key, status } of rows) {
      if (status === 'queued' || status === 'running' || status === 'awaiting_approval') await cancelled(runs, orgId, key);
      else await removed(database, values, orgId, key);
    }
    return rows[0]?.left ?? 0;
  },
  async finish(tx, orgId) {
    for (const table of [
      'results',
      'stock_taken',
      'node_times',
      'slots',
      'ticks',
      'schedules',
      'secrets',
      'retention',
      'runs',
      'workflows',
      'graphs',
    ])
      await tx.query(`DELETE FROM workflows.${table} WHERE org_id = $1`, [orgId]);
  },
});

async function cancelled(runs: WorkflowRuns, orgId: string, runId: string): Promise<void> {
  await runs
    .cancel({ orgId, actor: 'system' }, runId, async () => undefined)
    .catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error; // it has just ended
    });
}

async function removed(database: Database, values: RunValues, orgId: string, runId: string): Promise<void> {
  await values.forget(orgId, runId);
  await database.query('DELETE FROM workflows.runs WHERE org_id = $1 AND key = $2', [orgId, runId]);
}
