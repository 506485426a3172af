import { Injectable } from '@nestjs/common';
import { Database, isUuid } from '#platform';

/** What people call keys and members that have done something. */
@Injectable()
export class CallerNames {
  constructor(private readonly database: Database) {}

  /** @param actors as in metadata of events (`key:<id>`, `member:<id>`). @returns names by actor; of other organisations there are none */
  async namesOf(orgId: string, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ids = actors.flatMap((actor) => /^(?:key|member):(.+)$/.exec(actor)?.[1] ?? []).filter(isUuid);
    if (ids.length === 0) return new Map();
    const rows = await this.database.forOrganisation(orgId).query<{ actor: string; name: string }>(
      `SELECT 'key:' || id AS actor, name FROM identity.api_keys WHERE org_id = $1 AND id = ANY($2::uuid[])
        UNION ALL
       SELECT 'member:' || id, coalesce(email, subject) FROM identity.members WHERE org_id = $1 AND id = ANY($2::uuid[])`,
      [orgId, ids],
    );
    return new Map(rows.map(({ actor, name }) => [actor, name]));
  }
}
