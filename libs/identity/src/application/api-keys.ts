import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThan, Repository } from 'typeorm';
import { Clock, hasScope, Ids, notFound, type Principal, type Queryable, Refusal } from '#platform';
import { ApiKeyEntity } from './entities.js';
import { newKey } from './api-key.js';
import { KeyCache } from './key-cache.js';

export interface KeyOrder {
  readonly orgId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  /** In millionths of a dollar; absent: no limit of its own. */
  readonly providerCostMicrosPerDay?: number | null;
}

export interface CreatedKey {
  readonly entity: ApiKeyEntity;
  /** Shown once. */
  readonly key: string;
}

/** The keys of an organisation. */
@Injectable()
export class ApiKeys {
  constructor(
    @InjectRepository(ApiKeyEntity) private readonly repository: Repository<ApiKeyEntity>,
    private readonly cache: KeyCache,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** In the caller's transaction. @throws Refusal `insufficient_scope` when the maker hands on what it does not have */
  async create(tx: Queryable, maker: Principal, order: KeyOrder): Promise<CreatedKey> {
    const missing = order.scopes.filter((scope) => !hasScope(maker.scopes, scope));
    if (missing.length > 0) {
      throw new Refusal('forbidden', 'insufficient_scope', `A key can only hand on what it has itself, not ${missing.join(', ')}.`);
    }
    return this.insert(tx, order);
  }

  /** Without a maker: the first key of an organisation. */
  async insert(tx: Queryable, { orgId, name, scopes, expiresAt, providerCostMicrosPerDay = null }: KeyOrder): Promise<CreatedKey> {
    const { key, prefix, hash } = newKey();
    const entity: ApiKeyEntity = {
      id: this.ids.next(),
      orgId,
      name,
      prefix,
      secretHash: hash,
      scopes: [...new Set(scopes)],
      createdAt: new Date(this.clock.nowMs()),
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
      isBootstrap: false,
      providerCostMicrosPerDay,
    };
    await tx.query(
      `INSERT INTO identity.api_keys (id, org_id, name, prefix, secret_hash, scopes, created_at, expires_at, provider_cost_micros_per_day)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [entity.id, orgId, name, prefix, hash, entity.scopes, entity.createdAt, expiresAt, providerCostMicrosPerDay],
    );
    return { entity, key };
  }

  /** Newest first, `limit + 1` of them at most; revoked ones are left out. */
  list(orgId: string, limit: number, olderThan: string | null): Promise<ApiKeyEntity[]> {
    return this.repository.find({
      where: { orgId, revokedAt: IsNull(), ...(olderThan !== null && { id: LessThan(olderThan) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
  }

  /** @throws Refusal `not_found`, also for another organisation's and for a revoked one */
  async get(orgId: string, id: string): Promise<ApiKeyEntity> {
    const entity = await this.repository.findOneBy({ id, orgId, revokedAt: IsNull() });
    if (!entity) throw notFound();
    return entity;
  }

  /** What the key may set aside for providers on a day, in millionths of a dollar; null: no limit of its own, or no such key. */
  async dailyLimitOf(db: Queryable, orgId: string, id: string): Promise<number | null> {
    const [row] = await db.query<{ limit: string | null }>(
      'SELECT provider_cost_micros_per_day AS "limit" FROM identity.api_keys WHERE id = $1 AND org_id = $2',
      [id, orgId],
    );
    return row?.limit == null ? null : Number(row.limit);
  }

  /** Once it is committed that an organisation is closed: its keys are refused here from now on, within the cache's 3 s everywhere. */
  forgetAll(orgId: string): void {
    this.cache.forgetAll(orgId);
  }

  /** From now on refused here, within the cache's 3 s everywhere. @throws Refusal `not_found`, `bootstrap_key` */
  async revoke(orgId: string, id: string): Promise<void> {
    const entity = await this.get(orgId, id);
    if (entity.isBootstrap) {
      throw new Refusal('conflict', 'bootstrap_key', 'This key is named by KADR_BOOTSTRAP_API_KEY; change it there to replace it.');
    }
    await this.repository.update({ id, revokedAt: IsNull() }, { revokedAt: new Date(this.clock.nowMs()) });
    this.cache.forget(id);
  }
}
