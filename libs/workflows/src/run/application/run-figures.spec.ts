import { describe, expect, it } from '@jest/globals';
import { type SignedUrls } from '#assets';
import { type EventStore } from '#eventing';
import { type WorkflowMapEvent } from '../../contracts/workflow-map.events.js';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { mapIdOf } from '../../map/application/maps.js';
import { itemTaskId } from '../../map/application/process-managers/run-maps.process-manager.js';
import { type WorkflowMap } from '../../map/domain/workflow-map.state.js';
import { workflowMap } from '../../map/domain/workflow-map.decider.js';
import { AT, failed, ok, RUN_ID, runOf, started } from '../../testing/builders.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { nodeTaskId } from './process-managers/run-nodes.process-manager.js';
import { spareOfNodes } from './run-charges.js';
import { RunFigures } from './run-figures.js';
import { runView } from './run.view.js';

const paid = (amountMicros: number) => ({ provider: 'kie', model: 'kie/x', units: 1, amountMicros });
const made = (events: readonly WorkflowRunEvent[]): RunState =>
  events.reduce((state, event) => workflowRun.evolve(state, event), workflowRun.initialState) as RunState;
const reopened = (nodes: readonly string[]): WorkflowRunEvent => ({
  type: 'NodesReopened',
  data: { runId: RUN_ID, from: nodes[0] ?? '', nodes, feedback: 'brighter', reopenedAt: AT, more: false },
});
const item = (index: number, costs: readonly ReturnType<typeof paid>[], isBroken = false): WorkflowMapEvent => ({
  type: 'MapItemEnded',
  data: {
    ...{ mapId: 'm', runId: RUN_ID, index, output: null, isFallback: false, costs, quantities: {}, endedAt: AT },
    error: isBroken ? { code: 'broken', message: 'it broke', retryable: false } : null,
  },
});
const list = (count: number, ...ends: readonly WorkflowMapEvent[]) => {
  const opened = {
    mapId: 'm',
    runId: RUN_ID,
    node: 'm',
    take: 0,
    round: 0,
    items: { type: 'json', value: [] },
    count,
    concurrency: 2,
    together: 1,
  } as const;
  const topology = { nodes: [], edges: [], outputs: null, ladders: [] };
  const first: WorkflowMapEvent = {
    type: 'MapOpened',
    data: { ...opened, onItemError: 'skip', tolerate: null, topology, queue: 'script', openedAt: AT },
  };
  return [first, ...ends].reduce((state, event) => workflowMap.evolve(state, event), workflowMap.initialState);
};

/** Streams by their ids. */
const figuresOf = (streams: Readonly<Record<string, unknown>>) => {
  const loadMany = async (_: unknown, ids: readonly string[]) =>
    new Map(ids.map((id) => [id, { state: streams[id] ?? { status: 'absent' }, version: 1 }]));
  return new RunFigures({ loadMany } as unknown as EventStore);
};
const urls = { signPath: (path: string) => path } as unknown as SignedUrls;
const costs = async (run: RunState, streams: Readonly<Record<string, unknown>> = {}) => {
  const view = runView(run, urls, await figuresOf(streams).ofOne(run));
  return { run: view.cost, nodes: Object.fromEntries(view.nodes.map(({ id, cost, items }) => [id, { ...cost, items }])) };
};

describe('what a run has cost', () => {
  it('counts every take of a node, and the sum of all nodes', async () => {
    const run = made([
      ...started(runOf('a', 'b')),
      ok('a').event({ cost: paid(700) }),
      ok('b').event({ cost: paid(50) }),
      reopened(['a']),
      ok('a').event({ take: 1, cost: paid(300) }),
    ]);
    const { run: sum, nodes } = await costs(run);
    expect(sum).toEqual({ amountMicros: 1_050, savedMicros: 0, currency: 'USD' });
    expect(nodes).toMatchObject({ a: { amountMicros: 1_000, items: null }, b: { amountMicros: 50 } });
  });

  it('counts items of a map as they end, in each of its takes', async () => {
    const run = made([...started(runOf('m').type('m', 'Map')), reopened(['m'])]);
    const streams = {
      [mapIdOf(RUN_ID, 'm', 0)]: list(2, item(0, [paid(10), paid(1)]), item(1, [paid(20)])),
      [mapIdOf(RUN_ID, 'm', 1)]: list(3, item(1, [paid(5)], true)),
    };
    const { run: sum, nodes } = await costs(run, streams);
    expect([sum.amountMicros, nodes['m']]).toEqual([36, { amountMicros: 36, savedMicros: 0, items: { total: 3, done: 1, failed: 1 } }]);
    expect((await costs(run)).nodes['m']).toEqual({ amountMicros: 0, savedMicros: 0, items: null });
  });

  it('counts what was charged for takes that came to nothing, at the node they were for; what nobody knows a node for, in the run', async () => {
    const ladders = runOf('a', 'm', 'c').type('m', 'Map');
    const before = made([
      ...started(ladders),
      ok('a').event({ cost: paid(700) }),
      reopened(['a']),
      failed('c').event({ handling: 'continue' }),
    ]);
    const streams = { [mapIdOf(RUN_ID, 'm', 0)]: list(2, item(0, [paid(10)]), item(1, [], true)) };
    const mapId = mapIdOf(RUN_ID, 'm', 0);
    const byTask = new Map([
      [nodeTaskId(RUN_ID, 'a', 0, 0), 700],
      [nodeTaskId(RUN_ID, 'a', 1, 0), 300],
      ...([10, 20] as const).map((micros, index) => [itemTaskId('m', index), micros] as const),
      [nodeTaskId(RUN_ID, 'c', 0, 0), 50],
      ['nobody knows', 7],
    ]);
    const lists = new Map([[mapId, streams[mapId] as WorkflowMap]]);
    const nodes = spareOfNodes(before, lists, byTask, 377);
    expect(nodes).toEqual([
      { node: 'a', amountMicros: 300 },
      { node: 'm', amountMicros: 20 },
      { node: 'c', amountMicros: 50 },
    ]);
    const run = workflowRun.evolve(before, { type: 'RunCharged', data: { runId: RUN_ID, amountMicros: 377, nodes, chargedAt: AT } });
    const shown = await costs(run as RunState, streams);
    expect(shown.run.amountMicros).toBe(1_087);
    expect(shown.nodes).toMatchObject({ a: { amountMicros: 1_000 }, m: { amountMicros: 30 }, c: { amountMicros: 50 } });
    // Never more than there is in all.
    expect(spareOfNodes(before, lists, byTask, 310)).toEqual([
      { node: 'a', amountMicros: 300 },
      { node: 'm', amountMicros: 10 },
    ]);
  });

  it('says what was saved, as whoever made it has paid it, also over several hands', async () => {
    const other = (runId: string, change: object) => ({ ...made([...started(runOf('x')), ok('x').event(change)]), runId });
    const run = made([...started(runOf('a')), ok('a').event({ digest: 'd', from: 'second' })]);
    const streams = { second: other('second', { digest: 'd', from: 'first' }), first: other('first', { digest: 'd', cost: paid(900) }) };
    expect((await costs(run, streams)).run).toEqual({ amountMicros: 0, savedMicros: 900, currency: 'USD' });
    // The maker was deleted, or has made something else since.
    expect((await costs(run, { second: streams.second })).run.savedMicros).toBe(0);
    const otherwise = { ...streams, first: other('first', { digest: 'e', cost: paid(900) }) };
    expect((await costs(run, otherwise)).run.savedMicros).toBe(0);
  });
});
