import { type Queryable } from '#platform';
import { INSTALLATION, type ProviderState } from './attempt.js';

/** Whether a provider can be used with one key. */
export interface ProviderStanding {
  readonly provider: string;
  /** Whose key; null: the installation's. */
  readonly orgId: string | null;
  readonly state: ProviderState;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** Those that cannot be used first. */
export function providerStandings(db: Queryable): Promise<readonly ProviderStanding[]> {
  return db.query<ProviderStanding>(
    `SELECT provider, nullif(owner, $1) AS "orgId", state, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
       FROM integrations.provider_states ORDER BY state = 'open', provider, owner LIMIT 500`,
    [INSTALLATION],
  );
}
