import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A customer. Everything else belongs to one, named by `orgId`. */
@Entity({ schema: 'identity', name: 'organisations' })
export class OrganisationEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** Name of a plan; what it allows is billing's. */
  @Column('text')
  plan: string;

  /** IANA name: where the organisation's billing day begins. */
  @Column('text')
  timezone: string;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}

/** A bigint comes as text. */
const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

/** An API key. The key itself is never stored, only its SHA-256 and a prefix to find it by. */
@Entity({ schema: 'identity', name: 'api_keys' })
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'uuid', name: 'org_id' })
  orgId: string;

  @Column('text')
  name: string;

  @Column('text')
  prefix: string;

  @Column({ type: 'bytea', name: 'secret_hash' })
  secretHash: Buffer;

  @Column({ type: 'text', array: true })
  scopes: string[];

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  /** Exact to a minute. */
  @Column({ type: 'timestamptz', name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  /** What it may set aside for providers on a day, in millionths of a dollar; null: no limit of its own. */
  @Column({
    type: 'bigint',
    name: 'provider_cost_micros_per_day',
    nullable: true,
    transformer: { to: (value: number | null) => value, from: numberOf },
  })
  providerCostMicrosPerDay: number | null;

  /** The one that KADR_BOOTSTRAP_API_KEY names. */
  @Column({ type: 'boolean', name: 'is_bootstrap' })
  isBootstrap: boolean;
}

export const identityEntities = [OrganisationEntity, ApiKeyEntity];
