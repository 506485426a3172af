import { Injectable } from '@nestjs/common';
import { Clock, Database, logger, type Principal } from '#platform';
import { hashOf, isSameHash, prefixOf } from './api-key.js';
import { KeyCache, type KnownKey } from './key-cache.js';

const USE_NOTED_EVERY_MS = 60_000;
/** Above this many keys those whose minute is over are forgotten: revoked ones would otherwise stay for ever. */
const NOTED_KEYS = 10_000;

interface KeyRow {
  readonly id: string;
  readonly org_id: string;
  readonly secret_hash: Buffer;
  readonly scopes: string[];
  readonly expires_at: Date | null;
}

const log = logger('identity');

/** Who a key belongs to. */
@Injectable()
export class Authentication {
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly cache: KeyCache,
    private readonly clock: Clock,
  ) {}

  /** @returns null for an unknown, revoked or expired key; nothing tells them apart */
  async principalOf(key: string): Promise<Principal | null> {
    const hash = hashOf(key);
    const known = this.cache.find(hash) ?? (await this.read(key, hash));
    if (!known || (known.expiresAtMs !== null && known.expiresAtMs <= this.clock.nowMs())) return null;
    this.noteUse(known.principal.keyId);
    return known.principal;
  }

  private async read(key: string, hash: Buffer): Promise<KnownKey | null> {
    const readAtMs = this.clock.nowMs();
    const rows = await this.database.query<KeyRow>(
      `SELECT id, org_id, secret_hash, scopes, expires_at FROM identity.api_keys WHERE prefix = $1 AND revoked_at IS NULL`,
      [prefixOf(key)],
    );
    const row = rows.find(({ secret_hash }) => isSameHash(secret_hash, hash));
    if (!row) return null;
    const principal = { orgId: row.org_id, keyId: row.id, scopes: row.scopes };
    const known = { principal, expiresAtMs: row.expires_at?.getTime() ?? null };
    this.cache.remember(hash, known, readAtMs);
    return known;
  }

  /** At most once a minute and key; nobody waits for it. */
  private noteUse(keyId: string): void {
    const now = this.clock.nowMs();
    if ((this.noted.get(keyId) ?? 0) + USE_NOTED_EVERY_MS > now) return;
    if (this.noted.size >= NOTED_KEYS) for (const [old, at] of this.noted) if (at + USE_NOTED_EVERY_MS <= now) this.noted.delete(old);
    this.noted.set(keyId, now);
    this.database
      .query(
        `UPDATE identity.api_keys SET last_used_at = now()
          WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        [keyId],
      )
      .catch((error: unknown) => log.warn({ err: error, keyId }, 'the use of a key could not be noted'));
  }
}
