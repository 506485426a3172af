import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Recorded } from '#eventing/domain';
import { type OnItemError, type WorkflowMapEvent } from '../../../contracts/workflow-map.events.js';
import { AT, RUN_ID } from '../../../testing/builders.js';
import { EndItems, GiveUpItems, OpenMap } from '../../domain/workflow-map.commands.js';
import { workflowMap } from '../../domain/workflow-map.decider.js';
import { accountForMap } from './account-for-map.process-manager.js';
import { pendingOfMap, runMaps } from './run-maps.process-manager.js';

const MAP_ID = '0199a000-0000-7000-8000-000000000030';
interface Plan {
  readonly fails: readonly boolean[];
  readonly concurrency: number;
  readonly together: number;
  readonly onItemError: OnItemError;
  readonly tolerate: number | null;
  readonly order: readonly number[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  fails: fc.array(fc.boolean(), { maxLength: 40 }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  together: fc.integer({ min: 1, max: 5 }),
  onItemError: fc.constantFrom('fail' as const, 'skip' as const, 'null' as const),
  tolerate: fc.option(fc.nat(5)),
  order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
});

const opened = ({ fails, concurrency, together, onItemError, tolerate }: Plan): OpenMap => {
  const topology = { nodes: [], edges: [], outputs: null, ladders: [] };
  const of = {
    mapId: MAP_ID,
    runId: RUN_ID,
    node: 'm',
    take: 0,
    round: 0,
    items: { type: 'json', value: [] } as const,
    count: fails.length,
  };
  return new OpenMap({ ...of, concurrency, together, onItemError, tolerate, topology, queue: 'script' }, AT);
};
const ended = (places: readonly number[], fails: readonly boolean[]): EndItems => {
  const cost = { provider: 'p', model: 'p:m', units: 1, amountMicros: 7 };
  const ends = places.map((index) => {
    const error = fails[index] ? { code: 'broken', message: 'it broke', retryable: false } : null;
    return { index, output: null, error, isFallback: false, costs: [cost], quantities: {} };
  });
  return new EndItems({ mapId: MAP_ID, runId: RUN_ID, ends }, AT);
};
const placesFrom = (first: number, { together, fails }: Plan): number[] =>
  Array.from({ length: together }, (_, place) => first + place).filter((place) => place < fails.length);

/** Carries a map out in some order, each end told twice. @returns what was asked for, in order, and what is booked */
function carriedOut(plan: Plan) {
  let map = workflowMap.initialState;
  let progress = runMaps.initialState;
  let accounts = accountForMap.initialState;
  const asked: string[] = [];
  const entries: string[] = [];
  const open: number[] = [];
  let most = 0;
  let ends = 0;
  const happen = (event: WorkflowMapEvent): void => {
    const recorded = { ...event, metadata: { orgId: 'o' } } as unknown as Recorded<WorkflowMapEvent>;
    map = workflowMap.evolve(map, event);
    progress = runMaps.evolve(progress, recorded);
    accounts = accountForMap.evolve(accounts, recorded);
    for (const effect of runMaps.react(progress, recorded)) {
      if (!('request' in effect)) continue;
      const { kind, payload } = effect.request;
      asked.push(kind === 'workflows.close-map' ? 'close' : `item ${(payload as { index: number }).index}`);
      if (kind === 'workflows.run-item') open.push((payload as { index: number }).index);
    }
    most = Math.max(most, open.length);
    for (const effect of accountForMap.react(accounts, recorded)) if ('settle' in effect) entries.push(effect.settle.entry);
  };
  workflowMap.decide(opened(plan), map).forEach(happen);
  for (let turn = 0; open.length > 0; turn += 1) {
    const [index = 0] = open.splice((plan.order[turn % plan.order.length] ?? 0) % open.length, 1);
    expect(placesOf(pendingOfMap(map, 'o'))).toEqual([...open, index].toSorted((a, b) => a - b));
    const command = ended(placesFrom(index, plan), plan.fails);
    workflowMap.decide(command, map).forEach(happen);
    expect(workflowMap.decide(command, map)).toEqual([]);
    ends += command.data.ends.length;
  }
  expect(pendingOfMap(map, 'o').map(({ kind }) => kind)).toEqual(['workflows.close-map']);
  return { asked, entries, most, ends };
}

const placesOf = (requests: ReturnType<typeof pendingOfMap>): number[] =>
  requests.map(({ payload }) => (payload as { index: number }).index);

describe('a list that is gone through', () => {
  it('has each item worked on once, as many at a time as it says, and is handed over once, at the end', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { asked, entries, most, ends } = carriedOut(plan);
        const items = asked.filter((one) => one !== 'close');
        expect([new Set(items).size, asked.at(-1), asked.filter((one) => one === 'close').length]).toEqual([items.length, 'close', 1]);
        expect(most).toBeLessThanOrEqual(plan.concurrency);
        const gone = items.flatMap((one) => placesFrom(Number(one.slice(5)), plan));
        expect(entries.toSorted()).toEqual(gone.map((index) => `node-m-0-${index}-call-0`).toSorted());
        expect(ends).toBe(gone.length);
        const allowed = plan.onItemError === 'fail' ? 0 : (plan.tolerate ?? Infinity);
        if (plan.fails.filter(Boolean).length <= allowed) expect(gone.length).toBe(plan.fails.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('waits at any time for what was asked for and has not ended, under the names it was asked for', () => {
    const plan: Plan = { fails: [false, false, false], concurrency: 2, together: 1, onItemError: 'fail', tolerate: null, order: [0] };
    const map = workflowMap.decide(opened(plan), workflowMap.initialState).reduce(workflowMap.evolve, workflowMap.initialState);
    const event = { ...workflowMap.decide(opened(plan), workflowMap.initialState)[0], metadata: { orgId: 'o' } };
    const progress = runMaps.evolve(runMaps.initialState, event as unknown as Recorded<WorkflowMapEvent>);
    const asked = runMaps.react(progress, event as unknown as Recorded<WorkflowMapEvent>);
    expect(pendingOfMap(map, 'o').map((request) => ({ request }))).toEqual(asked);
    expect(pendingOfMap(workflowMap.initialState, 'o')).toEqual([]);
  });

  it('begins nothing more after more failures than it may have, and waits for what runs', () => {
    const plan: Plan = {
      fails: Array.from({ length: 10 }, () => true),
      concurrency: 3,
      together: 1,
      onItemError: 'skip',
      tolerate: 1,
      order: [0],
    };
    // The first failure is borne, the second is not: the fourth item is the last that is begun.
    expect(carriedOut(plan).asked).toEqual(['item 0', 'item 1', 'item 2', 'item 3', 'close']);
  });

  it('with nothing in it is handed over at once', () => {
    expect(carriedOut({ fails: [], concurrency: 3, together: 1, onItemError: 'fail', tolerate: null, order: [0] }).asked).toEqual([
      'close',
    ]);
  });

  it('goes on by tasks, each of which goes through several, and ends what one of them gives up', () => {
    const plan: Plan = {
      fails: Array.from({ length: 11 }, () => false),
      concurrency: 2,
      together: 3,
      onItemError: 'skip',
      tolerate: null,
      order: [0],
    };
    expect(carriedOut(plan).asked).toEqual(['item 0', 'item 3', 'item 6', 'item 9', 'close']);
    const map = workflowMap.decide(opened(plan), workflowMap.initialState).reduce(workflowMap.evolve, workflowMap.initialState);
    const error = { code: 'storage_unavailable', message: 'it is away', retryable: true };
    const given = workflowMap.decide(new GiveUpItems({ mapId: MAP_ID, runId: RUN_ID, index: 3, error }, AT), map);
    expect(given.map(({ data }) => ('index' in data ? [data.index, data.error] : []))).toEqual([3, 4, 5].map((index) => [index, error]));
    expect(placesOf(pendingOfMap(given.reduce(workflowMap.evolve, map), 'o'))).toEqual([0, 6]);
  });
});
