import { Injectable } from '@nestjs/common';
import { Database, isUuid } from '#platform';

/** Names of those who act by links: kept beside the log, so that they can be taken away. */
@Injectable()
export class NamesOfPeople {
  constructor(private readonly database: Database) {}

  /** @returns labels by actor (`link:<id>`), of this organisation alone */
  async namesOf(orgId: string, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ids = actors.map((actor) => actor.slice(actor.indexOf(':') + 1)).filter(isUuid);
    if (ids.length === 0 || !actors.some((actor) => actor.startsWith('link:'))) return new Map();
    const rows = await this.database.forOrganisation(orgId).query<{ actor: string; name: string }>(
      `SELECT 'link:' || id AS actor, label AS name FROM notifications.approval_links
        WHERE org_id = $1 AND id = ANY ($2::uuid[]) AND label IS NOT NULL`,
      [orgId, ids],
    );
    return new Map(rows.filter(({ actor }) => actors.includes(actor)).map(({ actor, name }) => [actor, name]));
  }
}
