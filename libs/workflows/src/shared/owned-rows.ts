import { Injectable } from '@nestjs/common';
import { Database, GroupCommit } from '#platform';

type Table = 'workflows.workflows' | 'workflows.runs';

interface Look {
  readonly table: Table;
  readonly orgId: string;
  readonly id: string;
}

export interface RowFilter {
  readonly limit: number;
  /** Rows older than this one; null: from the newest. */
  readonly olderThan: string | null;
  /** Members that have to be so; null: any. */
  readonly where?: Readonly<Record<string, string | null>>;
  /** Part of the name; null: any. */
  readonly search?: string | null;
}

/** What an organisation has; every question is scoped by it. */
@Injectable()
export class OwnedRows {
  private readonly looks = new GroupCommit((looks: readonly Look[]) => this.hasTogether(looks), { maxItems: 100, concurrency: 4 });

  constructor(private readonly database: Database) {}

  has(table: Table, orgId: string, id: string): Promise<boolean> {
    return this.looks.add({ table, orgId, id });
  }

  /** One question for all that is asked of an organisation at the same time. */
  private async hasTogether(looks: readonly Look[]): Promise<PromiseSettledResult<boolean>[]> {
    const groups = Map.groupBy(looks, ({ table, orgId }) => `${table} ${orgId}`);
    const found = new Map<string, Promise<ReadonlySet<string>>>();
    for (const [name, some] of groups) found.set(name, this.foundOf(some));
    return Promise.allSettled(looks.map(async ({ table, orgId, id }) => (await found.get(`${table} ${orgId}`))?.has(id) ?? false));
  }

  private async foundOf(looks: readonly Look[]): Promise<ReadonlySet<string>> {
    const [first] = looks;
    if (!first) return new Set();
    const { table, orgId } = first;
    const sql = `SELECT key FROM ${table} WHERE key = ANY($1) AND org_id = $2`;
    const keys = [...new Set(looks.map(({ id }) => id))];
    const rows = await this.database.forOrganisation(orgId).query<{ key: string }>(sql, [keys, orgId]);
    return new Set(rows.map(({ key }) => key));
  }

  /** @returns ids, newest first. Those of a workflow are led to by an index; other members are looked at row by row. */
  async newest(table: Table, orgId: string, { limit, olderThan, where = {}, search = null }: RowFilter): Promise<string[]> {
    const { workflowId = null } = where;
    // Behind the wall between organisations Postgres looks into no member before it knows whose row it is, and leaves that index aside: the
    // organisation, the first column of the index, is then asked for by us alone.
    const ofWorkflow = workflowId === null ? '$6::text IS NULL' : `data->>'workflowId' = $6`;
    const wanted = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== null));
    const sql = `SELECT key FROM ${table}
      WHERE org_id = $1 AND ($2::text IS NULL OR key < $2) AND data @> $3::jsonb AND ${ofWorkflow}
        AND ($4::text IS NULL OR position(lower($4) in lower(data->>'name')) > 0)
      ORDER BY key DESC LIMIT $5`;
    const db = workflowId === null ? this.database.forOrganisation(orgId) : this.database;
    const rows = await db.query<{ key: string }>(sql, [orgId, olderThan, JSON.stringify(wanted), search, limit, workflowId]);
    return rows.map(({ key }) => key);
  }

  /** Of each workflow the id of its newest run. */
  async lastRuns(orgId: string, workflowIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    // One look into the index for each, however many runs it has had; without the wall, as in `newest`.
    const sql = `SELECT w.id AS workflow, newest.key FROM unnest($2::text[]) AS w(id) CROSS JOIN LATERAL (
      SELECT key FROM workflows.runs WHERE org_id = $1 AND data->>'workflowId' = w.id ORDER BY key DESC LIMIT 1) AS newest`;
    const rows = await this.database.query<{ workflow: string; key: string }>(sql, [orgId, workflowIds]);
    return new Map(rows.map(({ workflow, key }) => [workflow, key]));
  }

  /** For billing's sweeper, over all organisations. @returns when each run ended; one that never was has ended now */
  async endedAt(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; at: string | null }>(
      `SELECT asked.id, CASE WHEN t.key IS NULL THEN to_jsonb(now()) #>> '{}' ELSE t.data->>'endedAt' END AS at
         FROM unnest($1::text[]) AS asked(id) LEFT JOIN workflows.runs t ON t.key = asked.id`,
      [ids],
    );
    return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
  }
}
