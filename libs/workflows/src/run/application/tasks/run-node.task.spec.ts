import { describe, expect, it } from '@jest/globals';
import { type EventStore } from '#eventing';
import { type Clock } from '#platform';
import { type StepFiles } from '#steps';
import { type Task, type TaskContext } from '#tasks';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { AT, ok, RUN_ID, runOf, started } from '../../../testing/builders.js';
import { LIGHT_NODES, NodeTypes } from '../../../graph/application/catalogue.js';
import { delay } from '../../../nodes/outside/delay.node.js';
import { type MapDigests } from '../../../map/application/map-digests.js';
import { type Maps } from '../../../map/application/maps.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { type WorkflowRun } from '../../domain/workflow-run.state.js';
import { type KnownResults } from '../known-results.js';
import { type NodeCalls } from '../node-calls.js';
import { type NodeTimes } from '../node-times.js';
import { type RunAhead } from '../run-ahead.js';
import { RunNodeTask } from './run-node.task.js';

const UNTIL = '2026-11-28T10:00:01.000Z';
const waits: WorkflowRunEvent = {
  type: 'NodeStarted',
  data: { runId: RUN_ID, node: 'wait', take: 0, rung: 0, model: null, startedAt: AT, until: UNTIL, more: false },
};
const after = (...events: WorkflowRunEvent[]): WorkflowRun =>
  [...started(runOf('wait', 'beside')), ...events].reduce((run, event) => workflowRun.evolve(run, event), workflowRun.initialState);

describe('a task of a run', () => {
  /** @param stored as the log says @param known as this process believes; null: it knows nothing */
  const world = (stored: WorkflowRun, known: WorkflowRun | null) => {
    let reads = 0;
    const seen: WorkflowRun[] = [];
    const store = {
      known: () => known && { state: known },
      load: async () => {
        reads += 1;
        return { state: stored };
      },
    };
    const execute = async (): Promise<object> => ({ outputs: {} });
    const calls = {
      prepare: async (run: WorkflowRun) => {
        seen.push(run);
        return { type: { type: 'Delay', weight: 'task', waits: true, execute }, call: {}, graph: {}, limitMs: null };
      },
    };
    const ahead = {
      result: async (work: object) => ({ ...ok('wait'), ...work }),
      from: async (run: WorkflowRun, first: readonly object[]) => {
        seen.push(run);
        return first;
      },
    };
    const results = { digestOf: () => 'digest', find: async () => null };
    const files = { contextOf: (context: object) => context };
    const types = new NodeTypes([delay(() => UNTIL), ...LIGHT_NODES]);
    const clock = { now: () => UNTIL, nowMs: () => Date.parse(UNTIL) };
    const task = new RunNodeTask(
      ...([store, calls, ahead, results] as unknown as [EventStore, NodeCalls, RunAhead, KnownResults]),
      ...([{}, {}, files, { note: () => undefined }] as unknown as [Maps, MapDigests, StepFiles, NodeTimes]),
      ...([types, clock] as unknown as [NodeTypes, Clock]),
    );
    return { task, seen, reads: () => reads };
  };
  const payload = { runId: RUN_ID, node: 'wait', take: 0, rung: 0, mayWait: true, until: UNTIL };
  const asked = { payload, orgId: 'org' } as unknown as Task<typeof payload>;
  const context = { signal: new AbortController().signal } as TaskContext;

  it('that has waited reads nothing and says nothing of its beginning where this process knows the run', async () => {
    const run = after(waits);
    const { task, seen, reads } = world(run, run);
    expect(task.begin(asked)).toBeNull();
    const decision = await task.run(asked, context);
    expect(decision).toMatchObject({ id: RUN_ID, command: { type: 'RecordNodes' } });
    expect([reads(), seen]).toEqual([0, [run, run]]);
  });

  it('goes by the log where nothing is known of the run, or nothing of the beginning', async () => {
    for (const known of [null, after(), after(waits, ok('wait').event())]) {
      const { task, seen, reads } = world(after(waits), known);
      expect(task.begin(asked)).toMatchObject({ command: { type: 'BeginNode' } });
      await task.run(asked, context);
      expect([reads() > 0, seen[0]]).toEqual([true, after(waits)]);
    }
  });

  it('says of short work in this house with its end that it has begun, and of no other', async () => {
    const of = { runId: RUN_ID, node: 'wait', take: 0, rung: 0, mayWait: true };
    const given = { payload: of, orgId: 'org' } as unknown as Task<typeof payload>;
    const typed = (type: string, change = (run: ReturnType<typeof runOf>) => run): WorkflowRun =>
      started(change(runOf('wait', 'beside').type('wait', type))).reduce((run, event) => workflowRun.evolve(run, event), after());
    const run = typed('Delay');
    const { task, reads } = world(run, run);
    expect(task.mayBeginLate(given)).toBe(true);
    const { command } = (await task.run(given, context)) as { command: { data: object } };
    expect([reads(), command.data]).toEqual([0, expect.objectContaining({ begun: { node: 'wait', take: 0, rung: 0, at: UNTIL } })]);
    const others = [
      typed('Branch'),
      typed('Delay', (one) => one.ladder('wait', ['p:m'])),
      typed('Unheard.Of'),
      after(waits, ok('wait').event()),
    ];
    for (const other of others) expect(world(other, other).task.mayBeginLate(given)).toBe(false);
    expect(world(run, null).task.mayBeginLate(given)).toBe(false);
  });

  it('that said before that it has begun does not say so again', async () => {
    const run = after(waits);
    const { task } = world(run, run);
    const { command } = (await task.run(asked, context)) as { command: { data: object } };
    expect(command.data).not.toHaveProperty('begun');
  });

  it('is judged by what this process has recorded while it was worked on', async () => {
    const later = after(waits, ok('beside').event());
    const { task, seen } = world(later, after(waits));
    const store = (task as unknown as { store: { known: () => object } }).store;
    const [first] = [store.known()];
    let asks = 0;
    store.known = () => ((asks += 1) === 1 ? first : { state: later }) as object;
    await task.run(asked, context);
    expect(seen).toEqual([after(waits), later]);
  });
});
