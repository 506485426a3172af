import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { mapIdOf } from '../../map/application/maps.js';
import { workflowMap } from '../../map/domain/workflow-map.decider.js';
import { type MapState } from '../../map/domain/workflow-map.state.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { type KnownOfNodes, type NodeView } from './run.view.js';

/** Results that were taken over from one that had taken them over itself: followed so far. */
const MAX_HOPS = 5;

/** What is known of the nodes of runs in other streams: how far their lists are, what items have cost, and what was saved. */
@Injectable()
export class RunFigures {
  constructor(private readonly store: EventStore) {}

  /** By the id of the run. */
  async of(runs: readonly RunState[]): Promise<ReadonlyMap<string, KnownOfNodes>> {
    const makers = await this.makersOf(runs);
    const maps = await this.mapsOf([...makers.values()]);
    return new Map(runs.map((run) => [run.runId, knownOf(run, maps, makers)]));
  }

  async ofOne(run: RunState): Promise<KnownOfNodes> {
    return (await this.of([run])).get(run.runId) ?? new Map();
  }

  private async mapsOf(runs: readonly RunState[]): Promise<Maps> {
    const ids = runs.flatMap((run) => run.nodes.flatMap((_, index) => mapsAt(run, index)));
    const loaded = ids.length === 0 ? [] : await this.store.loadMany(workflowMap, ids);
    return new Map([...loaded].flatMap(([id, { state }]) => (state.status === 'absent' ? [] : [[id, state] as const])));
  }

  /** Runs whose results were taken over, and those whose results they have taken over. */
  private async makersOf(runs: readonly RunState[]): Promise<ReadonlyMap<string, RunState>> {
    const known = new Map(runs.map((run) => [run.runId, run]));
    let wanted = sourcesOf(runs, known);
    for (let hop = 0; hop < MAX_HOPS && wanted.length > 0; hop += 1) {
      const loaded = await this.store.loadMany(workflowRun, wanted);
      const found = [...loaded.values()].flatMap(({ state }) => (state.status === 'absent' || state.status === 'deleted' ? [] : [state]));
      for (const run of found) known.set(run.runId, run);
      wanted = sourcesOf(found, known);
    }
    return known;
  }
}

const sourcesOf = (runs: readonly RunState[], known: ReadonlyMap<string, RunState>): string[] => [
  ...new Set(runs.flatMap(({ nodes }) => nodes.flatMap(({ from }) => (from === null || known.has(from) ? [] : [from])))),
];

/** Ids of the lists of a map, of all its takes; none for what is no map or was never begun. */
function mapsAt({ runId, topology, nodes }: RunState, index: number): string[] {
  const { type, id = '' } = topology.nodes[index] ?? {};
  const { take = 0 } = nodes[index] ?? {};
  return type === 'Map' ? Array.from({ length: take + 1 }, (_, earlier) => mapIdOf(runId, id, earlier)) : [];
}

type Maps = ReadonlyMap<string, MapState>;

function knownOf(run: RunState, maps: Maps, makers: ReadonlyMap<string, RunState>): KnownOfNodes {
  return new Map(
    run.nodes.map((node, index) => {
      const lists = mapsAt(run, index).map((id) => maps.get(id));
      const amountMicros = spentOn(lists);
      const list = lists.at(-1);
      const items: NodeView['items'] = list ? { total: list.count, done: list.ended, failed: list.failed } : null;
      return [
        index,
        { items, amountMicros, savedMicros: node.digest === null ? 0 : savedBy(node.from, node.digest, makers, maps) },
      ] as const;
    }),
  );
}

const spentOn = (lists: readonly (MapState | undefined)[]): number => lists.reduce((sum, list) => sum + (list?.spentMicros ?? 0), 0);

/** What whoever made it has paid. */
function savedBy(from: string | null, digest: string, makers: ReadonlyMap<string, RunState>, maps: Maps): number {
  let runId = from;
  for (let hop = 0; hop < MAX_HOPS && runId !== null; hop += 1) {
    const maker = makers.get(runId);
    const index = maker?.nodes.findIndex((node) => node.status === 'succeeded' && node.digest === digest) ?? -1;
    const made = maker?.nodes[index];
    if (!maker || !made) return 0;
    if (made.from === null) return made.cost?.amountMicros ?? spentOn(mapsAt(maker, index).map((id) => maps.get(id)));
    runId = made.from;
  }
  return 0;
}
