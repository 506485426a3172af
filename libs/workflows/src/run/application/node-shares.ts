import { Injectable } from '@nestjs/common';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { ModelLadders } from '../../graph/application/model-ladders.js';
import { type RunBudget } from '../domain/run.quota.js';

type Share = RunBudget['quantities'];

/** What each node that asks a model may use at most: that of the dearest model of its ladder, for the longest text it may be given. */
@Injectable()
export class NodeShares {
  constructor(
    private readonly types: NodeTypes,
    private readonly ladders: ModelLadders,
  ) {}

  of({ nodes, ladders }: RunTopology, { graph }: WorkflowDocument): ReadonlyMap<string, Share> {
    const shares = nodes.flatMap(({ id, type: name, ladder }) => {
      const type = this.types.find(name);
      if (type?.weight !== 'task') return [];
      const params = graph.nodes.find((node) => node.id === id)?.params ?? {};
      const models = ladder === undefined ? [] : (ladders[ladder] ?? []);
      const uses = models.map((model) => type.estimate({ params, model: this.ladders.priceOf(name, model) }));
      const most = (resource: keyof Share): number => Math.max(0, ...uses.map((use) => use[resource] ?? 0));
      const share = {
        video_seconds: most('video_seconds'),
        render_seconds: most('render_seconds'),
        provider_cost_micros: most('provider_cost_micros'),
        storage_bytes: most('storage_bytes'),
      };
      return [[id, share] as const];
    });
    return new Map(shares);
  }
}
