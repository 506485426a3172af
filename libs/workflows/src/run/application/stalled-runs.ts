import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { type Pursuit, type Stalled, StalledWork, type Subject } from '#tasks';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type WorkflowRun } from '../domain/workflow-run.state.js';
import { pendingOf, runNodes } from './process-managers/run-nodes.process-manager.js';

/** Runs with nodes that nobody makes. One that waits for a person is left alone. */
@Injectable()
export class StalledRuns implements Pursuit<WorkflowRun> {
  readonly what = 'workflow run';
  readonly askedBy = runNodes.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly database: Database,
  ) {
    stalled.watch(workflowRun, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.database.query<{ id: string; orgId: string }>(
      `SELECT key AS id, org_id AS "orgId" FROM workflows.runs
        WHERE data->>'status' IN ('running', 'awaiting_approval') AND key > $1 ORDER BY key LIMIT $2`,
      [after, limit],
    );
  }

  async driveOn({ state, orgId }: Stalled<WorkflowRun>): Promise<boolean> {
    if (state.status !== 'running') return false;
    const missing = pendingOf(state, orgId);
    return missing.length > 0 && this.stalled.askAgain(missing);
  }
}
