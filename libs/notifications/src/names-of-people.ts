import { Injectable } from '@nestjs/common';
import { Database, isUuid } from '#platform';

/** Names of those who act by links: kept beside the log, so that they can be taken away. */
@Injectable()
export class NamesOfPeople {
  constructor(private readonly database: Database) {}

  /** @returns labels of links and names of chats by actor (`link:<id>`, `contact:<id>`), of this organisation alone */
  async namesOf(orgId: string, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const named = actors.filter((actor) => /^(link|contact):/.test(actor));
    const ids = named.map((actor) => actor.slice(actor.indexOf(':') + 1)).filter(isUuid);
    if (ids.length === 0) return new Map();
    const rows = await this.database.forOrganisation(orgId).query<{ actor: string; name: string }>(
      `SELECT 'link:' || l.id AS actor, coalesce(l.label, d.name) AS name FROM notifications.approval_links l
         LEFT JOIN notifications.contact_details d ON l.created_by = 'contact:' || d.contact_id AND d.org_id = l.org_id
        WHERE l.org_id = $1 AND l.id = ANY ($2::uuid[]) AND coalesce(l.label, d.name) IS NOT NULL
       UNION ALL
       SELECT 'contact:' || contact_id, name FROM notifications.contact_details
        WHERE org_id = $1 AND contact_id = ANY ($2::uuid[]) AND name IS NOT NULL`,
      [orgId, ids],
    );
    return new Map(rows.filter(({ actor }) => named.includes(actor)).map(({ actor, name }) => [actor, name]));
  }
}
