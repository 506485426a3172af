import { describe, expect, it } from '@jest/globals';
import { processManager, recorded } from '#eventing/testing';
import { deriveId } from '#platform';
import { type GateRules, type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { AT, ok, RUN_ID, runOf, skippedNodes, started } from '../../../testing/builders.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { accountForRun } from './account-for-run.process-manager.js';
import { runNodes } from './run-nodes.process-manager.js';

const completed: WorkflowRunEvent = { type: 'RunCompleted', data: { runId: RUN_ID, completedAt: AT } };
const { orgId } = recorded(completed, {}).metadata;
const of = { orgId, subjectId: RUN_ID };
const retried = (node: string): WorkflowRunEvent => ({
  type: 'RunRetried',
  data: { runId: RUN_ID, round: 1, nodes: [node], retriedAt: AT },
});

describe('running nodes', () => {
  const given = processManager(runNodes);
  const task = (node: string, { queue = 'script', rung = 0, mayWait = true } = {}) => ({
    request: {
      ...{ taskId: deriveId(RUN_ID, 'node', `${node}@0.${rung}`), kind: 'workflows.run-node', ...of },
      ...{ payload: { runId: RUN_ID, node, take: 0, rung, mayWait }, queue: queue as 'script' },
    },
  });
  const light = (...nodes: readonly string[]) => ({
    request: {
      ...{
        taskId: deriveId(RUN_ID, 'light', ...nodes.map((node) => `${node}@0.0`)),
        kind: 'workflows.run-light',
        queue: 'script' as const,
      },
      ...{ payload: { runId: RUN_ID }, ...of },
    },
  });
  const [requested, begun] = started(runOf('a', 'b', 'c').edge('a.out', 'c.in').edge('b.out', 'c.in'));
  const [mixed, mixedBegun] = started(runOf('x', 'y', 'z').light('x', 'y').edge('x.out', 'z.in'));

  it('asks for everything that is possible at once, each by itself', () =>
    given(requested as WorkflowRunEvent)
      .when(begun as WorkflowRunEvent)
      .then(task('a'), task('b')));
  it('has those that are done in passing share one task', () =>
    given(mixed as WorkflowRunEvent)
      .when(mixedBegun as WorkflowRunEvent)
      .then(light('x', 'y')));
  it('asks for nothing that was done as the run began, and for what that has made possible', () => {
    const before = [mixed, { ...mixedBegun, data: { ...mixedBegun?.data, more: true } }] as WorkflowRunEvent[];
    given(mixed as WorkflowRunEvent)
      .when(before[1] as WorkflowRunEvent)
      .thenNothing();
    given(...before, ok('x').event())
      .when(ok('y').event({ more: false }))
      .then(task('z'));
  });
  it('has a node that waits for a time done then, in one piece of work', () => {
    const until = '2026-11-28T10:00:05.000Z';
    const [asked, start] = started(runOf('x', 'z').light('x').edge('x.out', 'z.in')) as [WorkflowRunEvent, WorkflowRunEvent];
    const more = { ...start, data: { ...start.data, more: true } } as WorkflowRunEvent;
    const waits: WorkflowRunEvent = {
      type: 'NodeStarted',
      data: { runId: RUN_ID, node: 'z', take: 0, rung: 0, model: null, startedAt: AT, until, more: false },
    };
    const { request } = task('z');
    given(asked, more, ok('x').event())
      .when(waits)
      .then({ request: { ...request, payload: { ...request.payload, until }, notBefore: until } });
    // Somebody who came too late to know that it may wait: the work was asked for, and waits itself.
    given(asked, more, ok('x').event({ more: false }))
      .when(waits)
      .thenNothing();
  });
  it('waits for all sources, and asks once', () => {
    const before = [requested, begun] as WorkflowRunEvent[];
    given(...before)
      .when(ok('a').event({ more: false }))
      .thenNothing();
    given(...before, ok('a').event({ more: false }))
      .when(ok('b').event({ more: false }))
      .then(task('c'));
  });
  it('looks at a run when a decision is whole', () => {
    const before = [mixed, mixedBegun] as WorkflowRunEvent[];
    given(...before)
      .when(ok('x').event({ more: true }))
      .thenNothing();
    given(...before, ok('x').event({ more: true }))
      .when(ok('y').event({ more: false }))
      .then(task('z'));
  });
  it('asks the next model of a ladder, where calls to others wait', () => {
    const run = started(runOf('a').ladder('a', ['kie:x', 'local:y']));
    given(run[0] as WorkflowRunEvent)
      .when(run[1] as WorkflowRunEvent)
      .then(task('a', { queue: 'remote', mayWait: false }));
    const fellBack: WorkflowRunEvent = {
      type: 'NodeFellBack',
      data: { runId: RUN_ID, node: 'a', take: 0, from: 'kie:x', to: 'local:y', code: 'x', message: 'x', fellBackAt: AT },
    };
    given(...run)
      .when(fellBack)
      .then(task('a', { rung: 1 }));
  });
  it('gives the place of a run to the next one when it ends, in each of its rounds', () => {
    const slotted = (slot: string): WorkflowRunEvent[] =>
      started(runOf('a')).map((event) => (event.type === 'RunRequested' ? { ...event, data: { ...event.data, slot } } : event));
    const [{ data }] = slotted('x') as [Extract<WorkflowRunEvent, { type: 'RunRequested' }>];
    const next = (round: number) => ({
      request: {
        ...{ taskId: deriveId(RUN_ID, 'next', String(round)), kind: 'workflows.start-next', queue: 'script' as const, orgId },
        ...{ subjectId: data.workflowId, payload: { runId: RUN_ID, workflowId: data.workflowId, slot: 'x' } },
      },
    });
    given(...slotted('x'))
      .when(completed)
      .then({ cancel: { cancelSubjectId: RUN_ID } }, next(0));
    const failedRun: WorkflowRunEvent = {
      type: 'RunFailed',
      data: { runId: RUN_ID, node: null, code: 'x', message: 'x', retryable: false, failedAt: AT },
    };
    given(...slotted('x'), failedRun, retried('a'))
      .when(completed)
      .then({ cancel: { cancelSubjectId: RUN_ID } }, next(1));
    given(...started(runOf('a')))
      .when(completed)
      .then({ cancel: { cancelSubjectId: RUN_ID } });
  });
  it('asks for nothing of a run that waits for a place', () =>
    given()
      .when(requested as WorkflowRunEvent)
      .thenNothing());
  it('ends what is under way with the run', () =>
    given(requested as WorkflowRunEvent, begun as WorkflowRunEvent)
      .when({ type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } })
      .then({ cancel: { cancelSubjectId: RUN_ID } }));
  it('has nothing to end where each node has ended with its work, and ends what may outlive a node', () => {
    const done = (topology: Parameters<typeof started>[0]) => given(...started(topology), ok('a').event(), ok('b').event({ more: false }));
    done(runOf('a', 'b')).when(completed).thenNothing();
    const cancel = { cancel: { cancelSubjectId: RUN_ID } };
    done(runOf('a', 'b').light('b')).when(completed).thenNothing();
    // Items of a list; a node that is not over, as far as is known here.
    for (const topology of [runOf('a', 'b').type('b', 'Map'), runOf('a', 'b', 'c')]) done(topology).when(completed).then(cancel);
    const failedRun: WorkflowRunEvent = {
      type: 'RunFailed',
      data: { runId: RUN_ID, node: 'a', code: 'x', message: 'x', retryable: false, failedAt: AT },
    };
    given(...started(runOf('a')), failedRun, retried('a'), ok('a').event({ take: 1, more: false }))
      .when(completed)
      .then(cancel);
    const reopened: WorkflowRunEvent = {
      type: 'NodesReopened',
      data: { runId: RUN_ID, from: 'a', nodes: ['a'], feedback: 'warmer', reopenedAt: AT, more: false },
    };
    given(...started(runOf('a')), ok('a').event(), reopened, ok('a').event({ take: 1, more: false }))
      .when(completed)
      .then(cancel);
    given(...started(runOf('a', 'b')), ok('a').event(), ok('b').event({ more: false }))
      .when({ type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } })
      .then(cancel);
  });
  it('has nothing to end where no work was asked for, so that nobody folds the run again for its last event', () => {
    const [request, start] = started(runOf('x', 'y').light('x', 'y').edge('x.out', 'y.in'));
    const done = [request, { ...start, data: { ...start?.data, more: true } }, ok('x').event(), ok('y').event()] as WorkflowRunEvent[];
    given(...done)
      .when({ type: 'RunCompleted', data: { runId: RUN_ID, completedAt: AT } })
      .thenNothing();
    const gate = { title: 'Is it good?', message: '', subject: { type: 'text', value: 'made' } } as const;
    const rules = { deadlineAt: AT, onDeadline: 'fail', onReject: 'stop', redoFrom: null, maxRedos: 0 } satisfies GateRules;
    const asked = { runId: RUN_ID, node: 'y', take: 0, ...gate, rules, requestedAt: AT, more: false };
    given(...done.slice(0, 3), { type: 'NodeApprovalRequested', data: asked })
      .when({ type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } })
      .then({ cancel: { cancelSubjectId: RUN_ID } });
  });
});

