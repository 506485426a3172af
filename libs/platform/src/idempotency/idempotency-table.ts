import { type Database } from '../database/database.js';
import { type Queryable } from '../database/queryable.js';
import { INSTANCE_LOCK_CLASS } from '../database/session-locks.js';

/** A claim whose request has not ended after this long may be taken over; the conditional completion keeps that harmless. */
export const STALE_AFTER_SECONDS = 60;
const KEPT_HOURS = 24;
const SWEEP_BATCH = 1000;

/** What a key is unique within. */
export interface KeyScope {
  readonly orgId: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly body: Buffer;
  readonly isSealed: boolean;
}

export interface KnownKey {
  readonly fingerprint: Buffer;
  /** Null while the first request is under way. */
  readonly answer: StoredAnswer | null;
}

interface Row {
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly location: string | null;
  readonly body: Buffer | null;
  readonly is_sealed: boolean;
}

/** `platform.idempotency_keys`: one row a key, first a claim, then an answer. */
export class IdempotencyTable {
  constructor(private readonly database: Database) {}

  /**
   * Takes the key for one request. Free are: an unknown key, one older than 24 h, and one without an answer whose process is gone, or
   * has taken too long, or whose claim is among `free`: those this process ended without being able to say so here.
   * @returns false when somebody else has it
   */
  async claim(scope: KeyScope, fingerprint: Buffer, claim: string, instance: number, free: readonly string[]): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO platform.idempotency_keys AS known (org_id, method, path, key, fingerprint, claim, instance)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (org_id, method, path, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, claim = excluded.claim, instance = excluded.instance, claimed_at = now(),
              status = NULL, location = NULL, body = NULL, is_sealed = false
        WHERE known.claimed_at < now() - $9 * interval '1 hour'
           OR (known.status IS NULL
               AND (known.claimed_at < now() - $10 * interval '1 second'
                    OR known.claim = ANY($8::uuid[])
                    OR NOT EXISTS (SELECT 1 FROM pg_locks
                                    WHERE locktype = 'advisory' AND classid = $11 AND objid = known.instance::int8::oid AND objsubid = 2 AND granted
                                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))))
       RETURNING claim`,
      [...scopeOf(scope), fingerprint, claim, instance, free, KEPT_HOURS, STALE_AFTER_SECONDS, INSTANCE_LOCK_CLASS],
    );
    return rows.length > 0;
  }

  async find(scope: KeyScope): Promise<KnownKey | null> {
    const [row] = await this.database.query<Row>(
      `SELECT fingerprint, status, location, body, is_sealed FROM platform.idempotency_keys
        WHERE org_id = $1 AND method = $2 AND path = $3 AND key = $4`,
      scopeOf(scope),
    );
    if (!row) return null;
    const { fingerprint, status, location, body, is_sealed: isSealed } = row;
    return { fingerprint, answer: status === null || body === null ? null : { status, location, body, isSealed } };
  }

  /** In the caller's transaction. @returns false when the claim is no longer ours */
  async complete(tx: Queryable, scope: KeyScope, claim: string, answer: StoredAnswer): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE platform.idempotency_keys SET status = $6, location = $7, body = $8, is_sealed = $9
        WHERE org_id = $1 AND method = $2 AND path = $3 AND key = $4 AND claim = $5 AND status IS NULL
       RETURNING claim`,
      [...scopeOf(scope), claim, answer.status, answer.location, answer.body, answer.isSealed],
    );
    return rows.length > 0;
  }

  /** Gives the key back unused. What has an answer meanwhile stays. @returns false when the claim was no longer ours, or has its answer */
  async release(scope: KeyScope, claim: string): Promise<boolean> {
    const rows = await this.database.query(
      `DELETE FROM platform.idempotency_keys
        WHERE org_id = $1 AND method = $2 AND path = $3 AND key = $4 AND claim = $5 AND status IS NULL
       RETURNING claim`,
      [...scopeOf(scope), claim],
    );
    return rows.length > 0;
  }

  /** Leaves of answers that name this thing nothing but its id, so that a repeated request still finds its key used. */
  async forget(tx: Queryable, orgId: string, id: string): Promise<void> {
    await tx.query(
      `UPDATE platform.idempotency_keys SET body = convert_to(json_build_object('id', $2::text)::text, 'UTF8')
        WHERE org_id = $1 AND NOT is_sealed AND position(convert_to($2, 'UTF8') IN body) > 0`,
      [orgId, id],
    );
  }

  /** Removes what is older than 24 h. @returns how many */
  async sweep(): Promise<number> {
    for (let removed = 0; ;) {
      const rows = await this.database.query(
        `DELETE FROM platform.idempotency_keys WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM platform.idempotency_keys WHERE claimed_at < now() - $1 * interval '1 hour' LIMIT $2 FOR UPDATE SKIP LOCKED))
         RETURNING 1`,
        [KEPT_HOURS, SWEEP_BATCH],
      );
      removed += rows.length;
      if (rows.length < SWEEP_BATCH) return removed;
    }
  }
}

const scopeOf = ({ orgId, method, path, key }: KeyScope): string[] => [orgId, method, path, key];
