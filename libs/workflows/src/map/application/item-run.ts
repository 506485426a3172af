import { Injectable } from '@nestjs/common';
import { StorageError } from '#assets';
import { Clock, fingerprintOf } from '#platform';
import { type ProviderCost, queueFor, type StepContext } from '#steps';
import { type PortValue } from '../../contracts/values.js';
import { type RunTopology, type UsedQuantities } from '../../contracts/workflow-run.events.js';
import { GraphJudge } from '../../graph/application/graph-judge.js';
import { GraphStore } from '../../graph/application/graph-store.js';
import { type TypedValue } from '../../nodes/node-type.js';
import { partContext, someAtATime } from '../../nodes/part-context.js';
import { NodeCalls, type PreparedNode } from '../../run/application/node-calls.js';
import { type NodeEnd } from '../../run/application/node-measures.js';
import { NodeTimes } from '../../run/application/node-times.js';
import { RunAhead, withResults } from '../../run/application/run-ahead.js';
import { RunValues } from '../../run/application/run-values.js';
import { skipped } from '../../run/domain/fate.js';
import { isFilm } from '../../run/domain/run.quota.js';
import { GiveUpNode, type NodeResult, type NodeWork } from '../../run/domain/workflow-run.commands.js';
import { workflowRun } from '../../run/domain/workflow-run.decider.js';
import { evolve, FRESH } from '../../run/domain/workflow-run.evolve.js';
import { type Failure, modelAt, type RunState } from '../../run/domain/workflow-run.state.js';
import { ItemMemory } from './item-memory.js';
import { planMap } from './map-items.js';
import { type ItemOutcome, resultsOf } from './map-results.js';

/** One item of a map, and where it stands. */
export interface Item {
  /** Id of the map. */
  readonly map: string;
  readonly value: TypedValue;
  readonly index: number;
  /** Of the nodes inside. */
  readonly topology: RunTopology;
  /** Of the map, or the one around it that a run goes through: made again, its items are others. */
  readonly take: number;
  /** Unique within the task: '' for the item that the task is about. */
  readonly place: string;
}

export interface ItemResult {
  readonly output: PortValue | null;
  readonly error: Failure | null;
  readonly isFallback: boolean;
  readonly costs: readonly ProviderCost[];
  readonly quantities: UsedQuantities & { readonly videos?: number };
  /** Nodes inside that were settled, those of maps inside included. */
  readonly ends: readonly NodeEnd[];
}

/** What is used on the way, whatever comes of it. */
interface Bill {
  readonly costs: ProviderCost[];
  readonly quantities: Record<string, number>;
  readonly ends: NodeEnd[];
  /** Of nodes of this item by their ids, in this attempt. */
  readonly seconds: Map<string, number>;
}

/**
 * Does the nodes inside of a map with one item, one after another, by the rules of a run: the same branches, failures with their
 * policies, and models that stand in. Nothing of it is recorded but its end.
 */
@Injectable()
export class ItemRun {
  constructor(
    private readonly calls: NodeCalls,
    private readonly ahead: RunAhead,
    private readonly values: RunValues,
    private readonly memory: ItemMemory,
    private readonly judge: GraphJudge,
    private readonly graphs: GraphStore,
    private readonly times: NodeTimes,
    private readonly clock: Clock,
  ) {}

  /**
   * @param parent the run, or the item around this one
   * @throws what a node throws whose model may have another try
   */
  async run(parent: RunState, item: Item, context: StepContext): Promise<ItemResult> {
    const bill: Bill = { costs: [], quantities: {}, ends: [], seconds: new Map() };
    const ended = await this.through(await this.begun(parent, item, context), item, bill, context);
    const { failure, topology, nodes } = ended;
    const [each] = topology.outputs ?? [];
    const output = failure || !each ? null : (nodes[each.node]?.outputs[each.port] ?? null);
    const { costs, quantities, ends } = bill;
    ends.push(...endsOf(parent, ended, item, bill));
    const error = failure && { code: failure.code, message: failure.message, retryable: failure.retryable };
    return { output, error, isFallback: nodes.some(({ isFallback }) => isFallback), costs, quantities, ends };
  }

