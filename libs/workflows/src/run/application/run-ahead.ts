import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { type PortValue } from '../../contracts/values.js';
import { type NodeOutcome, NodeFailure } from '../../nodes/node-type.js';
import { type NodeResult, type NodeWork } from '../domain/workflow-run.commands.js';
import { runAfter } from '../domain/workflow-run.decider.js';
import { RunStory } from '../domain/workflow-run.story.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { NodeCalls } from './node-calls.js';
import { RunValues, storedBytes } from './run-values.js';

interface Owner {
  readonly orgId: string;
  readonly runId: string;
}

/** When, for whom, and by which document where it is not kept. */
interface Judged {
  readonly orgId: string;
  readonly at: string;
  readonly document?: WorkflowDocument;
}

/** Nodes are done for so long before others of this process have their turn. */
const TURN_MS = 20;
/** More than there are nodes in a graph. */
const MAX_STEPS = 200;

/**
 * Nodes that are done in passing: whoever made one possible does it at once, so that a chain of them costs one task and one append. The
 * results are applied here as the run itself will apply them, to see what has become possible.
 */
@Injectable()
export class RunAhead {
  constructor(
    private readonly calls: NodeCalls,
    private readonly values: RunValues,
    private readonly types: NodeTypes,
  ) {}

  /**
   * @param first results that are there already
   * @param document that the run goes by, where it is not kept
   * @returns them, and those of all nodes done in passing after them
   * @throws StorageError
   */
  async from(
    run: RunState,
    first: readonly NodeResult[],
    orgId: string,
    at: string,
    document?: WorkflowDocument,
  ): Promise<readonly NodeResult[]> {
    const results = [...first];
    const story = new RunStory(run, at);
    for (const result of first) story.take(result);
    let since = performance.now();
    for (let step = 0; step < MAX_STEPS && story.isOpen; step += 1) {
      if (performance.now() - since > TURN_MS) {
        await breathe();
        since = performance.now();
      }
      const { nodes, topology } = story.run;
      const index = nodes.findIndex(({ status }, place) => status === 'asked' && topology.nodes[place]?.queue === null);
      if (index < 0) break;
      const result = await this.evaluate(story.run, index, orgId, at, document);
      results.push(result);
      story.take(result);
    }
    if (!story.isOpen) return results;
    // Of those that were asked for before these results somebody has judged already: of many side by side each result would judge all others.
    const isNew = (index: number): boolean => first.length === 0 || run.nodes[index]?.status !== 'asked';
    return [...results, ...(await this.waits(story.run, isNew, { orgId, at, ...(document && { document }) }))];
  }

  /**
   * Of nodes that begin with a wait for a time: their tasks are asked for then. Where results may be taken over, nobody knows yet whether
   * there is anything to wait for.
   */
  private async waits(run: RunState, isNew: (index: number) => boolean, of: Judged): Promise<NodeResult[]> {
    if (run.lineage !== null) return [];
    const results: NodeResult[] = [];
    for (const [index, { status }] of run.nodes.entries()) {
      if (status !== 'asked' || !isNew(index) || !this.types.isTimed(run.topology.nodes[index]?.type ?? '')) continue;
      const result = await this.wait(run, index, of);
      if (result) results.push(result);
    }
    return results;
  }

  /** @returns null: there is nothing to wait for */
  private async wait(run: RunState, index: number, { orgId, at, document }: Judged): Promise<NodeResult | null> {
    const { take = 0, rung = 0 } = run.nodes[index] ?? {};
    const work = { node: run.topology.nodes[index]?.id ?? '', take, rung };
    return orFailed(work, async (): Promise<NodeResult | null> => {
      const { type, call, limitMs } = await this.calls.prepare(run, index, orgId, document);
      const beganMs = Date.parse(at);
      const dueMs = type.weight === 'task' ? (type.dueAt?.(call.params, beganMs) ?? beganMs) : beganMs;
      const untilMs = Math.ceil(Math.min(dueMs, beganMs + (limitMs ?? Infinity)));
      return untilMs > beganMs ? { ...work, kind: 'waits', until: new Date(untilMs).toISOString() } : null;
    });
  }

  private async evaluate(run: RunState, index: number, orgId: string, at: string, document?: WorkflowDocument): Promise<NodeResult> {
    const { take = 0, rung = 0 } = run.nodes[index] ?? {};
    const work = { node: run.topology.nodes[index]?.id ?? '', take, rung };
    return orFailed(work, async () => {
      const { type, call } = await this.calls.prepare(run, index, orgId, document);
      if (type.weight !== 'light') throw new NodeFailure('unknown_type', `"${type.type}" is done by a task`);
      const outcome = type.evaluate(call);
      if (outcome.ask) return this.asked(work, outcome.ask, { orgId, runId: run.runId }, at);
      return this.result(work, outcome, run, orgId);
    });
  }

  private async asked(
    work: NodeWork,
    { subject, deadlineSeconds, ...ask }: NonNullable<NodeOutcome['ask']>,
    of: Owner,
    at: string,
  ): Promise<NodeResult> {
    const { title, message, ...rules } = ask;
    const deadlineAt = deadlineSeconds === null ? null : new Date(Date.parse(at) + deadlineSeconds * 1000).toISOString();
    return { ...work, kind: 'asked', title, message, subject: await this.values.keep(subject, of), rules: { ...rules, deadlineAt } };
  }

  /** What a node gave, with large values put away. @throws NodeFailure, StorageError */
  async result(work: NodeWork, outcome: NodeOutcome, { runId }: RunState, orgId: string): Promise<NodeResult> {
    if (outcome.stop) return { ...work, kind: 'stopped', ...outcome.stop };
    const outputs: Record<string, PortValue> = {};
    for (const [port, value] of Object.entries(outcome.outputs)) outputs[port] = await this.values.keep(value, { orgId, runId });
    const bytes = (outcome.quantities?.storage_bytes ?? 0) + storedBytes(outputs);
    const quantities = { ...outcome.quantities, ...(bytes > 0 && { storage_bytes: bytes }) };
    return { ...work, kind: 'completed', outputs, cost: outcome.cost ?? null, quantities };
  }
}

/** @throws what is no failure of the node */
async function orFailed<T>(work: NodeWork, result: () => Promise<T>): Promise<T | NodeResult> {
  try {
    return await result();
  } catch (error) {
    if (!(error instanceof NodeFailure)) throw error;
    const { code, message, retryable } = error;
    return { ...work, kind: 'failed', code, message, retryable };
  }
}

/** The run with these results. */
export const withResults = (run: RunState, results: readonly NodeResult[], at: string): RunState =>
  results.length === 0 ? run : runAfter(run, results, at);
