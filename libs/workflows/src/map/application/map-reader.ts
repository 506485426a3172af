import { Injectable } from '@nestjs/common';
import { SignedUrls } from '#assets';
import { EventStore } from '#eventing';
import { decodeCursor, type Page, pageOf } from '#platform';
import { valueView, type ValueView } from '../../run/application/run.view.js';
import { workflowRun } from '../../run/domain/workflow-run.decider.js';
import { UnknownNode, UnknownRun } from '../../run/domain/workflow-run.errors.js';
import { indexOfNode } from '../../run/domain/workflow-run.state.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { workflowMap } from '../domain/workflow-map.decider.js';
import { type ItemEnd, type MapState } from '../domain/workflow-map.state.js';
import { mapIdOf } from './maps.js';

export const ITEM_STATUSES = ['pending', 'running', 'succeeded', 'failed'] as const;

export interface ItemView {
  readonly index: number;
  readonly status: (typeof ITEM_STATUSES)[number];
  /** What came of it; null: nothing, or not yet. */
  readonly output: ValueView | null;
  readonly isFallback: boolean;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
}

export interface ItemsQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly status?: ItemView['status'];
}

/** Shows how the items of a map stand. */
@Injectable()
export class MapReader {
  constructor(
    private readonly store: EventStore,
    private readonly rows: OwnedRows,
    private readonly urls: SignedUrls,
  ) {}

  /** In their order; none before the map has its list. @throws UnknownRun, UnknownNode for what is no map of the run */
  async items(orgId: string, runId: string, node: string, { limit, cursor, status }: ItemsQuery): Promise<Page<ItemView>> {
    if (!(await this.rows.has('workflows.runs', orgId, runId))) throw new UnknownRun(runId);
    const { state: run } = await this.store.load(workflowRun, runId);
    if (run.status === 'absent') throw new UnknownRun(runId);
    const index = indexOfNode(run, node);
    if (run.topology.nodes[index]?.type !== 'Map') throw new UnknownNode(runId, node);
    const { state: map } = await this.store.load(workflowMap, mapIdOf(runId, node, run.nodes[index]?.take ?? 0));
    const all = map.status === 'absent' ? [] : map.ends.map((end, place) => this.view(map, end, place));
    const after = cursor === undefined ? -1 : Number(decodeCursor(cursor, (key) => /^\d{1,4}$/.test(key)));
    const wanted = all.filter((item) => item.index > after && (status === undefined || item.status === status));
    return pageOf(
      wanted.slice(0, limit + 1),
      limit,
      (item) => String(item.index),
      (item) => item,
    );
  }

  private view({ opened }: MapState, end: ItemEnd | null, index: number): ItemView {
    if (!end) return { index, status: index < opened ? 'running' : 'pending', output: null, isFallback: false, error: null };
    const { output, isFallback, error } = end;
    return { index, status: error ? 'failed' : 'succeeded', output: output && valueView(output, this.urls), isFallback, error };
  }
}