  /** The nodes inside, with what comes from outside in place. */
  private async begun(parent: RunState, { map, value, index, topology }: Item, { orgId }: StepContext): Promise<RunState> {
    const outputs = {
      item: await this.values.keep(value, { orgId, runId: parent.runId }),
      index: { type: 'number', value: index },
    } as const;
    const nodes = topology.nodes.map(({ id }) => {
      if (id === map) return { ...FRESH, status: 'succeeded' as const, outputs };
      return parent.nodes[parent.topology.nodes.findIndex((node) => node.id === id)] ?? FRESH;
    });
    const fresh: RunState = { ...parent, status: 'running', topology, nodes, failure: null, onFailure: 'stop', endedAt: null };
    const state = evolve(fresh, {
      type: 'RunStarted',
      data: { runId: parent.runId, startedAt: this.clock.now(), more: false },
    }) as RunState;
    const dead = skipped(state).map((place) => topology.nodes[place]?.id ?? '');
    const data = { runId: parent.runId, nodes: dead, skippedAt: this.clock.now(), more: false };
    return dead.length === 0 ? state : (evolve(state, { type: 'NodesSkipped', data }) as RunState);
  }

  private async through(begun: RunState, item: Item, bill: Bill, context: StepContext): Promise<RunState> {
    let state = await this.advanced(begun, [], context);
    while (state.status === 'running') {
      context.signal.throwIfAborted();
      const index = state.nodes.findIndex(({ status }, place) => status === 'asked' && state.topology.nodes[place]?.queue !== null);
      if (index < 0) break;
      const { id = '' } = state.topology.nodes[index] ?? {};
      const { take = 0, rung = 0 } = state.nodes[index] ?? {};
      const work = { node: id, take, rung };
      try {
        const result = await this.result(state, index, { work, item, bill }, context);
        charge(bill, result, state.topology.nodes[index]?.type ?? '');
        state = await this.advanced(state, [result], context);
      } catch (error) {
        const failure = lastFailure(error, context);
        if (!failure) throw error;
        const events = workflowRun.decide(new GiveUpNode({ runId: state.runId, ...work, ...failure }, this.clock.now()), state);
        state = events.reduce((before, event) => evolve(before, event) as RunState, state);
        state = await this.advanced(state, [], context);
      }
    }
    return state;
  }

  /** With all that is done in passing. */
  private async advanced(state: RunState, first: readonly NodeResult[], { orgId }: StepContext): Promise<RunState> {
    const at = this.clock.now();
    return withResults(state, await this.ahead.from(state, first, orgId, at), at);
  }

  private async result(
    state: RunState,
    index: number,
    { work, item, bill }: { readonly work: NodeWork; readonly item: Item; readonly bill: Bill },
    context: StepContext,
  ): Promise<NodeResult> {
    const name = memoryName(item, work);
    const known = await this.memory.find(context, name);
    if (known) return known;
    const begunMs = performance.now();
    try {
      return await this.made(state, index, { work, item, bill }, context);
    } finally {
      bill.seconds.set(work.node, (bill.seconds.get(work.node) ?? 0) + (performance.now() - begunMs) / 1000);
    }
  }

