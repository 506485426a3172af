import { type Database, logger, type SealedTable, type SecretsKey } from '#platform';
import { type ProviderAccount, INSTALLATION } from '../provider-calls/attempt.js';
import { type KeyInUse, type KeySource } from '../provider-calls/call-needs.js';
import { type ProvidersConfig } from '../providers.config.js';

/** A key that another process has changed is used no longer than this. */
const CACHE_MS = 5000;
const log = logger('providers');

/** What may be shown of a key. */
export interface KeyFacts {
  readonly provider: string;
  readonly lastFour: string;
  readonly updatedAt: Date;
}

interface Cached {
  readonly apiKey: string | null;
  readonly until: number;
}

/** Keys of organisations, sealed in Postgres, before those of the installation, from its settings. */
export class ProviderKeys implements KeySource {
  private readonly cache = new Map<string, Cached>();

  constructor(
    private readonly database: Database,
    private readonly config: Pick<ProvidersConfig, 'providers'>,
    private readonly secrets: SecretsKey,
  ) {}

  async keyFor(provider: string, orgId: string): Promise<KeyInUse | null> {
    return (await this.ownKey(provider, orgId)) ?? this.installationKey(provider);
  }

  async keyOf({ provider, owner }: ProviderAccount, orgId: string): Promise<KeyInUse | null> {
    if (owner === INSTALLATION) return this.installationKey(provider) ?? this.ownKey(provider, orgId);
    return this.keyFor(provider, orgId);
  }

  /** @param apiKey is not to be found anywhere afterwards but sealed. Another one takes its place. */
  async set(orgId: string, provider: string, apiKey: string): Promise<KeyFacts> {
    await this.secrets.claim();
    const sealed = (await this.secrets.box()).seal(apiKey, purposeOf(orgId, provider));
    const [row] = await this.database.query<{ updated_at: Date }>(
      `INSERT INTO integrations.provider_keys (org_id, provider, sealed, last_four) VALUES ($1, $2, $3, $4)
           ON CONFLICT (org_id, provider) DO UPDATE SET sealed = excluded.sealed, last_four = excluded.last_four, updated_at = now()
       RETURNING updated_at`,
      [orgId, provider, sealed, apiKey.slice(-4)],
    );
    this.cache.delete(purposeOf(orgId, provider));
    return { provider, lastFour: apiKey.slice(-4), updatedAt: row?.updated_at ?? new Date() };
  }

  async list(orgId: string): Promise<readonly KeyFacts[]> {
    const rows = await this.database.query<{ provider: string; last_four: string; updated_at: Date }>(
      `SELECT provider, last_four, updated_at FROM integrations.provider_keys WHERE org_id = $1 ORDER BY provider`,
      [orgId],
    );
    return rows.map((row) => ({ provider: row.provider, lastFour: row.last_four, updatedAt: row.updated_at }));
  }

  /** @returns false when there was none. */
  async remove(orgId: string, provider: string): Promise<boolean> {
    const rows = await this.database.query(
      `DELETE FROM integrations.provider_keys WHERE org_id = $1 AND provider = $2 RETURNING provider`,
      [orgId, provider],
    );
    this.cache.delete(purposeOf(orgId, provider));
    return rows.length > 0;
  }

  private installationKey(provider: string): KeyInUse | null {
    const settings = this.config.providers.get(provider);
    if (!settings || (settings.apiKey === null && settings.needsKey)) return null;
    return { provider, owner: INSTALLATION, apiKey: settings.apiKey ?? 'none', baseUrl: settings.baseUrl };
  }

  private async ownKey(provider: string, orgId: string): Promise<KeyInUse | null> {
    const settings = this.config.providers.get(provider);
    if (!settings) return null;
    const cacheKey = purposeOf(orgId, provider);
    const cached = this.cache.get(cacheKey);
    const apiKey = cached && cached.until > Date.now() ? cached.apiKey : await this.load(orgId, provider);
    if (apiKey === null) return null;
    return { provider, owner: orgId, apiKey, baseUrl: settings.baseUrl };
  }

  private async load(orgId: string, provider: string): Promise<string | null> {
    const [row] = await this.database.query<{ sealed: Buffer }>(
      `SELECT sealed FROM integrations.provider_keys WHERE org_id = $1 AND provider = $2`,
      [orgId, provider],
    );
    const purpose = purposeOf(orgId, provider);
    const apiKey = row ? await this.opened(row.sealed, purpose) : null;
    if (this.cache.size > 10_000) this.cache.clear();
    this.cache.set(purpose, { apiKey, until: Date.now() + CACHE_MS });
    return apiKey;
  }

  private async opened(sealed: Buffer, purpose: string): Promise<string | null> {
    try {
      return (await this.secrets.box()).open(sealed, purpose);
    } catch {
      log.error({ key: purpose }, 'a stored provider key cannot be opened: KADR_SECRETS_KEY is not the one it was sealed with');
      return null;
    }
  }
}

/** Where they lie, for the key that seals them. */
export const SEALED_KEYS: SealedTable = {
  what: 'provider keys',
  fingerprints: 'integrations.secrets_key',
  stored: 'integrations.provider_keys',
  async sample(db) {
    const [row] = await db.query<{ org_id: string; provider: string; sealed: Buffer }>(
      'SELECT org_id, provider, sealed FROM integrations.provider_keys LIMIT 1',
    );
    return row ? { sealed: row.sealed, purpose: purposeOf(row.org_id, row.provider) } : null;
  },
};

const purposeOf = (orgId: string, provider: string): string => `${orgId}/${provider}`;
