import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '#platform';
import { UnknownEndpoint } from '../domain/webhook-endpoint.errors.js';
import { type EndpointRow } from './endpoints.projection.js';

/** An endpoint and how it is doing. */
export interface EndpointView extends EndpointRow {
  readonly id: string;
  readonly failingSince: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** Deliveries that have not ended: due, being sent or held. */
  readonly pending: number;
}

interface Row {
  key: string;
  data: EndpointRow;
  failing_since: Date | null;
  last_success_at: Date | null;
  last_failure_at: Date | null;
  pending: number;
}

const VIEW = `
  SELECT e.key, e.data, l.failing_since, l.last_success_at, l.last_failure_at,
         (SELECT count(*)::int FROM webhooks.deliveries d
           WHERE d.endpoint_id = e.key::uuid AND d.state IN ('due', 'sending', 'held')) AS pending
    FROM webhooks.endpoints e LEFT JOIN webhooks.lanes l ON l.endpoint_id = e.key::uuid`;

@Injectable()
export class EndpointReader {
  constructor(private readonly database: Database) {}

  /** @throws UnknownEndpoint */
  async get(orgId: string, endpointId: string, db: Queryable = this.database.forOrganisation(orgId)): Promise<EndpointView> {
    const [row] = await db.query<Row>(`${VIEW} WHERE e.org_id = $1 AND e.key = $2`, [orgId, endpointId]);
    if (!row) throw new UnknownEndpoint(endpointId);
    return viewOf(row);
  }

  /** Those of them that there are, disabled ones included. */
  async known(orgId: string, endpointIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (endpointIds.length === 0) return new Set();
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ key: string }>('SELECT key FROM webhooks.endpoints WHERE org_id = $1 AND key = ANY($2::text[])', [orgId, endpointIds]);
    return new Set(rows.map(({ key }) => key));
  }

  /** Newest first. @param olderThan id of the last one before */
  async list(orgId: string, limit: number, olderThan: string | null): Promise<EndpointView[]> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<Row>(`${VIEW} WHERE e.org_id = $1 AND ($2::text IS NULL OR e.key < $2) ORDER BY e.key DESC LIMIT $3`, [
        orgId,
        olderThan,
        limit,
      ]);
    return rows.map(viewOf);
  }
}

const viewOf = (row: Row): EndpointView => ({
  ...row.data,
  ...{ id: row.key, failingSince: row.failing_since, lastSuccessAt: row.last_success_at, lastFailureAt: row.last_failure_at },
  pending: row.pending,
});
