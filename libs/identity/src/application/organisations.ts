import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { Clock, deriveId, Ids, logger } from '#platform';
import { digestOf } from '../domain/api-key.js';
import { SCOPES } from '../domain/scopes.js';
import { IdentityConfig } from '../identity.config.js';
import { ApiKey } from '../infrastructure/api-key.entity.js';
import { Organisation } from '../infrastructure/organisation.entity.js';
import { ApiKeys } from './api-keys.js';

/** The organisation of the bootstrap key: the same id in every process that starts at the same time. */
const FIRST_ORGANISATION = deriveId('identity', 'first-organisation');

@Injectable()
export class Organisations implements OnApplicationBootstrap {
  private readonly log = logger('identity');

  constructor(
    @InjectRepository(Organisation) private readonly organisations: Repository<Organisation>,
    private readonly dataSource: DataSource,
    private readonly keys: ApiKeys,
    private readonly config: IdentityConfig,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Makes sure that the first organisation is there and that KADR_BOOTSTRAP_API_KEY, and no earlier one, opens it. */
  async onApplicationBootstrap(): Promise<void> {
    const { bootstrapKey } = this.config;
    if (bootstrapKey === null) return;
    await this.dataSource.transaction(async (tx) => {
      const createdAt = new Date(this.clock.nowMs());
      const first = { id: FIRST_ORGANISATION, name: 'Kadr', plan: 'unlimited', timezone: 'UTC', createdAt };
      await tx.createQueryBuilder().insert().into(Organisation).values(first).orIgnore().execute();
      const options = { expiresAt: null, isBootstrap: true };
      const key = this.keys.entity(FIRST_ORGANISATION, 'bootstrap', SCOPES, bootstrapKey, options);
      await tx.createQueryBuilder().insert().into(ApiKey).values(key).orIgnore().execute();
      const replaced = await tx
        .createQueryBuilder()
        .delete()
        .from(ApiKey)
        .where('is_bootstrap AND digest <> :digest', { digest: digestOf(bootstrapKey) })
        .execute();
      if (replaced.affected) this.log.info({ keys: replaced.affected }, 'the bootstrap key was replaced; the old one no longer works');
    });
  }

  /** A new organisation, with a first key that may do everything in it. */
  async create(name: string, plan: string, timezone: string): Promise<{ organisation: Organisation; key: ApiKey; secret: string }> {
    const createdAt = new Date(this.clock.nowMs());
    const organisation = await this.organisations.save(this.organisations.create({ id: this.ids.next(), name, plan, timezone, createdAt }));
    const scopes = SCOPES.filter((scope) => scope !== 'operator');
    return { organisation, ...(await this.keys.create(organisation.id, 'first key', scopes, null)) };
  }

  get(id: string): Promise<Organisation> {
    return this.organisations.findOneByOrFail({ id });
  }
}
