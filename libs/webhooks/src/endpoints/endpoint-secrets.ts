import { Inject, Injectable } from '@nestjs/common';
import { Database, type Queryable, type SealedTable, SecretsKey } from '#platform';
import { newSecret } from '../delivery/signature.js';
import { TooManySecrets } from '../domain/webhook-endpoint.errors.js';

export const SECRETS_KEY = Symbol('key of webhook secrets');

/** So many at a time: the one in use and those of overlaps. */
const MAX_LIVE = 3;

const purposeOf = (endpointId: string, n: number): string => `webhook ${endpointId} ${n}`;

/** Where they lie, for the key that seals them. */
export const SEALED_SECRETS: SealedTable = {
  what: 'webhook secrets',
  fingerprints: 'webhooks.secrets_key',
  stored: 'webhooks.secrets',
  async sample(db) {
    const [row] = await db.query<{ endpoint_id: string; n: number; sealed: Buffer }>(
      'SELECT endpoint_id, n, sealed FROM webhooks.secrets LIMIT 1',
    );
    return row ? { sealed: row.sealed, purpose: purposeOf(row.endpoint_id, row.n) } : null;
  },
};

/** What bodies are signed with: sealed in Postgres, shown once, in no event, task or log. */
@Injectable()
export class EndpointSecrets {
  constructor(
    private readonly database: Database,
    @Inject(SECRETS_KEY) private readonly key: SecretsKey,
  ) {}

  /** At the start. @throws WrongSettings when what is stored was sealed with another key */
  verify(): Promise<void> {
    return this.key.verify();
  }

  /** Before a transaction that adds one. @throws Refusal 503 `unavailable` when others seal with another key */
  claim(): Promise<void> {
    return this.key.claim();
  }

  /**
   * In the transaction that decides it: a new secret takes over; those before it stay valid until `previousUntil`.
   * @throws TooManySecrets
   */
  async add(tx: Queryable, endpointId: string, previousUntil: Date): Promise<{ n: number; secret: string }> {
    // Two rotations at once take turns.
    await tx.query('SELECT endpoint_id FROM webhooks.lanes WHERE endpoint_id = $1 FOR UPDATE', [endpointId]);
    await tx.query('UPDATE webhooks.secrets SET expires_at = $2 WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > $2)', [
      endpointId,
      previousUntil,
    ]);
    await tx.query('DELETE FROM webhooks.secrets WHERE endpoint_id = $1 AND expires_at <= now()', [endpointId]);
    const [{ live, last } = { live: 0, last: 0 }] = await tx.query<{ live: number; last: number }>(
      'SELECT count(*)::int AS live, coalesce(max(n), 0) AS last FROM webhooks.secrets WHERE endpoint_id = $1',
      [endpointId],
    );
    if (live >= MAX_LIVE) throw new TooManySecrets(MAX_LIVE);
    const [n, secret] = [last + 1, newSecret()];
    const sealed = (await this.key.box()).seal(secret, purposeOf(endpointId, n));
    await tx.query('INSERT INTO webhooks.secrets (endpoint_id, n, sealed) VALUES ($1, $2, $3)', [endpointId, n, sealed]);
    return { n, secret };
  }

  /** Valid secrets of endpoints, the newest first. One query. What cannot be opened is left out. */
  async of(endpointIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.database.query<{ endpoint_id: string; n: number; sealed: Buffer }>(
      `SELECT endpoint_id, n, sealed FROM webhooks.secrets
        WHERE endpoint_id = ANY($1::uuid[]) AND (expires_at IS NULL OR expires_at > now()) ORDER BY n DESC`,
      [endpointIds],
    );
    const box = await this.key.box();
    const secrets = new Map<string, string[]>();
    for (const { endpoint_id: id, n, sealed } of rows) {
      try {
        const secret = box.open(sealed, purposeOf(id, n));
        secrets.set(id, [...(secrets.get(id) ?? []), secret]);
      } catch {
        // Whoever wants to send without one says so.
      }
    }
    return secrets;
  }
}
