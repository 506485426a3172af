import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { type Subject } from '#tasks';

type IndexTable = 'jobs.clip_sets' | 'jobs.generations';

/** Which streams an organisation has; every question is scoped by it. */
@Injectable()
export class OwnedStreams {
  constructor(private readonly database: Database) {}

  async has(table: IndexTable, orgId: string, id: string): Promise<boolean> {
    return (
      (await this.database.forOrganisation(orgId).query(`SELECT 1 FROM ${table} WHERE key = $1 AND org_id = $2`, [id, orgId])).length > 0
    );
  }

  /** @returns ids, newest first */
  async newest(table: IndexTable, orgId: string, limit: number, olderThan: string | null): Promise<string[]> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ key: string }>(`SELECT key FROM ${table} WHERE org_id = $1 AND ($2::text IS NULL OR key < $2) ORDER BY key DESC LIMIT $3`, [
        orgId,
        olderThan,
        limit,
      ]);
    return rows.map((row) => row.key);
  }

  /** For whoever drives on what stands still, over all organisations: what has not ended, in the order of ids. */
  unfinished(table: IndexTable, after: string, limit: number): Promise<readonly Subject[]> {
    return this.database.query<{ id: string; orgId: string }>(
      `SELECT key AS id, org_id AS "orgId" FROM ${table} WHERE data->>'completedAt' IS NULL AND key > $1 ORDER BY key LIMIT $2`,
      [after, limit],
    );
  }

  /** For billing's sweeper, over all organisations. @returns when each of them ended; one that never was has ended now */
  async endedAt(table: IndexTable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; at: string | null }>(
      `SELECT asked.id, CASE WHEN t.key IS NULL THEN to_jsonb(now()) #>> '{}' ELSE t.data->>'completedAt' END AS at
         FROM unnest($1::text[]) AS asked(id) LEFT JOIN ${table} t ON t.key = asked.id`,
      [ids],
    );
    return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
  }
}
