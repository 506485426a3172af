import { Injectable } from '@nestjs/common';
import { callerIdOf, Database, Grants, type Principal } from '#platform';
import { STANDING, WITH_OPENER } from './sessions.js';

/** Keys that are neither revoked nor over, members that are not removed, and sessions that nobody has ended. Who is a member by a token alone is in no table. */
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
    const good = new Set(rows.map(({ id }) => id));
    const sessions = await this.standingSessions(callers.flatMap(({ session }) => session?.id ?? []));
    const isStanding = ({ keyId, session }: Principal): boolean => good.has(keyId) && (!session || sessions.has(session.id));
    return new Set(callers.filter(isStanding).map(callerIdOf));
  }

  private async standingSessions(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(`SELECT s.id FROM ${WITH_OPENER} WHERE s.id = ANY($1::uuid[]) AND ${STANDING}`, [
      ids,
    ]);
    return new Set(rows.map(({ id }) => id));
  }
}