  private async made(
    state: RunState,
    index: number,
    { work, item, bill }: { readonly work: NodeWork; readonly item: Item; readonly bill: Bill },
    context: StepContext,
  ): Promise<NodeResult> {
    const name = memoryName(item, work);
    const prepared = await this.calls.prepare(state, index, context.orgId);
    const { type, call, graph } = prepared;
    if (type.weight === 'map') return this.nested(state, prepared, { work, item, bill }, context);
    if (type.weight === 'light') throw new RangeError(`"${type.type}" is done in passing`);
    const { runId } = state;
    const of = {
      runId,
      node: `${item.map}/${item.place}${item.index}/${work.node}`,
      take: item.take,
      origin: state.lineage?.runId ?? null,
      startedAt: null,
      until: null,
      model: modelAt(state, index, work.rung),
    };
    const seed = fingerprintOf([runId, of.node]).readUInt32BE(0) % (2 ** 31 - 1);
    const begunMs = performance.now();
    const outcome = await type.execute({ ...call, ...of, seed, graph, metadata: state.metadata }, await partContext(context, name));
    // What somebody else has made while nobody waited here took longer than this.
    if (of.model === null || queueFor(of.model, type.queue) === type.queue) {
      this.times.note(context.orgId, type.type, of.model, (performance.now() - begunMs) / 1000);
    }
    const result = await this.ahead.result(work, outcome, state, context.orgId);
    await this.memory.keep(context, name, result);
    return result;
  }

  /** A map inside of a map: its items are part of the same piece of work. */
  private async nested(
    state: RunState,
    prepared: PreparedNode,
    { work, item, bill }: { readonly work: NodeWork; readonly item: Item; readonly bill: Bill },
    context: StepContext,
  ): Promise<NodeResult> {
    const plan = planMap(prepared);
    const document = await this.graphs.read(context.orgId, state.document);
    const { topology, listType } = this.judge.compileBody(document, work.node, context.orgId);
    const ends = await someAtATime(plan.items, plan.concurrency, async (value, index): Promise<ItemOutcome> => {
      const inner = { map: work.node, value, index, topology, take: item.take, place: `${item.place}${work.node}/${index}/` };
      const { output, error, costs, quantities, ends: inside } = await this.run(state, inner, context);
      bill.costs.push(...costs);
      bill.ends.push(...inside);
      add(bill, quantities);
      return { output: output && (await this.values.read(output)), error };
    });
    return this.ahead.result(work, resultsOf(ends, { ...plan, listType }), state, context.orgId);
  }
}

const memoryName = ({ place }: Item, { node, rung }: NodeWork): string => `${place}${node}.${rung}`;

/** What became of the nodes inside: not of those that values come from, nor of what the item was stopped before. */
function endsOf(parent: RunState, { topology, nodes }: RunState, { map }: Item, { seconds }: Bill): NodeEnd[] {
  const outside = new Set([map, ...parent.topology.nodes.map(({ id }) => id)]);
  return nodes.flatMap(({ status }, index): NodeEnd[] => {
    const { id = '', type = '' } = topology.nodes[index] ?? {};
    const isSettled = status === 'succeeded' || status === 'failed' || status === 'skipped';
    return isSettled && !outside.has(id) ? [{ type, outcome: status, seconds: seconds.get(id) ?? null }] : [];
  });
}

function charge(bill: Bill, result: NodeResult, type: string): void {
  if (result.kind !== 'completed') return;
  if (result.cost) bill.costs.push(result.cost);
  add(bill, { ...result.quantities, ...(isFilm(type) && { videos: 1 }) });
}

function add({ quantities }: Bill, more: Readonly<Record<string, number>> | ItemResult['quantities']): void {
  for (const [resource, quantity] of Object.entries(more)) quantities[resource] = (quantities[resource] ?? 0) + Number(quantity);
}

/** Why a node has failed for good; null: the work may be tried again, or waits. Failures of the storage are nobody's but its own. */
function lastFailure(error: unknown, { run: { task } }: StepContext): Failure | null {
  if (error instanceof StorageError) return null;
  const { retryable, maxRetries, code } = error as { retryable?: unknown; maxRetries?: unknown; code?: unknown };
  if (typeof retryable !== 'boolean') return null;
  const most = Math.min(task.maxAttempts, typeof maxRetries === 'number' ? maxRetries + 1 : task.maxAttempts);
  if (retryable && task.attempt < most) return null;
  return { code: typeof code === 'string' ? code : 'failed', message: error instanceof Error ? error.message : String(error), retryable };
}
