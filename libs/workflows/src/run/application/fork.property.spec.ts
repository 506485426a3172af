import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventStore } from '#eventing';
import { type Database } from '#platform';
import { type Task } from '#tasks';
import { type NodeType, type TypedValue } from '../../nodes/node-type.js';
import { AT, requestRun, runOf } from '../../testing/builders.js';
import { workflowsConfig } from '../../workflows.config.js';
import { isLive } from '../domain/fate.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type NodeResult, RequestRun } from '../domain/workflow-run.commands.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { KnownResults } from './known-results.js';
import { type PreparedNode } from './node-calls.js';
import { withResults } from './run-ahead.js';
import { type RunValues } from './run-values.js';
import { type StockTaken } from './stock-taken.js';

/** Nodes of a graph: what each says by itself, which nodes it takes in, and whether what comes in shows in what it gives. */
interface Plan {
  readonly nodes: readonly { readonly says: number; readonly sources: readonly number[]; readonly absorbs: boolean }[];
  /** What they say in the fork, where it is something else. */
  readonly changes: readonly { readonly at: number; readonly says: number }[];
  readonly fresh: readonly number[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  nodes: fc.array(fc.record({ says: fc.nat(3), sources: fc.array(fc.nat(), { maxLength: 3 }), absorbs: fc.boolean() }), {
    minLength: 1,
    maxLength: 20,
  }),
  changes: fc.array(fc.record({ at: fc.nat(), says: fc.nat(3) }), { maxLength: 3 }),
  fresh: fc.array(fc.nat(), { maxLength: 1 }),
});

const TYPE = { type: 'Paint', version: 1, weight: 'task' } as unknown as NodeType;
const TASK = { orgId: 'o' } as Task;

/** Runs whose results are known, by their ids. */
const runs = new Map<string, RunState>();
const known = new KnownResults(
  {} as Database,
  { load: async (_: unknown, id: string) => ({ state: runs.get(id) ?? { status: 'absent' } }) } as unknown as EventStore,
  { copied: async (outputs: object) => ({ outputs, bytes: 0 }) } as unknown as RunValues,
  {} as StockTaken,
  workflowsConfig({}),
);

const sourcesOf = ({ nodes }: Plan, index: number): number[] =>
  index === 0 ? [] : [...new Set((nodes[index]?.sources ?? []).map((one) => one % index))];

function begun(plan: Plan, runId: string, lineage: RunState['lineage']): RunState {
  const run = runOf(...plan.nodes.map((_, index) => `n${index}`));
  plan.nodes.forEach((_, index) => sourcesOf(plan, index).forEach((from) => run.edge(`n${from}.out`, `n${index}.in`, 'some')));
  const { data } = requestRun(run);
  const events = workflowRun.decide(new RequestRun({ ...data, runId, lineage }, AT), workflowRun.initialState);
  return events.reduce(workflowRun.evolve, workflowRun.initialState) as RunState;
}

/** @returns the run at its end, and the nodes that had to be made, in their order */
async function carriedOut(plan: Plan, says: readonly number[], runId: string, lineage: RunState['lineage'] = null) {
  let state = begun(plan, runId, lineage);
  const made: number[] = [];
  for (let index = 0; state.status === 'running'; index = state.nodes.findIndex(({ status }) => status === 'asked')) {
    const arrived = state.topology.edges.filter((edge) => edge.to === index && isLive(state, edge));
    const values = arrived.map(({ from, out }) => state.nodes[from]?.outputs[out] as TypedValue);
    const params = { says: says[index] };
    const prepared = { type: TYPE, call: { params, inputs: { in: values }, sources: {}, given: undefined, input: null } };
    const work = { node: `n${index}`, take: 0, rung: 0 };
    const digest = known.digestOf(state, index, prepared as unknown as PreparedNode);
    const taken = await known.find(state, index, work, digest, TYPE, TASK);
    if (!taken) made.push(index);
    const value = JSON.stringify([says[index], plan.nodes[index]?.absorbs ? [] : values]).slice(-200);
    const result: NodeResult = taken ?? {
      ...{ ...work, kind: 'completed', outputs: { out: { type: 'text', value } }, cost: null, quantities: {}, digest },
    };
    state = withResults(state, [result], AT);
  }
  runs.set(runId, state);
  return { state, made };
}

/** The nodes whose own words, or what comes into them, are otherwise than in the origin; and those that are to be made anew. */
function mustBeMade(
  plan: Plan,
  now: { readonly says: readonly number[]; readonly fresh: ReadonlySet<number> },
  before: RunState,
  after: RunState,
) {
  const outputOf = (run: RunState, index: number): string => JSON.stringify(run.nodes[index]?.outputs['out']);
  return plan.nodes.flatMap((node, index) => {
    const isOtherwise =
      node.says !== now.says[index] || sourcesOf(plan, index).some((from) => outputOf(before, from) !== outputOf(after, from));
    return isOtherwise || now.fresh.has(index) ? [index] : [];
  });
}

describe('any fork', () => {
  it('makes what is otherwise than in its origin or is to be made anew, and never anything else', async () => {
    let reused = 0;
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        runs.clear();
        const before = plan.nodes.map(({ says }) => says);
        const says = plan.changes.reduce((all, { at, says: other }) => all.with(at % all.length, other), before);
        const fresh = new Set(plan.fresh.map((one) => one % before.length));
        const origin = await carriedOut(plan, before, 'origin');
        expect(origin.made.length).toBe(before.length);
        const lineage = { runId: 'origin', fresh: [...fresh].map((index) => `n${index}`) };
        const fork = await carriedOut(plan, says, 'fork', lineage);
        expect([origin.state.status, fork.state.status]).toEqual(['completed', 'completed']);
        expect(fork.made).toEqual(mustBeMade(plan, { says, fresh }, origin.state, fork.state));
        // A fork of the fork with nothing changed makes nothing.
        expect((await carriedOut(plan, says, 'again', { runId: 'fork', fresh: [] })).made).toEqual([]);
        reused += before.length - fork.made.length;
      }),
      { seed: 5, numRuns: 200 },
    );
    expect(reused).toBeGreaterThan(200);
  });
});
