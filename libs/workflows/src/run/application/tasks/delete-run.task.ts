import { Injectable } from '@nestjs/common';
import { KeptAddresses } from '#assets';
import { EventStore } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { Clock, Database } from '#platform';
import { SubjectErasure, type Task, type TaskDecision, type TaskHandler, taskDecision } from '#tasks';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { mapIdsOf } from '../../../map/application/maps.js';
import { workflowMap } from '../../../map/domain/workflow-map.decider.js';
import { DeleteRun, RecordRunFilesRemoved } from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { type WorkflowRun } from '../../domain/workflow-run.state.js';
import { KnownResults } from '../known-results.js';
import { Retention } from '../retention.js';
import { RunValues } from '../run-values.js';
import { StockTaken } from '../stock-taken.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.delete-run'];

/** Removes what is left of a deleted run: its files, addresses that it was given, and all that was said in it. */
@Injectable()
export class DeleteRunTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.delete-run';
  constructor(
    private readonly values: RunValues,
    private readonly known: KnownResults,
    private readonly stock: StockTaken,
    private readonly retention: Retention,
    private readonly addresses: KeptAddresses,
    private readonly database: Database,
    private readonly store: EventStore,
    private readonly erasure: SubjectErasure,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { runId } = task.payload;
    await this.known.forgetRun(runId);
    await this.stock.forgetRun(runId);
    await this.retention.forget(runId);
    await this.addresses.forgetAll(this.database, { orgId: task.orgId, subjectId: runId });
    await this.values.forget(task.orgId, runId);
    for (const mapId of await this.mapsOf(runId)) await this.erasure.erase(task, streamIdOf(workflowMap, mapId));
    await this.erasure.erase(task, streamIdOf(workflowRun, runId));
    return taskDecision(workflowRun, runId, new RecordRunFilesRemoved({ runId }, this.clock.now()));
  }

  /** Lists that it has gone through stand in streams of their own, of which a deleted run knows no more: its events do. */
  private async mapsOf(runId: string): Promise<string[]> {
    let run: WorkflowRun = workflowRun.initialState;
    for (const event of await this.store.readStream(streamIdOf(workflowRun, runId))) {
      const next = workflowRun.evolve(run, event as WorkflowRunEvent);
      if (next.status === 'deleted') break;
      run = next;
    }
    return run.status === 'absent' || run.status === 'deleted' ? [] : mapIdsOf(run);
  }

  /** Refused, since it is deleted already: so the log goes on saying that its files are there. */
  giveUp({ payload: { runId } }: Task<Payload>): TaskDecision {
    return taskDecision(workflowRun, runId, new DeleteRun({ runId }, this.clock.now()));
  }
}
