import { Injectable } from '@nestjs/common';
import { Ids } from '#platform';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type PortValues } from '../../contracts/values.js';
import { MAP } from '../../nodes/flow/map.node.js';
import { NodeFailure, type TypedValue } from '../../nodes/node-type.js';
import { type NodeResult, type OrderedRun } from '../domain/workflow-run.commands.js';
import { asBegun } from '../domain/workflow-run.decider.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { KnownResults, reachOf } from './known-results.js';
import { NodeCalls } from './node-calls.js';
import { RunAhead, withResults } from './run-ahead.js';
import { RunValues } from './run-values.js';
import { type RunPlan } from './run-plans.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Which nodes of a run would be taken over from others: carries it out as far as nothing has to be made, and asks for each node that is
 * reached so whether its result is known. Nothing is recorded.
 */
@Injectable()
export class Reuse {
  constructor(
    private readonly calls: NodeCalls,
    private readonly ahead: RunAhead,
    private readonly known: KnownResults,
    private readonly values: RunValues,
    private readonly ids: Ids,
  ) {}

  /** @returns by id; nodes that cannot be reached before something is made are missing */
  async of(orgId: string, plan: RunPlan, document: WorkflowDocument, at: string): Promise<ReadonlyMap<string, boolean>> {
    const found = new Map<string, boolean>();
    let run = begun(this.ids.next(), plan, at);
    try {
      let first: readonly NodeResult[] = [];
      do {
        run = withResults(run, await this.ahead.from(run, first, orgId, at, document), at);
        first = await this.looked(run, orgId, document, found);
      } while (first.length > 0 && run.status === 'running');
      return found;
    } finally {
      if (JSON.stringify(run.nodes).includes(`${orgId}/${run.runId}/`)) await this.values.forget(orgId, run.runId);
    }
  }

  /** What is known of the nodes that have become possible. */
  private async looked(run: RunState, orgId: string, document: WorkflowDocument, found: Map<string, boolean>): Promise<NodeResult[]> {
    const results: NodeResult[] = [];
    for (const [index, { status, take, rung, until }] of run.nodes.entries()) {
      const { id: node = '', queue = null, type } = run.topology.nodes[index] ?? {};
      const isReached = status === 'asked' || (status === 'running' && until !== undefined);
      if (!isReached || queue === null || type === MAP || found.has(node)) continue;
      const made = await this.resultOf(run, index, orgId, document);
      found.set(node, made !== null);
      if (made) results.push({ ...{ node, take, rung }, kind: 'completed', outputs: made, cost: null, quantities: {} });
    }
    return results;
  }

  private async resultOf(run: RunState, index: number, orgId: string, document: WorkflowDocument): Promise<PortValues | null> {
    try {
      const prepared = await this.calls.prepare(run, index, orgId, document);
      if (prepared.type.weight !== 'task') return null;
      const known = await this.known.peek(orgId, this.known.digestOf(run, index, prepared), reachOf(run, index, prepared.type));
      return known?.outputs ?? null;
    } catch (error) {
      // It would fail like this in a run.
      if (error instanceof NodeFailure) return null;
      throw error;
    }
  }
}

/** The run as it would begin. */
function begun(runId: string, { topology, inputs, pinned }: RunPlan, at: string): RunState {
  const inline = (values: Iterable<readonly [string, TypedValue]>): PortValues => Object.fromEntries(values);
  const pins = Object.fromEntries([...pinned].map(([node, ports]) => [node, inline(Object.entries(ports))]));
  const order: OrderedRun = {
    ...{ runId, workflowId: NOBODY, version: 0, document: '', schedule: null, lineage: null, pins },
    ...{ trigger: 'test', cache: 'use', onFailure: 'stop', slot: null },
    ...{ topology, inputs: inline(inputs), metadata: {} },
  };
  return asBegun(order, at);
}
