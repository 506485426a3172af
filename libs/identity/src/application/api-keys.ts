import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { Clock, Ids, type Principal } from '#platform';
import { digestOf, newKey, prefixOf } from '../domain/api-key.js';
import { ApiKey } from '../infrastructure/api-key.entity.js';

/** How long a key that was seen is trusted without asking again: a revoked one stops working within this time everywhere. */
const TRUST_MS = 2_000;
/** `lastUsedAt` is written at most this often. */
const LAST_USED_MS = 60_000;
/** Entries kept, known and unknown keys alike; a guesser pushes out guesses, not memory. */
const MAX_REMEMBERED = 10_000;

interface Remembered {
  readonly key: ApiKey | null;
  readonly until: number;
}

/** Keys: made once, kept as digests, recognised, revoked. */
@Injectable()
export class ApiKeys {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    @InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @returns who sends this key; null for one that is unknown, revoked or expired. */
  async recognise(secret: string): Promise<Principal | null> {
    const digest = digestOf(secret);
    const name = digest.toString('base64');
    const now = this.clock.nowMs();
    let known = this.remembered.get(name);
    if (!known || known.until <= now) {
      known = { key: await this.keys.findOneBy({ digest }), until: now + TRUST_MS };
      if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
      this.remembered.set(name, known);
      if (known.key) await this.noteUse(known.key, now);
    }
    const { key } = known;
    if (!key || (key.expiresAt && key.expiresAt.getTime() <= now)) return null;
    return { orgId: key.orgId, keyId: key.id, scopes: key.scopes };
  }

  /** @returns the key as it is kept, and the secret, which cannot be had again. */
  async create(orgId: string, name: string, scopes: readonly string[], expiresAt: Date | null): Promise<{ key: ApiKey; secret: string }> {
    const secret = newKey();
    const key = await this.keys.save(this.entity(orgId, name, scopes, secret, { expiresAt, isBootstrap: false }));
    return { key, secret };
  }

  entity(
    orgId: string,
    name: string,
    scopes: readonly string[],
    secret: string,
    { expiresAt, isBootstrap }: { expiresAt: Date | null; isBootstrap: boolean },
  ): ApiKey {
    const createdAt = new Date(this.clock.nowMs());
    const kept = { id: this.ids.next(), orgId, name, prefix: prefixOf(secret), digest: digestOf(secret), scopes: [...scopes] };
    return this.keys.create({ ...kept, isBootstrap, createdAt, expiresAt, lastUsedAt: null });
  }

  /** Newest first. */
  async list(orgId: string, limit: number, olderThan: string | null): Promise<ApiKey[]> {
    const where = olderThan === null ? { orgId } : { orgId, id: LessThan(olderThan) };
    return this.keys.find({ where, order: { id: 'DESC' }, take: limit });
  }

  /** @returns false when the organisation has no such key. */
  async revoke(orgId: string, id: string): Promise<boolean> {
    const { affected } = await this.keys.delete({ id, orgId });
    this.remembered.clear();
    return affected === 1;
  }

  private async noteUse(key: ApiKey, now: number): Promise<void> {
    const lastUsedAt = new Date(now);
    const before = new Date(now - LAST_USED_MS);
    if (key.lastUsedAt === null || key.lastUsedAt < before) await this.keys.update({ id: key.id }, { lastUsedAt });
  }
}
