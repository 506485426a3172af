import { Injectable } from '@nestjs/common';
import { Assets } from '#assets';
import { Episodes } from '#batches';
import { EndpointReader } from '#webhooks';
import { assetFault } from '../../nodes/input/asset.node.js';
import { NOTIFY } from '../../nodes/outside/notify-webhook.node.js';
import { VIDEO_CREATE } from '../../nodes/outside/video-create.node.js';
import { fault, type GraphFault } from '../domain/fault.js';
import { readGraph } from '../domain/read-graph.js';
import { isUuidText } from '../domain/validate/values.js';
import { SecretChecks } from './secret-checks.js';

interface Named {
  readonly type: string;
  /** The parameter that is the id itself. */
  readonly param: string;
  readonly code: string;
  readonly what: string;
}
type Known = (ids: readonly string[]) => Promise<ReadonlySet<string>>;

const ENDPOINTS: Named = { type: NOTIFY, param: 'endpointId', code: 'unknown_endpoint', what: 'webhook endpoint' };
const SERIES: Named = { type: VIDEO_CREATE, param: 'series', code: 'unknown_series', what: 'series' };

/** Whether what a graph names of its organisation is there: what only the database can say. */
@Injectable()
export class NamedChecks {
  constructor(
    private readonly secrets: SecretChecks,
    private readonly endpoints: EndpointReader,
    private readonly episodes: Episodes,
    private readonly assets: Assets,
  ) {}

  /** One for each place where something is named that the organisation does not have. */
  async faultsOf(orgId: string, graph: unknown): Promise<GraphFault[]> {
    const faults = await Promise.all([
      this.secrets.faultsOf(orgId, graph),
      this.namedFaults(graph, ENDPOINTS, (ids) => this.endpoints.known(orgId, ids)),
      this.namedFaults(graph, SERIES, (ids) => this.episodes.known(orgId, ids)),
    ]);
    return faults.flat();
  }

  /**
   * Also files that inputs name by default: whoever starts a run may name others, so that they are no more than a warning.
   */
  async warningsOf(orgId: string, graph: unknown): Promise<GraphFault[]> {
    const [faults, files] = await Promise.all([this.faultsOf(orgId, graph), this.fileFaults(orgId, graph)]);
    return [...faults, ...files];
  }

  private async fileFaults(orgId: string, graph: unknown): Promise<GraphFault[]> {
    const uses = readGraph(graph).nodes.flatMap(({ id, type, params, path }) => {
      const named = type === 'Input.Asset' ? params['default'] : null;
      return typeof named === 'string' && isUuidText(named)
        ? [{ named, kind: params['kind'], node: id, path: `${path}.params.default` }]
        : [];
    });
    const faults = uses.map(async ({ named, kind, node, path }) => {
      const found = assetFault(named, await this.assets.find(orgId, named), kind);
      return found ? [fault(found.code, path, found.message, { node })] : [];
    });
    return (await Promise.all(faults)).flat();
  }

  private async namedFaults(graph: unknown, { type, param, code, what }: Named, known: Known): Promise<GraphFault[]> {
    const uses = readGraph(graph).nodes.flatMap((node) => {
      const named = node.type === type ? node.params[param] : null;
      return typeof named === 'string' ? [{ named, node: node.id, path: `${node.path}.params.${param}` }] : [];
    });
    if (uses.length === 0) return [];
    const there = await known([...new Set(uses.map(({ named }) => named))]);
    return uses
      .filter(({ named }) => !there.has(named))
      .map(({ named, node, path }) => fault(code, path, `there is no ${what} "${named}"`, { node }));
  }
}
