import { Injectable } from '@nestjs/common';
import { EventStore, UnitOfWork } from '#eventing';
import { Clock, Database } from '#platform';
import { type Pursuit, type Stalled, StalledWork, type Subject, type TaskRequest } from '#tasks';
import { mapIdOf } from '../../map/application/maps.js';
import { pendingOfMap } from '../../map/application/process-managers/run-maps.process-manager.js';
import { workflowMap } from '../../map/domain/workflow-map.decider.js';
import { ResumeRun } from '../domain/workflow-run.commands.js';
import { MAX_RESUMES, workflowRun } from '../domain/workflow-run.decider.js';
import { type RunState, type WorkflowRun } from '../domain/workflow-run.state.js';
import { pendingOf, runNodes } from './process-managers/run-nodes.process-manager.js';

/** Runs with nodes that nobody makes. One that waits for a person is left alone; one that nothing comes of again and again has failed. */
@Injectable()
export class StalledRuns implements Pursuit<WorkflowRun> {
  readonly what = 'workflow run';
  readonly askedBy = runNodes.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly database: Database,
    private readonly store: EventStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
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

  async driveOn({ state: run, orgId, version }: Stalled<WorkflowRun>): Promise<boolean> {
    if (run.status !== 'running' || run.isAwaiting) return false;
    const isGivenUp = (run.resumes ?? 0) >= MAX_RESUMES;
    const missing = isGivenUp ? [] : [...pendingOf(run, orgId), ...(await this.missingOfMaps(run, orgId))];
    const command = new ResumeRun({ runId: run.runId }, this.clock.now());
    return this.unitOfWork
      .run(async (tx) => {
        // In one commit with what the run says of it: what is asked for may be done before anything else could be recorded, and a run that
        // says so and is not driven on would be left alone for as long again.
        if (missing.length > 0 && !(await this.stalled.askAgain(missing, tx))) return false;
        const decided = await tx.decide(workflowRun, run.runId, command, { orgId, actor: 'system' });
        if (decided.events.length === 0 || decided.version - decided.events.length !== version) throw new HappenedMeanwhile();
        return true;
      })
      .catch((error: unknown) => {
        if (error instanceof HappenedMeanwhile) return false;
        throw error;
      });
  }

  /** Lists that are gone through are streams of their own. */
  private async missingOfMaps(run: RunState, orgId: string): Promise<readonly TaskRequest[]> {
    const ids = run.nodes.flatMap(({ status, take }, index) => {
      const { id, type } = run.topology.nodes[index] ?? {};
      return type === 'Map' && id !== undefined && status === 'running' ? [mapIdOf(run.runId, id, take)] : [];
    });
    const maps = ids.length === 0 ? [] : [...(await this.store.loadMany(workflowMap, ids)).values()];
    return maps.flatMap(({ state }) => pendingOfMap(state, orgId));
  }
}

class HappenedMeanwhile extends Error {}
