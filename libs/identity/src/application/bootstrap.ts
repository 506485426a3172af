import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, deriveId, Ids, logger } from '#platform';
import { IdentityConfig } from '../identity.config.js';
import { hashOf, prefixOf } from './api-key.js';
import { ALL_SCOPES } from './scopes.js';

/** The same on every start and in every process. */
export const BOOTSTRAP_ORGANISATION_ID = deriveId('identity', 'bootstrap-organisation');
const LOCK = 7302;
/** A key given by configuration that has fewer characters is easily guessed. */
const STRONG_KEY_CHARACTERS = 22;

const log = logger('identity');

/** Makes the first organisation and the key that KADR_BOOTSTRAP_API_KEY names; a changed key replaces the one before. */
@Injectable()
export class Bootstrap implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly config: IdentityConfig,
    private readonly ids: Ids,
  ) {}

  /** Safe to repeat, and in several processes at once. */
  async onModuleInit(): Promise<void> {
    const key = this.config.bootstrapApiKey;
    if (key === null) return;
    if (key.length < STRONG_KEY_CHARACTERS) log.warn('KADR_BOOTSTRAP_API_KEY is short enough to be guessed; take 32 random hex digits');
    const hash = hashOf(key);
    await this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      await tx.query(
        `INSERT INTO identity.organisations (id, name, plan, timezone, created_at) VALUES ($1, 'First organisation', 'unlimited', 'UTC', now())
             ON CONFLICT (id) DO NOTHING`,
        [BOOTSTRAP_ORGANISATION_ID],
      );
      await tx.query(`UPDATE identity.api_keys SET revoked_at = now() WHERE is_bootstrap AND revoked_at IS NULL AND secret_hash <> $1`, [
        hash,
      ]);
      // A key that comes back after another one had its place is valid again.
      await tx.query(
        `INSERT INTO identity.api_keys (id, org_id, name, prefix, secret_hash, scopes, created_at, is_bootstrap)
         VALUES ($1, $2, 'Bootstrap key', $3, $4, $5, now(), true)
             ON CONFLICT (secret_hash) DO UPDATE SET revoked_at = NULL, scopes = excluded.scopes WHERE api_keys.is_bootstrap`,
        [this.ids.next(), BOOTSTRAP_ORGANISATION_ID, prefixOf(key), hash, ALL_SCOPES],
      );
    });
  }
}
