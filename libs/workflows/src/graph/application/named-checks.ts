import { Injectable } from '@nestjs/common';
import { EndpointReader } from '#webhooks';
import { NOTIFY } from '../../nodes/outside/notify-webhook.node.js';
import { fault, type GraphFault } from '../domain/fault.js';
import { readGraph } from '../domain/read-graph.js';
import { SecretChecks } from './secret-checks.js';

/** Whether what a graph names of its organisation is there: what only the database can say. */
@Injectable()
export class NamedChecks {
  constructor(
    private readonly secrets: SecretChecks,
    private readonly endpoints: EndpointReader,
  ) {}

  /** One for each place where something is named that the organisation does not have. */
  async faultsOf(orgId: string, graph: unknown): Promise<GraphFault[]> {
    return [...(await this.secrets.faultsOf(orgId, graph)), ...(await this.endpointFaults(orgId, graph))];
  }

  private async endpointFaults(orgId: string, graph: unknown): Promise<GraphFault[]> {
    const uses = readGraph(graph).nodes.flatMap(({ id, type, params, path }) => {
      const named = type === NOTIFY ? params['endpointId'] : null;
      return typeof named === 'string' ? [{ named, node: id, path: `${path}.params.endpointId` }] : [];
    });
    const there = await this.endpoints.known(orgId, [...new Set(uses.map(({ named }) => named))]);
    return uses
      .filter(({ named }) => !there.has(named))
      .map(({ named, node, path }) => fault('unknown_endpoint', path, `there is no webhook endpoint "${named}"`, { node }));
  }
}
