import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { AT, failed, ok, record, requestRun, type RunBuilder, runOf } from '../../testing/builders.js';
import { DecideNode, type NodeResult, RetryRun } from './workflow-run.commands.js';
import { workflowRun } from './workflow-run.decider.js';
import { isLive, skipped } from './fate.js';
import { followersOf } from './followers.js';
import { isSettled, type RunState, type WorkflowRun } from './workflow-run.state.js';

interface Plan {
  readonly nodes: readonly {
    readonly sources: readonly number[];
    readonly need: 'one' | 'some' | 'maybe';
    readonly fails: boolean;
    readonly live: boolean;
    readonly policy: 'fail' | 'continue' | 'edge';
  }[];
  readonly onFailure: 'stop' | 'abort' | 'continue';
  readonly order: readonly number[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  nodes: fc.array(
    fc.record({
      sources: fc.array(fc.nat(), { maxLength: 3 }),
      need: fc.constantFrom('one' as const, 'some' as const, 'maybe' as const),
      fails: fc.boolean().map((_) => _),
      live: fc.boolean(),
      policy: fc.constantFrom('fail' as const, 'continue' as const, 'edge' as const),
    }),
    { minLength: 1, maxLength: 30 },
  ),
  onFailure: fc.constantFrom('stop' as const, 'abort' as const, 'continue' as const),
  order: fc.array(fc.nat(), { minLength: 200, maxLength: 200 }),
});

function builder({ nodes, onFailure }: Plan): RunBuilder {
  const run = runOf(...nodes.map((_, i) => `n${i}`)).on(onFailure);
  nodes.forEach(({ sources, need, policy }, i) => {
    run.policy(`n${i}`, policy, {});
    for (const source of i === 0 ? [] : new Set(sources.map((one) => one % i))) run.edge(`n${source}.out`, `n${i}.in`, need);
  });
  return run;
}

/** Carries a run out with results in any order, each several times and among them some that nobody asked for. */
function carriedOut(plan: Plan): { readonly events: WorkflowRunEvent[]; readonly states: RunState[] } {
  const run = builder(plan);
  const events = [...workflowRun.decide(requestRun(run), workflowRun.initialState)];
  let state: WorkflowRun = events.reduce(workflowRun.evolve, workflowRun.initialState);
  const states: RunState[] = [];
  for (const choice of [...plan.order, ...plan.order, ...plan.order]) {
    if (state.status === 'absent') break;
    states.push(state);
    // Several at once are judged one after another.
    const some = [choice, choice + 7, choice + 1, choice].slice(choice % 3);
    const results = some.map((one): NodeResult => {
      const index = one % plan.nodes.length;
      const { fails = false, live = true } = plan.nodes[index] ?? {};
      // Some begin with a wait for a time, and one that is said too late changes nothing.
      if (one % 4 === 0) return { kind: 'waits', node: `n${index}`, take: 0, rung: 0, until: AT };
      return fails ? failed(`n${index}`) : ok(`n${index}`, {}, live ? ['out'] : []);
    });
    const news = workflowRun.decide(record(...results, ...results), state);
    events.push(...news);
    state = news.reduce(workflowRun.evolve, state as WorkflowRun);
  }
  if (state.status !== 'absent') states.push(state);
  return { events, states };
}

