import { describe, expect, it } from '@jest/globals';
import { type GateRules, type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { AT, failed, ok, record, requestRun, RUN_ID, type RunBuilder, runOf } from '../../testing/builders.js';
import {
  DecideNode,
  DeleteRun,
  LapseNode,
  type NodeResult,
  RecordRunFilesRemoved,
  RetryRun,
  type WorkflowRunCommand,
} from './workflow-run.commands.js';
import { workflowRun } from './workflow-run.decider.js';
import { type RunState } from './workflow-run.state.js';

const RULES: GateRules = { deadlineAt: null, onDeadline: 'fail', onReject: 'stop', redoFrom: 'a', maxRedos: 1 };
const SUBJECT = { type: 'text', value: 'made' } as const;

const asks = (rules: Partial<GateRules> = {}, take = 0): NodeResult => ({
  ...{ kind: 'asked', node: 'g', take, rung: 0, title: 'Good?', message: '', subject: SUBJECT, rules: { ...RULES, ...rules } },
});
const decide = (decision: 'approved' | 'rejected', over: object = {}): DecideNode =>
  new DecideNode({ runId: RUN_ID, node: 'g', take: null, decision, comment: 'so', edits: null, ...over }, AT);
const retry = (from: string | null = null): RetryRun => new RetryRun({ runId: RUN_ID, from }, AT);

/** Two that follow a gate, and one beside it. */
const gated = (): RunBuilder => {
  const run = runOf('a', 'g', 'yes', 'no', 'b').edge('a.out', 'g.subject').edge('g.approved', 'yes.in').edge('g.rejected', 'no.in');
  return run.type('g', 'Approve');
};

interface Told {
  readonly state: RunState;
  /** Of the last command. */
  readonly events: readonly WorkflowRunEvent[];
}

function after(run: RunBuilder, ...commands: readonly WorkflowRunCommand[]): Told {
  let told = { state: workflowRun.initialState as RunState, events: [] as readonly WorkflowRunEvent[] };
  for (const command of [requestRun(run), ...commands]) {
    const events = workflowRun.decide(command, told.state);
    told = { state: events.reduce(workflowRun.evolve, told.state) as RunState, events };
  }
  return told;
}
const typesOf = ({ events }: Told) => events.map(({ type }) => type);
const statusesOf = ({ state }: Told) => Object.fromEntries(state.topology.nodes.map(({ id }, at) => [id, state.nodes[at]?.status]));

describe('a gate', () => {
  it('holds up nothing but what follows it, and awaits a person once nothing else goes on', () => {
    const asked = after(gated(), record(ok('a')), record(asks()));
    expect([typesOf(asked), asked.state.isAwaiting]).toEqual([['NodeApprovalRequested'], false]);
    const idle = after(gated(), record(ok('a')), record(asks()), record(ok('b')));
    expect([typesOf(idle), idle.state.isAwaiting]).toEqual([['NodeCompleted', 'RunAwaitsApproval'], true]);
  });

  it('lets through what was shown, or what it was edited to', () => {
    const open = [record(ok('a')), record(asks()), record(ok('b'))] as const;
    const through = after(gated(), ...open, decide('approved'));
    expect([statusesOf(through), through.state.nodes[1]?.outputs]).toEqual([
      { a: 'succeeded', b: 'succeeded', g: 'succeeded', yes: 'asked', no: 'skipped' },
      { approved: SUBJECT, comment: { type: 'text', value: 'so' } },
    ]);
    const edited = after(gated(), ...open, decide('approved', { edits: { type: 'text', value: 'other' } }));
    expect(edited.state.nodes[1]?.outputs['approved']).toEqual({ type: 'text', value: 'other' });
    expect(() => after(gated(), ...open, decide('approved', { edits: { type: 'json', value: 1 } }))).toThrow('cannot be done');
    expect(() => after(gated(), ...open, decide('approved'), decide('rejected'))).toThrow('was decided before');
    expect(() => after(gated(), ...open, decide('approved', { take: 1 }))).toThrow('waits for no decision');
    expect(() => after(gated(), ...open, decide('approved', { node: 'a' }))).toThrow('has no gate');
    expect(() => after(gated(), record(ok('a')), decide('approved'))).toThrow('waits for no decision');
  });

  it('fails, takes another branch, or begins again what came in', () => {
    const rejected = (rules: Partial<GateRules>) =>
      after(gated(), record(ok('a')), record(asks(rules)), record(ok('b')), decide('rejected'));
    const stopped = rejected({});
    expect(typesOf(stopped)).toEqual(['NodeApprovalDecided', 'NodeFailed', 'NodesSkipped', 'RunFailed']);
    expect(statusesOf(rejected({ onReject: 'branch' }))).toMatchObject({ yes: 'skipped', no: 'asked' });
    const redone = rejected({ onReject: 'redo' });
    expect(typesOf(redone)).toEqual(['NodeApprovalDecided', 'NodesReopened']);
    expect([statusesOf(redone), redone.state.nodes.map(({ take }) => take)]).toEqual([
      { a: 'asked', g: 'pending', yes: 'pending', no: 'pending', b: 'succeeded' },
      [1, 1, 1, 1, 0],
    ]);
    expect(redone.state.nodes[0]).toMatchObject({ feedback: 'so', isFresh: true });
  });

  it('begins again so often and no more, and takes no ghost of a take before', () => {
    const again = [record(ok('a')), record(asks({ onReject: 'redo' })), decide('rejected')] as const;
    const ghost = after(gated(), ...again, record(ok('a')));
    expect([typesOf(ghost), statusesOf(ghost)['a']]).toEqual([[], 'asked']);
    const twice = after(
      gated(),
      ...again,
      record(ok('a', { take: 1 })),
      record(asks({ onReject: 'redo' }, 1)),
      record(ok('b')),
      decide('rejected'),
    );
    expect(twice.state.failure).toMatchObject({ code: 'too_many_redos' });
  });

  it('is decided by its deadline, once, and makes nothing again by it', () => {
    const lapsed = (rules: Partial<GateRules>) =>
      after(gated(), record(ok('a')), record(asks(rules)), record(ok('b')), new LapseNode({ runId: RUN_ID, node: 'g', take: 0 }, AT));
    expect(lapsed({ onDeadline: 'approve' }).state.approvals).toMatchObject([{ status: 'approved', byDeadline: true }]);
    expect(lapsed({}).state.failure).toMatchObject({ code: 'approval_lapsed' });
    expect(lapsed({ onDeadline: 'reject', onReject: 'redo' }).state.failure).toMatchObject({ code: 'approval_lapsed' });
    const late = new LapseNode({ runId: RUN_ID, node: 'g', take: 0 }, AT);
    expect(typesOf(after(gated(), record(ok('a')), record(asks()), decide('approved'), late))).toEqual([]);
  });

  it('is waited for by no run that fails', () => {
    const told = after(gated(), record(ok('a')), record(asks()), record(failed('b')));
    expect([told.state.status, told.state.approvals[0]?.status]).toEqual(['failed', 'cancelled']);
    expect(() => workflowRun.decide(decide('approved'), told.state)).toThrow('waits for no decision');
  });
});

describe('a failed run', () => {
  const broken = (): RunBuilder => runOf('a', 'b', 'c', 'd').edge('a.out', 'c.in').edge('b.out', 'c.in').edge('c.out', 'd.in');

  it('is retried without making again what is there', () => {
    const told = after(broken(), record(ok('a')), record(failed('b')), retry());
    expect(told.events).toEqual([{ type: 'RunRetried', data: { runId: RUN_ID, round: 1, nodes: ['b', 'c', 'd'], retriedAt: AT } }]);
    expect([statusesOf(told), told.state.status]).toEqual([{ a: 'succeeded', b: 'asked', c: 'pending', d: 'pending' }, 'running']);
    const done = after(
      broken(),
      ...[record(ok('a')), record(failed('b')), retry(), record(ok('b', { take: 1 })), record(ok('c', { take: 1 }))],
      record(ok('d', { take: 1 })),
    );
    expect(done.state.status).toBe('completed');
  });

  it('begins again from a node that somebody names, with all that follows', () => {
    expect(after(broken(), record(ok('a')), record(failed('b')), retry('a')).state.nodes.map(({ take }) => take)).toEqual([1, 1, 1, 1]);
    expect(() => after(broken(), record(ok('a')), record(failed('b')), retry('x'))).toThrow('cannot be done');
    expect(() => after(broken(), retry())).toThrow('Only a failed run');
  });

  it('is deleted once it has ended, and gives its bytes back once', () => {
    const gone = new DeleteRun({ runId: RUN_ID }, AT);
    const removed = new RecordRunFilesRemoved({ runId: RUN_ID }, AT);
    expect(() => after(broken(), gone)).toThrow('has not ended');
    const large = { ...ok('a'), quantities: { storage_bytes: 70 } };
    const told = after(broken(), record(large), record(failed('b')), gone, removed);
    expect(told.events).toMatchObject([{ type: 'RunFilesRemoved', data: { bytes: 70 } }]);
    expect(() => workflowRun.decide(gone, told.state)).toThrow('There is no run');
  });
});
