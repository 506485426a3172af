import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock, Ids, notFound, type Queryable } from '#platform';
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
  ) {}

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
}
