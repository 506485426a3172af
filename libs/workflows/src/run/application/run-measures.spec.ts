import { afterAll, describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { ToldMetrics } from '#platform/testing';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { failed, ok, RUN_ID, runOf, skippedNodes, started } from '../../testing/builders.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type WorkflowRun } from '../domain/workflow-run.state.js';
import { RunMeasures } from './run-measures.js';

const metrics = new ToldMetrics();
afterAll(() => metrics.end());

const at = (second: number): string => new Date(Date.UTC(2026, 10, 28, 10, 0, second)).toISOString();
const began = (node: string, second: number): WorkflowRunEvent => ({
  type: 'NodeStarted',
  data: { runId: RUN_ID, node, take: 0, rung: 0, model: null, until: null, more: false, startedAt: at(second) },
});
const completed: WorkflowRunEvent = { type: 'RunCompleted', data: { runId: RUN_ID, completedAt: at(9) } };
const broke: WorkflowRunEvent = {
  type: 'RunFailed',
  data: { runId: RUN_ID, node: null, code: 'broken', message: 'it broke', retryable: false, failedAt: at(9) },
};

/** A log of its own, and runs that are what has happened to them. */
function measured() {
  let tell: (events: readonly Recorded[]) => void = () => undefined;
  let run: WorkflowRun = workflowRun.initialState;
  const loads: string[][] = [];
  const spec = { isBroken: false };
  const loadMany = async (_: unknown, ids: readonly string[]) => {
    loads.push([...ids]);
    if (spec.isBroken) throw new Error('away');
    return new Map(ids.map((id) => [id, { state: id === RUN_ID ? run : workflowRun.initialState, version: 1 }]));
  };
  const onAdvance = (listener: typeof tell) => {
    tell = listener;
    return () => void (tell = () => undefined);
  };
  const measures = new RunMeasures({ onAdvance }, { loadMany } as never);
  measures.start();
  const happen = (...events: readonly WorkflowRunEvent[]): void => {
    run = events.reduce(workflowRun.evolve, run);
    tell(events as unknown as readonly Recorded[]);
  };
  return { measures, happen, tell: (...events: readonly object[]) => tell(events as readonly Recorded[]), loads, spec };
}
const counts = async () => [...(await metrics.of('kadr_workflow_runs_finished')), ...(await metrics.of('kadr_workflow_nodes'))];

describe('what a leader tells of runs', () => {
  it('is how they ended and by what they were started, what became of each node, and how long the work on it took', async () => {
    const { measures, happen } = measured();
    const run = runOf('a', 'b', 'c', 'd', 'e').type('a', 'Voice.TTS').type('b', 'Image.Generate').type('c', 'Text.Template').light('c');
    happen(...started(run), began('a', 0), began('b', 1), ok('a').event({ completedAt: at(4) }));
    happen(ok('b').event({ completedAt: at(3), from: 'another run' }), ok('c').event({ completedAt: at(3) }));
    happen(began('d', 2), failed('d').event({ failedAt: at(8) }), skippedNodes(['e'], false), broke);
    await measures.look();
    await measures.look();
    expect(await counts()).toEqual([
      'outcome=failed,trigger=api 1',
      ...['type=Branch,outcome=failed 1', 'type=Branch,outcome=skipped 1', 'type=Image.Generate,outcome=cached 1'],
      ...['type=Text.Template,outcome=succeeded 1', 'type=Voice.TTS,outcome=succeeded 1'],
    ]);
    // What was taken over, and what is done in passing, took nobody's time.
    expect(await metrics.of('kadr_workflow_node_duration_seconds')).toEqual(['type=Branch 1 6', 'type=Voice.TTS 1 4']);
  });

  it('is told when the store is back, once, and not of what another process tells', async () => {
    const { measures, happen, loads, spec } = measured();
    const before = await counts();
    happen(...started(runOf('a')), ok('a').event({ completedAt: at(1) }), completed);
    spec.isBroken = true;
    await expect(measures.look()).rejects.toThrow('away');
    expect(await counts()).toEqual(before);
    spec.isBroken = false;
    await measures.look();
    expect(await counts()).toContain('outcome=completed,trigger=api 1');
    happen(broke);
    measures.forget();
    await measures.look();
    expect(loads).toHaveLength(2);
    expect((await counts()).filter((one) => one.startsWith('outcome=failed'))).toEqual(['outcome=failed,trigger=api 1']);
  });

  it('is nothing of other streams and of runs that are gone, and of no more than it can keep', async () => {
    const { measures, tell, loads } = measured();
    tell({ type: 'JobCompleted', data: { videoId: 'v' } });
    await measures.look();
    expect(loads).toEqual([]);
    const before = await counts();
    tell(...Array.from({ length: 10_300 }, (_, i) => ({ type: 'RunCompleted', data: { runId: `gone-${i}`, completedAt: at(0) } })));
    await measures.look();
    expect(loads.flat()).toHaveLength(10_000);
    expect(await counts()).toEqual(before);
  });
});
