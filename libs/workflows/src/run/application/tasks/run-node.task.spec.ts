import { describe, expect, it } from '@jest/globals';
import { type EventStore } from '#eventing';
import { type Clock } from '#platform';
import { type StepFiles } from '#steps';
import { type Task, type TaskContext } from '#tasks';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { AT, ok, RUN_ID, runOf, started } from '../../../testing/builders.js';
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
    const clock = { now: () => UNTIL, nowMs: () => Date.parse(UNTIL) };
    const task = new RunNodeTask(
      ...([store, calls, ahead, results] as unknown as [EventStore, NodeCalls, RunAhead, KnownResults]),
      ...([{}, {}, files, { note: () => undefined }, clock] as unknown as [Maps, MapDigests, StepFiles, NodeTimes, Clock]),
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
