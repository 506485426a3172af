import { describe, expect, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import { AT, failed, ok, RUN_ID, record, requestRun, runOf, skippedNodes, started, VALUE } from '../../testing/builders.js';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import {
  BeginNode,
  CancelRun,
  DeleteRun,
  GiveUpNode,
  type NodeResult,
  RecordCharges,
  RecordNodes,
  RequestRun,
  ResumeRun,
  RetryRun,
  StartRun,
} from './workflow-run.commands.js';
import { workflowRun } from './workflow-run.decider.js';

const given = decider(workflowRun);
const LATER = '2026-11-28T10:00:05.000Z';
const completed = { type: 'RunCompleted', data: { runId: RUN_ID, completedAt: AT } } as const;
const cancelled = { type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } } as const;
const runFailed = (node: string, code = 'broken') =>
  ({ type: 'RunFailed', data: { runId: RUN_ID, node, code, message: 'it broke', retryable: false, failedAt: AT } }) as const;

describe('a run', () => {
  it('starts once', () => {
    const chain = runOf('a', 'b').edge('a.out', 'b.in');
    given()
      .when(requestRun(chain))
      .then(...started(chain));
    given(...started(chain))
      .when(requestRun(chain))
      .thenNothing();
  });

  it('knows what was charged for what came to nothing: all of it so far, once, whatever its state, and not when it is gone', () => {
    const begun = started(runOf('a'));
    const told = (amountMicros: number) => new RecordCharges({ runId: RUN_ID, amountMicros, nodes: [{ node: 'a', amountMicros }] }, AT);
    const charged = (amountMicros: number) =>
      ({ type: 'RunCharged', data: { runId: RUN_ID, amountMicros, nodes: [{ node: 'a', amountMicros }], chargedAt: AT } }) as const;
    for (const before of [begun, [...begun, cancelled], [...begun, runFailed('a')]]) {
      given(...before)
        .when(told(5))
        .then(charged(5));
      given(...before, charged(5))
        .when(told(5))
        .thenNothing();
      given(...before, charged(5))
        .when(told(8))
        .then(charged(8));
    }
    given(...begun, cancelled, { type: 'RunDeleted', data: { runId: RUN_ID, deletedAt: AT } })
      .when(told(5))
      .thenRefused('workflow_run_not_found');
  });

  it('begins with what is done in passing, and ends with it where nothing else is to be done', () => {
    const chain = runOf('a', 'b', 'c').light('a', 'b').edge('a.out', 'b.in').edge('b.out', 'c.in');
    const [request, begun] = started(chain) as [WorkflowRunEvent, WorkflowRunEvent];
    const more = { ...begun, data: { ...begun.data, more: true } } as WorkflowRunEvent;
    const asked = (...results: readonly NodeResult[]) => new RequestRun({ ...requestRun(chain).data, results }, AT);
    given()
      .when(asked(ok('a'), ok('b')))
      .then(request, more, ok('a').event(), ok('b').event({ more: false }));
    given()
      .when(asked(ok('a'), ok('b'), ok('c')))
      .then(request, more, ok('a').event(), ok('b').event(), ok('c').event(), completed);
    // What it does not wait for yet changes nothing.
    given()
      .when(asked(ok('b')))
      .then(request, begun);
    given()
      .when(new RequestRun({ ...asked(ok('a')).data, begins: false }, AT))
      .then(request);
  });

  it('ends as it begins where all is given, or where nothing live leads to what is left; a queued one too', () => {
    const chain = runOf('a', 'b', 'c').edge('a.out', 'b.in').edge('b.out', 'c.in');
    const pinned = (pins: Readonly<Record<string, object>>, begins = true) =>
      new RequestRun({ ...requestRun(chain).data, pins, begins } as RequestRun['data'], AT);
    const begun = (more: boolean) => ({ type: 'RunStarted', data: { runId: RUN_ID, startedAt: AT, more } }) as const;
    const asked = (pins: object) => ({ ...started(chain)[0], data: { ...started(chain)[0]?.data, pins } }) as WorkflowRunEvent;
    const all = { a: { out: VALUE }, b: {}, c: {} };
    given().when(pinned(all)).then(asked(all), begun(true), completed);
    const dead = { a: {} };
    const rest = skippedNodes(['b', 'c'], true);
    given().when(pinned(dead)).then(asked(dead), begun(true), rest, completed);
    given(asked(dead))
      .when(new StartRun({ runId: RUN_ID }, AT))
      .then(begun(true), rest, completed);
    // One that was begun before it was so ends when it is driven on.
    given(asked(dead), begun(false))
      .when(new ResumeRun({ runId: RUN_ID }, AT))
      .then({ type: 'RunResumed', data: { runId: RUN_ID, times: 1, resumedAt: AT } }, rest, completed);
    // What else is possible is waited for.
    const two = { ...requestRun(runOf('a', 'b', 'x').edge('a.out', 'b.in')).data, pins: dead };
    const [first] = started(runOf('a', 'b', 'x').edge('a.out', 'b.in'));
    given()
      .when(new RequestRun(two, AT))
      .then({ ...first, data: { ...first?.data, pins: dead } } as WorkflowRunEvent, begun(true), skippedNodes(['b'], false));
  });

  it('waits for a time where a node begins with that, once, and goes on when its task says so', () => {
    const chain = runOf('a', 'b').light('a').edge('a.out', 'b.in');
    const wait = { kind: 'waits', node: 'b', take: 0, rung: 0, until: LATER } as const;
    const begun = (until: string | null) =>
      ({
        type: 'NodeStarted',
        data: { runId: RUN_ID, node: 'b', take: 0, rung: 0, model: null, startedAt: AT, until, more: false },
      }) as const;
    const begin = new BeginNode({ runId: RUN_ID, node: 'b', take: 0, rung: 0 }, AT);
    const ready = [...started(chain), ok('a').event()];
    given(...started(chain))
      .when(record(ok('a'), wait))
      .then(ok('a').event(), begun(LATER));
    // Its task has nothing to say when it begins; who is second, after a wait or work that was begun, changes nothing.
    given(...ready, begun(LATER))
      .when(begin)
      .thenNothing();
    given(...ready, begun(LATER))
      .when(record(wait))
      .thenNothing();
    given(...ready, begun(null))
      .when(record(wait))
      .thenNothing();
    given(...ready, begun(LATER))
      .when(record(ok('b')))
      .then(ok('b').event(), completed);
  });

  it('waits for a place where it has none, and begins once', () => {
    const chain = runOf('a');
    const [requested, begun] = started(chain) as [WorkflowRunEvent, WorkflowRunEvent];
    const waiting = new RequestRun({ ...requestRun(chain).data, begins: false }, AT);
    const start = new StartRun({ runId: RUN_ID }, AT);
    given().when(waiting).then(requested);
    given(requested)
      .when(record(ok('a')))
      .thenNothing();
    given(requested).when(start).then(begun);
    given(requested, begun).when(start).thenNothing();
    given(requested, cancelled).when(start).thenNothing();
    given(requested)
      .when(new CancelRun({ runId: RUN_ID }, AT))
      .then(cancelled);
    given(requested)
      .when(new DeleteRun({ runId: RUN_ID }, AT))
      .thenRefused('not_finished');
  });

  it('ends with its last node', () => {
    const chain = runOf('a', 'b').edge('a.out', 'b.in');
    given(...started(chain))
      .when(record(ok('a')))
      .then(ok('a').event({ more: false }));
    given(...started(chain), ok('a').event())
      .when(record(ok('b')))
      .then(ok('b').event(), completed);
    given(...started(chain))
      .when(record(ok('a'), ok('b')))
      .then(ok('a').event(), ok('b').event(), completed);
  });

  it('hears with a result that its work has begun, where nobody has said so', () => {
    const chain = runOf('a', 'b').edge('a.out', 'b.in');
    const begun = { node: 'a', take: 0, rung: 0, at: AT };
    const said = { runId: RUN_ID, node: 'a', take: 0, rung: 0, model: null, startedAt: AT, until: null } as const;
    const told = new RecordNodes({ runId: RUN_ID, results: [ok('a')], begun }, LATER);
    const ended = ok('a').event({ completedAt: LATER, more: false });
    given(...started(chain))
      .when(told)
      .then({ type: 'NodeStarted', data: { ...said, more: true } }, ended);
    given(...started(chain), { type: 'NodeStarted', data: { ...said, more: false } })
      .when(told)
      .then(ended);
    given(...started(chain), ok('a').event())
      .when(told)
      .thenNothing();
  });

  it('takes a result only of what it waits for', () => {
    const chain = runOf('a', 'b').edge('a.out', 'b.in');
    given(...started(chain))
      .when(record(ok('b')))
      .thenNothing();
    given(...started(chain), ok('a').event())
      .when(record(ok('a')))
      .thenNothing();
    given(...started(chain))
      .when(record(ok('a', { take: 1 })))
      .thenNothing();
    given(...started(chain), cancelled)
      .when(record(ok('a')))
      .thenNothing();
  });

  it('skips what stands on a dead port, and all that needs it', () => {
    const branch = runOf('b', 'yes', 'no', 'after').edge('b.true', 'yes.in').edge('b.false', 'no.in').edge('no.out', 'after.in');
    given(...started(branch))
      .when(record(ok('b', {}, ['true'])))
      .then(ok('b').event({}, ['true']), skippedNodes(['no', 'after'], false));
  });

  it('joins after a branch: one live source is enough', () => {
    const join = runOf('b', 'no', 'join').edge('b.true', 'join.in', 'some').edge('b.false', 'no.in').edge('no.out', 'join.in', 'some');
    given(...started(join))
      .when(record(ok('b', {}, ['true']), ok('join')))
      .then(ok('b').event({}, ['true']), skippedNodes(['no'], true), ok('join').event(), completed);
  });

  it('skips a node whose connected inputs are all dead, also when none of them is needed', () => {
    const call = runOf('b', 'call').edge('b.true', 'call.in', 'maybe');
    given(...started(call))
      .when(record(ok('b', {}, ['false'])))
      .then(ok('b').event({}, ['false']), skippedNodes(['call'], true), completed);
  });

  it('runs a node with one live optional input', () => {
    const two = runOf('a', 'b', 'c').edge('a.out', 'c.x', 'maybe').edge('b.out', 'c.y', 'maybe');
    given(...started(two), ok('a').event({}, []))
      .when(record(ok('b'), ok('c')))
      .then(ok('b').event(), ok('c').event(), completed);
  });
});

