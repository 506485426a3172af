import { Injectable } from '@nestjs/common';
import { OrganisationSecrets } from '../../secrets/application/organisation-secrets.js';
import { fault, type GraphFault } from '../domain/fault.js';
import { mayNameSecrets, textsOf } from '../domain/links.js';
import { readGraph } from '../domain/read-graph.js';
import { NodeTypes } from './catalogue.js';
import { expressionChecks } from './templates.js';

/** Whether the secrets are there that a graph names: what only the database can say. */
@Injectable()
export class SecretChecks {
  constructor(
    private readonly types: NodeTypes,
    private readonly secrets: OrganisationSecrets,
  ) {}

  /** One for each place where one is named that the organisation does not have. */
  async faultsOf(orgId: string, graph: unknown): Promise<GraphFault[]> {
    const uses = readGraph(graph).nodes.flatMap(({ id, type, params, path }) => {
      const facts = this.types.find(type);
      if (!facts?.secrets) return [];
      return textsOf(params)
        .filter(({ at }) => mayNameSecrets(facts, at.slice(1)))
        .flatMap(({ at, text }) =>
          expressionChecks.template(text).secrets.map((name) => ({ name, node: id, path: `${path}.params${at}` })),
        );
    });
    if (uses.length === 0) return [];
    const there = await this.secrets.versions(orgId, [...new Set(uses.map(({ name }) => name))]);
    return uses
      .filter(({ name }) => !there.has(name))
      .map(({ name, node, path }) => fault('unknown_secret', path, `there is no secret "${name}"`, { node }));
  }
}
