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
    if ((run.resumes ?? 0) >= MAX_RESUMES) return this.resume(run, orgId, version);
    const missing = [...pendingOf(run, orgId), ...(await this.missingOfMaps(run, orgId))];
    if (missing.length === 0) return this.resume(run, orgId, version);
    // Asked for first: a run that says so and is not driven on would be left alone for as long again.
    return (await this.stalled.askAgain(missing)) && this.resume(run, orgId, null);
  }

  /** @param version of its stream, in which nothing may have happened since; null: whatever has */
  private resume({ runId }: RunState, orgId: string, version: number | null): Promise<boolean> {
    const command = new ResumeRun({ runId }, this.clock.now());
    return this.unitOfWork
      .run(async (tx) => {
        const decided = await tx.decide(workflowRun, runId, command, { orgId, actor: 'system' });
        if (version !== null && decided.version - decided.events.length !== version) throw new HappenedMeanwhile();
        return version === null || decided.events.length > 0;
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
