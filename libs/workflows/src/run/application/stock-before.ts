import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { type Recorded, streamIdOf } from '#eventing/domain';
import { type MediaValue, type PortValue } from '../../contracts/values.js';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { type FoundBefore, type StockTaker } from '../../nodes/input/stock.node.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { indexOfNode } from '../domain/workflow-run.state.js';
import { RunValues } from './run-values.js';
import { StockTaken } from './stock-taken.js';

/** Runs of the workflow that are looked at. */
const RUNS = 20;
const PORT = 'clips';

/** What a node has found in a library of stock before, so that it need not show it again. */
@Injectable()
export class StockBefore {
  constructor(
    private readonly rows: OwnedRows,
    private readonly store: EventStore,
    private readonly values: RunValues,
    private readonly taken: StockTaken,
  ) {}

  /**
   * @returns ids of stock: of earlier takes of this taker, of others in this run or of takes that failed, and of the newest runs of the
   *   workflow besides it
   * @throws StorageError
   */
  async find(orgId: string, taker: StockTaker): Promise<FoundBefore> {
    const { runId, workflowId, node, place } = taker;
    const byOthers = await this.taken.inRun(orgId, taker);
    const ids = await this.rows.newest('workflows.runs', orgId, { limit: RUNS + 1, olderThan: null, where: { workflowId } });
    const runIds = ids.filter((id) => id !== runId).slice(0, RUNS);
    // Items of a list stand in no run.
    if (place !== node) return { inRun: [], byOthers, inOthers: await this.taken.inRuns(orgId, runIds, node) };
    const events = (await this.store.readStream(streamIdOf(workflowRun, runId))) as Recorded<WorkflowRunEvent>[];
    const earlier = events.flatMap((event) =>
      event.type === 'NodeCompleted' && event.data.node === node ? [event.data.outputs[PORT]] : [],
    );
    const runs = await this.store.loadMany(workflowRun, runIds);
    const shown = runIds.map((id) => {
      const run = runs.get(id)?.state;
      // Of a deleted run there are no files, large values among them.
      return run && run.status !== 'absent' && run.status !== 'deleted' ? run.nodes[indexOfNode(run, node)]?.outputs[PORT] : undefined;
    });
    return { inRun: await this.idsIn(earlier), byOthers, inOthers: await this.idsIn(shown) };
  }

  private async idsIn(kept: readonly (PortValue | undefined)[]): Promise<string[]> {
    const ids = new Set<string>();
    for (const value of kept) {
      const isStock = value?.type === 'video[]' || value?.type === 'image[]';
      const clips = isStock ? ((await this.values.read(value)).value as readonly MediaValue[]) : [];
      for (const { stockId } of clips) if (stockId !== undefined) ids.add(stockId);
    }
    return [...ids];
  }
}