describe('a failure that nobody handles', () => {
  const fork = () => runOf('a', 'x', 'y', 'z').edge('a.out', 'x.in').edge('a.out', 'y.in').edge('y.out', 'z.in');

  it('stop: begins nothing new, and keeps what was being made', () => {
    const run = [...started(fork()), ok('a').event()];
    given(...run)
      .when(record(failed('x')))
      .then(failed('x').event({ more: false }));
    given(...run, failed('x').event())
      .when(record(ok('y')))
      .then(ok('y').event(), runFailed('x'));
    given(...run, failed('x').event(), ok('y').event())
      .when(record(ok('z')))
      .thenNothing();
  });

  it('abort: ends at once', () =>
    given(...started(fork().on('abort')), ok('a').event())
      .when(record(failed('x'), ok('y')))
      .then(failed('x').event(), runFailed('x')));

  it('continue: lets what does not need it go on', () => {
    const run = [...started(fork().on('continue')), ok('a').event(), failed('x').event()];
    given(...run)
      .when(record(ok('y')))
      .then(ok('y').event({ more: false }));
    given(...run, ok('y').event())
      .when(record(ok('z')))
      .then(ok('z').event(), runFailed('x'));
  });
});

describe('a node that may fail', () => {
  const pair = (policy: 'continue' | 'fallback' | 'edge') =>
    runOf('a', 'b', 'c')
      .edge('a.out', 'b.in')
      .edge('a.error', 'c.in')
      .policy('a', policy, { out: { type: 'text', value: 'instead' } });
  const error = { type: 'json', value: { code: 'broken', message: 'it broke', retryable: false } } as const;

  it('continue: leaves all its ports dead', () =>
    given(...started(pair('continue')))
      .when(record(failed('a')))
      .then(failed('a').event({ handling: 'continue' }), skippedNodes(['b', 'c'], true), completed));
  it('fallback: has its own values', () =>
    given(...started(pair('fallback')))
      .when(record(failed('a')))
      .then(failed('a').event({ handling: 'fallback', outputs: { out: { type: 'text', value: 'instead' } } }), skippedNodes(['c'], false)));
  it('edge: has its error alone', () =>
    given(...started(pair('edge')))
      .when(record(failed('a')))
      .then(failed('a').event({ handling: 'edge', outputs: { error } }), skippedNodes(['b'], false)));
});

