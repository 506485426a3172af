import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { AT, failed, ok, record, requestRun, type RunBuilder, runOf } from '../../testing/builders.js';
import { workflowRun } from './workflow-run.decider.js';
import { isLive } from './fate.js';
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
    const index = choice % plan.nodes.length;
    const id = `n${index}`;
    const { fails = false, live = true } = plan.nodes[index] ?? {};
    const result = fails ? failed(id) : ok(id, {}, live ? ['out'] : []);
    const news = workflowRun.decide(record(result, result), state);
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
      const isBusy = last.nodes.some(({ status }) => status === 'asked');
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
      const asked = before?.nodes.flatMap(({ status }, index) => (status === 'asked' ? [index] : [])) ?? [];
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
