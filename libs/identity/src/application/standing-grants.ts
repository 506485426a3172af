import { Injectable } from '@nestjs/common';
import { Database, Grants, type Principal } from '#platform';

/** Keys that are neither revoked nor over, and members that are not removed. Who is a member by a token alone is in no table. */
@Injectable()
export class StandingGrants extends Grants {
  constructor(private readonly database: Database) {
    super();
  }

  async standing(callers: readonly Principal[]): Promise<ReadonlySet<string>> {
    const members = callers.filter(({ member }) => member).map(({ keyId }) => keyId);
    const keys = callers.filter(({ member }) => !member).map(({ keyId }) => keyId);
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM identity.api_keys WHERE id = ANY($1::uuid[]) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
        UNION ALL
       SELECT one.id FROM unnest($2::uuid[]) one (id)
        WHERE NOT EXISTS (SELECT FROM identity.members m WHERE m.id = one.id AND m.removed_at IS NOT NULL)`,
      [keys, members],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