describe('a ladder', () => {
  const give = (rung: number) =>
    new GiveUpNode({ runId: RUN_ID, node: 'a', take: 0, rung, code: 'broken', message: 'it broke', retryable: false }, AT);
  const fellBack = {
    type: 'NodeFellBack',
    data: { runId: RUN_ID, node: 'a', take: 0, from: 'kie:x', to: 'local:y', code: 'broken', message: 'it broke', fellBackAt: AT },
  } as const;
  const run = started(runOf('a').ladder('a', ['kie:x', 'local:y']));

  it('is climbed down one by one, and ends', () => {
    given(...run)
      .when(give(0))
      .then(fellBack);
    given(...run, fellBack)
      .when(give(0))
      .thenNothing();
    given(...run, fellBack)
      .when(give(1))
      .then(failed('a').event(), runFailed('a'));
  });
  it('says who made it', () =>
    given(...run, fellBack)
      .when(record(ok('a', { rung: 1 })))
      .then(ok('a').event({ source: 'local:y', isFallback: true }), completed));
});

describe('ending a run on purpose', () => {
  const stop = (outcome: 'completed' | 'failed') => record({ kind: 'stopped', node: 's', take: 0, rung: 0, outcome, message: 'it broke' });
  const two = started(runOf('s', 'slow', 'late').edge('slow.out', 'late.in'));

  it('stop: completes or fails it while something runs', () => {
    given(...two)
      .when(stop('completed'))
      .then(ok('s').event({}, []), completed);
    given(...two)
      .when(stop('failed'))
      .then(ok('s').event({}, []), runFailed('s', 'stopped'));
  });
  it('cancel: once', () => {
    const cancel = new CancelRun({ runId: RUN_ID }, AT);
    given(...two)
      .when(cancel)
      .then(cancelled);
    given(...two, cancelled)
      .when(cancel)
      .thenRefused('already_finished');
    given().when(cancel).thenRefused('workflow_run_not_found');
  });
});

