import { describe, expect, it } from '@jest/globals';
import { AT, ok, runOf, started } from '../../testing/builders.js';
import { LIGHT_NODES, NodeTypes } from '../../graph/application/catalogue.js';
import { delay } from '../../nodes/outside/delay.node.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { type NodeCalls } from './node-calls.js';
import { RunAhead } from './run-ahead.js';
import { type RunValues } from './run-values.js';

const SECONDS = { now: 0, later: 5 };

/** Waits side by side behind one node. @returns the run in which all but the first are asked for, and whom a judge has looked at */
function fan(waits: readonly string[], seconds: number) {
  const graph = waits.reduce((run, id) => run.type(id, 'Delay').edge('first.out', `${id}.in`), runOf('first', ...waits, 'last'));
  const before = started(graph).reduce((run, event) => workflowRun.evolve(run, event), workflowRun.initialState);
  const type = delay(() => AT);
  const judged: string[] = [];
  const calls = {
    prepare: async ({ topology }: RunState, index: number) => {
      judged.push(topology.nodes[index]?.id ?? '');
      return { type, call: { params: { seconds } }, limitMs: null };
    },
  };
  const ahead = new RunAhead(calls as unknown as NodeCalls, {} as RunValues, new NodeTypes([type, ...LIGHT_NODES]));
  return { ahead, judged, before: before as RunState, after: workflowRun.evolve(before, ok('first').event()) as RunState };
}

describe('what begins with a wait', () => {
  it('is judged by whose result has made it possible', async () => {
    const { ahead, before, judged } = fan(['a', 'b', 'c'], SECONDS.later);
    const results = await ahead.from(before, [ok('first')], 'org', AT);
    expect(judged).toEqual(['a', 'b', 'c']);
    expect(results.slice(1)).toEqual(['a', 'b', 'c'].map((node) => expect.objectContaining({ node, kind: 'waits' })));
  });

  it('is not judged again with each result beside it', async () => {
    const { ahead, after, judged } = fan(['a', 'b', 'c'], SECONDS.now);
    const results = await ahead.from(after, [ok('a')], 'org', AT);
    expect([results.length, judged]).toEqual([1, []]);
  });

  it('is judged by who looks at a run without a result, whatever it was asked for by', async () => {
    const { ahead, after, judged } = fan(['a', 'b'], SECONDS.later);
    const results = await ahead.from(after, [], 'org', AT);
    expect([judged, results.length]).toEqual([['a', 'b'], 2]);
  });
});