describe('any run', () => {
  const check = (property: (plan: Plan, run: ReturnType<typeof carriedOut>) => void): void =>
    fc.assert(
      fc.property(plans, (plan) => property(plan, carriedOut(plan))),
      { seed: 11, numRuns: 300 },
    );
  const lastOf = ({ states }: ReturnType<typeof carriedOut>): RunState => states.at(-1) as RunState;
  const endsIn = (events: readonly WorkflowRunEvent[]): WorkflowRunEvent[] =>
    events.filter(({ type }) => type === 'RunCompleted' || type === 'RunFailed' || type === 'RunCancelled');

  it('ends once, and never goes on after it', () =>
    check((plan, run) => {
      const last = lastOf(run);
      const isBusy = last.nodes.some(({ status }) => status === 'asked' || status === 'running');
      expect(endsIn(run.events).length).toBe(isBusy ? 0 : 1);
      if (!isBusy) expect(run.events.at(-1)).toBe(endsIn(run.events)[0]);
      expect(plan.nodes.length).toBe(last.nodes.length);
    }));

  it('settles each node once, after all its sources', () =>
    check((plan, { events }) => {
      const settled: string[] = [];
      for (const event of events) {
        const ids =
          event.type === 'NodesSkipped'
            ? event.data.nodes
            : event.type === 'NodeCompleted' || event.type === 'NodeFailed'
              ? [event.data.node]
              : [];
        for (const id of ids) {
          const index = Number(id.slice(1));
          const sources = index === 0 ? [] : (plan.nodes[index]?.sources ?? []).map((one) => `n${one % index}`);
          expect(settled).toEqual(expect.arrayContaining(sources));
          expect(settled).not.toContain(id);
          settled.push(id);
        }
      }
    }));

  it('asks for nothing without what it needs', () =>
    check((_plan, { states }) => {
      for (const state of states) {
        for (const [index, { status }] of state.nodes.entries()) {
          const edges = state.topology.edges.filter(({ to }) => to === index);
          if (status !== 'asked' || edges.length === 0) continue;
          expect(edges.every(({ from }) => isSettled(state.nodes[from] as RunState['nodes'][number]))).toBe(true);
          expect(edges.some((edge) => isLive(state, edge))).toBe(true);
          expect(edges.every((edge) => edge.need !== 'one' || isLive(state, edge))).toBe(true);
        }
      }
    }));

  it('leaves nothing that is to be skipped, although only what waits for a result is looked at', () =>
    check((_plan, { states }) => {
      for (const state of states) if (state.status === 'running') expect(skipped(state)).toEqual([]);
    }));

  it('has failed exactly where a failure stands that nobody handles', () =>
    check((_plan, run) => {
      const [end] = endsIn(run.events);
      const unhandled = run.events.some((event) => event.type === 'NodeFailed' && event.data.handling === 'fail');
      if (end) expect(end.type).toBe(unhandled ? 'RunFailed' : 'RunCompleted');
    }));

  it('stop: throws away no result of what was asked for before', () =>
    check(({ onFailure }, { events, states }) => {
      if (onFailure !== 'stop') return;
      // As it stood before the failure: what was asked for by then is awaited.
      const before = states[states.findIndex(({ failure }) => failure !== null) - 1];
      const asked = before?.nodes.flatMap(({ status }, index) => (status === 'asked' || status === 'running' ? [index] : [])) ?? [];
      const last = states.at(-1) as RunState;
      if (endsIn(events).length === 0) return;
      for (const index of asked) expect(['succeeded', 'failed']).toContain(last.nodes[index]?.status);
    }));

  it('says of its last event alone that nothing more follows', () => {
    expect(AT).toBeTruthy();
    check((plan) => {
      const run = builder(plan);
      const started = workflowRun.decide(requestRun(run), workflowRun.initialState).reduce(workflowRun.evolve, workflowRun.initialState);
      const results = plan.nodes.map(({ fails, live }, i) => (fails ? failed(`n${i}`) : ok(`n${i}`, {}, live ? ['out'] : [])));
      const events = workflowRun.decide(record(...results), started);
      const marks = events.flatMap((event) => ('more' in event.data ? [event.data.more] : []));
      const isEnd = endsIn(events).length > 0;
      expect(marks.slice(0, isEnd ? undefined : -1)).toEqual(marks.slice(0, isEnd ? undefined : -1).map(() => true));
      if (!isEnd) expect(marks.at(-1)).toBe(false);
    });
  });
});

/** Goes on with every node that is asked for, in any order, until nothing is; each of them comes twice, and so does what an earlier take gave. */
function goneOn(state: RunState, order: readonly number[], fails: (index: number) => boolean = () => false): RunState {
  let run = state;
  for (const choice of [...order, ...order]) {
    if (run.status !== 'running') break;
    const { topology, nodes } = run;
    const asked = nodes.flatMap(({ status }, at) => (status === 'asked' && topology.nodes[at]?.id !== 'gate' ? [at] : []));
    const index = asked[choice % Math.max(1, asked.length)];
    if (index === undefined) break;
    const take = nodes[index]?.take ?? 0;
    const result = fails(index) ? { ...failed(`n${index}`), take } : ok(`n${index}`, { take });
    run = after(run, record(ok(`n${index}`, { take: take - 1 }), result, result));
  }
  return run;
}