describe('a run that stands still', () => {
  const chain = started(runOf('a', 'b').edge('a.out', 'b.in'));
  const resume = new ResumeRun({ runId: RUN_ID }, AT);
  const driven = (times: number): WorkflowRunEvent => ({ type: 'RunResumed', data: { runId: RUN_ID, times, resumedAt: AT } });
  const thrice = [driven(1), driven(2), driven(3)];
  const code = 'stalled';
  const stalled: WorkflowRunEvent = {
    type: 'RunFailed',
    data: { runId: RUN_ID, node: null, code, message: expect.stringContaining('3 times') as never, retryable: true, failedAt: AT },
  };

  it('is driven on three times without a result, and has failed then', () => {
    given(...chain)
      .when(resume)
      .then(driven(1));
    given(...chain, ...thrice)
      .when(resume)
      .then(stalled);
  });
  it('begins to count anew with each result, and when it is retried', () => {
    given(...chain, ...thrice, ok('a').event({ more: false }))
      .when(resume)
      .then(driven(1));
    const retried: WorkflowRunEvent = { type: 'RunRetried', data: { runId: RUN_ID, round: 1, nodes: ['a', 'b'], retriedAt: AT } };
    const failedThen = { ...stalled, data: { ...stalled.data, message: 'no more' } } as WorkflowRunEvent;
    given(...chain, ...thrice, failedThen)
      .when(new RetryRun({ runId: RUN_ID, from: null }, AT))
      .then(retried);
    given(...chain, ...thrice, failedThen, retried)
      .when(resume)
      .then(driven(1));
  });
  it('is left alone where it waits for a person, for a place, or has ended', () => {
    const awaits: WorkflowRunEvent = { type: 'RunAwaitsApproval', data: { runId: RUN_ID, awaitedAt: AT } };
    given(...chain, awaits)
      .when(resume)
      .thenNothing();
    given(chain[0] as WorkflowRunEvent)
      .when(resume)
      .thenNothing();
    given(...chain, cancelled)
      .when(resume)
      .thenNothing();
  });
});
