import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { DomainError } from '#eventing/domain';
import { Clock, Database, type Queryable } from '#platform';
import { type Requester } from '../../contracts/requester.js';
import { DeleteRun } from '../domain/workflow-run.commands.js';
import { workflowRun } from '../domain/workflow-run.decider.js';

const AT_ONCE = 200;

/** Runs whose workflow says how long they are kept: a row each, beside the run, until it is deleted. */
@Injectable()
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** With the acceptance of the run. Twice is once. */
  async keep(tx: Queryable, { orgId }: Requester, runId: string, days: number): Promise<void> {
    await tx.query('INSERT INTO workflows.retention (run_id, org_id, days) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      runId,
      orgId,
      days,
    ]);
  }

  async forget(runId: string): Promise<void> {
    await this.database.query('DELETE FROM workflows.retention WHERE run_id = $1', [runId]);
  }

  /** Deletes what has ended long enough ago, by the door by which people delete. One that goes on again is let be. */
  async sweep(): Promise<void> {
    const due = await this.database.query<{ runId: string; orgId: string }>(
      `SELECT k.run_id AS "runId", k.org_id AS "orgId" FROM workflows.retention k JOIN workflows.runs r ON r.key = k.run_id::text
        WHERE (r.data->>'endedAt')::timestamptz + make_interval(days => k.days) < now() ORDER BY k.run_id LIMIT $1`,
      [AT_ONCE],
    );
    for (const { runId, orgId } of due) {
      try {
        await this.unitOfWork.decide(workflowRun, runId, new DeleteRun({ runId }, this.clock.now()), { orgId, actor: 'system' });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }
  }
}