const begin = (run: RunBuilder): RunState =>
  workflowRun.decide(requestRun(run), workflowRun.initialState).reduce(workflowRun.evolve, workflowRun.initialState) as RunState;
const after = (run: RunState, command: Parameters<typeof workflowRun.decide>[0]): RunState =>
  workflowRun.decide(command, run).reduce(workflowRun.evolve, run as WorkflowRun) as RunState;

describe('any run that is taken up again', () => {
  it('retry: keeps what is there, makes everything else once more, and ends', () =>
    fc.assert(
      fc.property(plans, fc.option(fc.nat()), (plan, from) => {
        const broken = goneOn(begin(builder(plan)), plan.order, (index) => plan.nodes[index]?.fails ?? false);
        if (broken.status !== 'failed') return;
        const start = from === null ? null : `n${from % plan.nodes.length}`;
        const retried = after(broken, new RetryRun({ runId: broken.runId, from: start }, AT));
        expect([retried.status, retried.round, retried.failure]).toEqual(['running', 1, null]);
        const reopened = retried.nodes.flatMap(({ take }, index) => (take === 1 ? [index] : []));
        // Nothing that is made again stands before something that stays.
        expect(reopened).toEqual(followersOf(retried, reopened));
        if (start !== null) expect(reopened).toContain(Number(start.slice(1)));
        const whole = goneOn(retried, plan.order);
        expect(whole.status).toBe('completed');
        for (const [index, node] of whole.nodes.entries()) {
          if (reopened.includes(index)) expect([node.take, node.hasShare]).toEqual([1, true]);
          else expect(node).toBe(broken.nodes[index]);
        }
      }),
      { seed: 11, numRuns: 300 },
    ));

  it('redo: a rejected gate has exactly what follows from its start made again, with what was said, so often as it may', () =>
    fc.assert(
      fc.property(plans, fc.nat(), fc.integer({ min: 0, max: 3 }), (plan, at, maxRedos) => {
        const gate = plan.nodes.length;
        const from = at % gate;
        const ids = [...plan.nodes.map((_, i) => `n${i}`), 'gate'];
        const run = runOf(...ids).type('gate', 'Approve');
        plan.nodes.forEach(({ sources }, i) => {
          for (const source of i === 0 ? [] : new Set(sources.map((one) => one % i))) run.edge(`n${source}.out`, `n${i}.in`);
        });
        run.edge(`n${from}.out`, 'gate.in');
        const subject = { type: 'text', value: 'made' } as const;
        const rules = { deadlineAt: null, onDeadline: 'fail', onReject: 'redo', redoFrom: `n${from}`, maxRedos } as const;
        const asks = (take: number) => record({ kind: 'asked', node: 'gate', take, rung: 0, title: 't', message: '', subject, rules });
        const decide = (decision: 'approved' | 'rejected') =>
          new DecideNode({ runId: begin(run).runId, node: 'gate', take: null, decision, comment: 'warmer', edits: null }, AT);
        let state = begin(run);
        for (let redos = 0; ; redos += 1) {
          state = goneOn({ ...state }, plan.order, () => false);
          // The gate is no node of `goneOn`: what is left is it alone.
          const { take = 0, status } = state.nodes[gate] ?? {};
          expect([status, take]).toEqual(['asked', redos]);
          state = after(state, asks(take));
          const before = state;
          state = after(state, decide('rejected'));
          if (redos === maxRedos) {
            expect([state.status, state.failure?.code]).toEqual(['failed', 'too_many_redos']);
            return;
          }
          const again = followersOf(state, [from]);
          for (const [index, node] of state.nodes.entries()) {
            if (again.includes(index)) expect([node.take, node.hasShare]).toEqual([redos + 1, false]);
            else expect(node).toBe(before.nodes[index]);
          }
          expect(state.nodes[from]).toMatchObject({ feedback: 'warmer', isFresh: true });
        }
      }),
      { seed: 11, numRuns: 100 },
    ));
});
