import { describe, expect, it } from '@jest/globals';
import { type EventStore } from '#eventing';
import { type Clock } from '#platform';
import { type StepFiles } from '#steps';
import { type Task, type TaskContext } from '#tasks';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { type RunValues } from '../../../run/application/run-values.js';
import { workflowRun } from '../../../run/domain/workflow-run.decider.js';
import { type WorkflowRun } from '../../../run/domain/workflow-run.state.js';
import { AT, RUN_ID, runOf, started } from '../../../testing/builders.js';
import { EndItems, OpenMap } from '../../domain/workflow-map.commands.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { type WorkflowMap } from '../../domain/workflow-map.state.js';
import { type Item, type ItemRun } from '../item-run.js';
import { RunItemTask } from './run-item.task.js';

const MAP_ID = '0199a000-0000-7000-8000-000000000030';
const COUNT = 7;
const TOGETHER = 3;
const topology = { nodes: [], edges: [], outputs: null, ladders: [] };
const list = Array.from({ length: COUNT }, (_, value) => ({ type: 'number' as const, value }));
const of = { mapId: MAP_ID, runId: RUN_ID, node: 'each', take: 0, round: 0, topology, queue: 'script' as const };
const how = { count: COUNT, concurrency: 2, together: TOGETHER, onItemError: 'skip' as const, tolerate: null };
const open = new OpenMap({ ...of, ...how, items: { type: 'json', value: list } }, AT);
const MAP = workflowMap.decide(open, workflowMap.initialState).reduce(workflowMap.evolve, workflowMap.initialState);

const running: WorkflowRunEvent = {
  type: 'NodeStarted',
  data: { runId: RUN_ID, node: 'each', take: 0, rung: 0, model: null, startedAt: AT, until: null, more: false },
};
const after = (...events: WorkflowRunEvent[]): WorkflowRun =>
  [...started(runOf('each')), ...events].reduce((run, event) => workflowRun.evolve(run, event), workflowRun.initialState);
const RUN = after(running);

/** @param known by this process: the map, and the run; null: nothing is */
function world(known: { readonly map: WorkflowMap | null; readonly run: WorkflowRun | null }, stored: WorkflowRun = RUN) {
  const reads: string[] = [];
  const done: Item[] = [];
  const seen: WorkflowRun[] = [];
  const store = {
    known: ({ name }: { name: string }) => {
      const state = name === workflowMap.name ? known.map : known.run;
      return state && { state };
    },
    load: async ({ name }: { name: string }) => {
      reads.push(name);
      return { state: name === workflowMap.name ? MAP : stored };
    },
  };
  const items = {
    run: async (run: WorkflowRun, item: Item) => {
      seen.push(run);
      done.push(item);
      return { output: null, error: null, isFallback: false, costs: [], quantities: {}, ends: [] };
    },
  };
  const values = { read: async (value: object) => value };
  const files = { contextOf: (context: object) => context };
  const task = new RunItemTask(
    ...([store, items, values, files, { now: () => AT }] as unknown as [EventStore, ItemRun, RunValues, StepFiles, Clock]),
  );
  return { task, reads, done, seen };
}

const asked = (index: number) => ({ payload: { mapId: MAP_ID, runId: RUN_ID, index }, orgId: 'org' }) as Task<never>;
const context = { signal: new AbortController().signal } as TaskContext;

describe('a task of a list', () => {
  it('goes through its items in their order, records their ends in one decision, and reads nothing that this process knows', async () => {
    const { task, reads, done } = world({ map: MAP, run: RUN });
    const { command } = (await task.run(asked(3), context)) as { command: EndItems };
    expect(command).toBeInstanceOf(EndItems);
    expect(command.data.ends.map(({ index }) => index)).toEqual([3, 4, 5]);
    expect(done.map(({ index, value }) => [index, value.value])).toEqual([3, 4, 5].map((index) => [index, index]));
    expect(reads).toEqual([]);
    await task.run(asked(6), context);
    expect(done.slice(3).map(({ index }) => index)).toEqual([6]);
  });

  it('goes by the log where this process does not know that the list is gone through', async () => {
    for (const run of [null, after()]) {
      const { task, reads, seen } = world({ map: null, run });
      await task.run(asked(0), context);
      expect([reads, seen[0]]).toEqual([[workflowMap.name, workflowRun.name], RUN]);
    }
  });

  it('does nothing where nobody waits for it', async () => {
    const cancelled = after(running, { type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } });
    const { task, done } = world({ map: MAP, run: cancelled }, cancelled);
    await expect(task.run(asked(0), context)).rejects.toMatchObject({ code: 'not_waited_for' });
    expect(done).toEqual([]);
  });
});
