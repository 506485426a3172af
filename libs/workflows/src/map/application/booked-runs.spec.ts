import { describe, expect, it } from '@jest/globals';
import { type ConsumerProgress, type EventStore } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { RUN_ID, runOf, started } from '../../testing/builders.js';
import { workflowRun } from '../../run/domain/workflow-run.decider.js';
import { type RunState, type WorkflowRun } from '../../run/domain/workflow-run.state.js';
import { workflowMap } from '../domain/workflow-map.decider.js';
import { BookedRuns } from './booked-runs.js';
import { mapIdOf } from './maps.js';

/** @param behind streams whose follower has not come to their end, by consumer */
function booked(state: WorkflowRun, behind: Readonly<Record<string, readonly string[]>>): Promise<boolean> {
  const store = { load: () => Promise.resolve({ state }) } as unknown as EventStore;
  const isHandled = (stream: string, consumers: readonly string[]): Promise<boolean> =>
    Promise.resolve(!consumers.some((name) => behind[name]?.includes(stream)));
  return new BookedRuns(store, { isHandled } as unknown as ConsumerProgress).isBooked(RUN_ID);
}

describe('what a run has used', () => {
  const fresh = started(runOf('list', 'last').type('list', 'Map')).reduce(workflowRun.evolve, workflowRun.initialState) as RunState;
  const again = { ...fresh, nodes: fresh.nodes.map((node) => ({ ...node, take: 1 })) };
  const mapOf = (take: number): string => streamIdOf(workflowMap, mapIdOf(RUN_ID, 'list', take));

  it('is booked once the followers of the run and of each of its maps have come to the end', async () => {
    expect(await booked(fresh, {})).toBe(true);
    expect(await booked(fresh, { 'workflows.account-for-run': [streamIdOf(workflowRun, RUN_ID)] })).toBe(false);
    expect(await booked(fresh, { 'workflows.account-for-map': [mapOf(0)] })).toBe(false);
    expect(await booked(again, { 'workflows.account-for-map': [mapOf(0)] })).toBe(false);
    expect(await booked(again, { 'workflows.account-for-map': [mapOf(1)] })).toBe(false);
    expect(await booked(fresh, { 'workflows.account-for-map': [mapOf(1)] })).toBe(true);
  });

  it('is all that can be known of one that was deleted', async () => {
    expect(await booked({ status: 'absent' } as WorkflowRun, {})).toBe(true);
  });
});
