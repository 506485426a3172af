import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock, Ids, notFound, OrganisationErasures, type Queryable, Refusal } from '#platform';
import { OrganisationEntity } from './entities.js';
import { ApiKeys, type CreatedKey } from './api-keys.js';
import { FIRST_KEY_SCOPES } from './scopes.js';

export interface OrganisationOrder {
  readonly name: string;
  readonly plan: string;
  readonly timezone: string;
}

/** Customers of this installation. */
@Injectable()
export class Organisations {
  constructor(
    @InjectRepository(OrganisationEntity) private readonly repository: Repository<OrganisationEntity>,
    private readonly apiKeys: ApiKeys,
    private readonly clock: Clock,
    private readonly ids: Ids,
    erasures: OrganisationErasures,
  ) {
    erasures.register({ name: 'identity.names', dispose: async () => 0, finish: (tx, id) => this.forget(tx, id) });
  }

  /** In the caller's transaction: the organisation and its first key, with every scope but `operator`. */
  async create(tx: Queryable, order: OrganisationOrder): Promise<{ organisation: OrganisationEntity; firstKey: CreatedKey }> {
    const organisation: OrganisationEntity = { id: this.ids.next(), ...order, createdAt: new Date(this.clock.nowMs()) };
    const { id, name, plan, timezone, createdAt } = organisation;
    await tx.query(`INSERT INTO identity.organisations (id, name, plan, timezone, created_at) VALUES ($1, $2, $3, $4, $5)`, [
      id,
      name,
      plan,
      timezone,
      createdAt,
    ]);
    const firstKey = await this.apiKeys.insert(tx, { orgId: id, name: 'First key', scopes: FIRST_KEY_SCOPES, expiresAt: null });
    return { organisation, firstKey };
  }

  /** @throws Refusal `not_found` */
  async get(id: string): Promise<OrganisationEntity> {
    const organisation = await this.repository.findOneBy({ id });
    if (!organisation) throw notFound();
    return organisation;
  }

  /**
   * In the caller's transaction: nobody acts for it any more, from now on. @throws Refusal `not_found`; `not_erasable` for the one that runs
   * this installation
   */
  async close(tx: Queryable, id: string): Promise<void> {
    await this.get(id);
    const [own] = await tx.query('SELECT 1 FROM identity.api_keys WHERE org_id = $1 AND is_bootstrap AND revoked_at IS NULL', [id]);
    if (own) throw new Refusal('conflict', 'not_erasable', 'This organisation runs the installation: its key is KADR_BOOTSTRAP_API_KEY.');
    await tx.query('UPDATE identity.api_keys SET revoked_at = now() WHERE org_id = $1 AND revoked_at IS NULL', [id]);
    await tx.query('UPDATE identity.members SET removed_at = now() WHERE org_id = $1 AND removed_at IS NULL', [id]);
    await tx.query('UPDATE identity.sessions SET ended_at = now() WHERE org_id = $1 AND ended_at IS NULL', [id]);
    await tx.query('DELETE FROM identity.sign_in_links WHERE org_id = $1', [id]);
  }

  /** Once `close` is committed: what this process remembers of its keys. */
  forgetKeys(id: string): void {
    this.apiKeys.forgetAll(id);
  }

  /** The names its people gave and were given. Its plan and its sums stay, under its id. */
  async forget(tx: Queryable, id: string): Promise<void> {
    await tx.query(`UPDATE identity.organisations SET name = '[erased]' WHERE id = $1`, [id]);
    await tx.query(`UPDATE identity.api_keys SET name = '[erased]' WHERE org_id = $1`, [id]);
    await tx.query('UPDATE identity.members SET subject = id::text, email = NULL WHERE org_id = $1', [id]);
    await tx.query('DELETE FROM identity.sessions WHERE org_id = $1', [id]);
  }

  /** On the asker's connection; null: there is none. */
  async find(db: Queryable, id: string): Promise<Pick<OrganisationEntity, 'plan' | 'timezone' | 'createdAt'> | null> {
    const rows = await db.query<{ plan: string; timezone: string; created_at: Date }>(
      'SELECT plan, timezone, created_at FROM identity.organisations WHERE id = $1',
      [id],
    );
    return rows.map(({ plan, timezone, created_at }) => ({ plan, timezone, createdAt: created_at }))[0] ?? null;
  }

  /** The name alone, for those who ask who they are; whoever keeps plans says what it allows. */
  async notePlan(tx: Queryable, id: string, plan: string): Promise<void> {
    await tx.query('UPDATE identity.organisations SET plan = $2 WHERE id = $1', [id, plan]);
  }
}