describe('accounting for a run', () => {
  const given = processManager(accountForRun);
  const run = started(runOf('a', 'l').light('l'));
  const cost = { provider: 'kie', model: 'kie:x', units: 1, amountMicros: 40_000 };
  const settled = { reservationId: RUN_ID, orgId, subject: { kind: 'workflow_run' as const, id: RUN_ID }, at: AT };

  it('books what a node has used, and gives back the rest of its share', () =>
    given(...run)
      .when(ok('a').event({ cost, quantities: { storage_bytes: 10 } }))
      .then({
        settle: {
          ...settled,
          entry: 'node-a-0',
          item: 'node-a',
          quantities: { storage_bytes: 10, provider_cost_micros: 40_000 },
          charge: cost,
        },
      }));
  it('names the share of a node once in each round: what a person has made again has none', () => {
    const used = { quantities: { storage_bytes: 10 } };
    const entry = (node: string, take: number, round: number, share: object) => ({
      settle: {
        ...{ ...settled, reservationId: round === 0 ? RUN_ID : deriveId(RUN_ID, 'round', String(round)) },
        ...{ entry: `node-${node}-${take}`, ...share, quantities: { storage_bytes: 10, provider_cost_micros: 0 }, charge: null },
      },
    });
    const failedRun: WorkflowRunEvent = {
      type: 'RunFailed',
      data: { runId: RUN_ID, node: 'a', code: 'x', message: 'x', retryable: false, failedAt: AT },
    };
    const again = (node: string): WorkflowRunEvent => ({
      type: 'NodesReopened',
      data: { runId: RUN_ID, from: node, nodes: [node], feedback: 'warmer', reopenedAt: AT, more: false },
    });
    given(...run, ok('a').event(used), again('a'))
      .when(ok('a').event({ ...used, take: 1 }))
      .then(entry('a', 1, 0, {}));
    given(...run, failedRun, retried('a'))
      .when(ok('a').event({ ...used, take: 1 }))
      .then(entry('a', 1, 1, { item: 'node-a' }));
    given(...run, failedRun, retried('a'), ok('a').event({ ...used, take: 1 }), again('a'))
      .when(ok('a').event({ ...used, take: 2 }))
      .then(entry('a', 2, 1, {}));
  });
  it('books nothing where nothing was used', () => {
    given(...run)
      .when(ok('l').event())
      .thenNothing();
    given(...run)
      .when(skippedNodes(['a'], false))
      .thenNothing();
  });
  it.each<WorkflowRunEvent>([
    completed,
    { type: 'RunFailed', data: { runId: RUN_ID, node: null, code: 'x', message: 'x', retryable: false, failedAt: AT } },
    { type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } },
  ])('closes the reservation at $type', (end) =>
    given(...run)
      .when(end)
      .then({ close: { reservationId: RUN_ID, orgId, at: AT } }),
  );
});

describe('a run that several follow', () => {
  it('is held in memory once: as the store has it', () => {
    const events = [...started(runOf('a', 'b').edge('a.out', 'b.in')), ok('a').event(), ok('b').event({ more: false }), completed];
    const stored = events.reduce(workflowRun.evolve, workflowRun.initialState);
    const followed = events.map((event) => recorded(event, {}));
    expect(followed.reduce(accountForRun.evolve, accountForRun.initialState)).toBe(stored);
    expect(followed.reduce(runNodes.evolve, runNodes.initialState).run).toBe(stored);
  });
});
