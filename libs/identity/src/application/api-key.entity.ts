import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key as it is kept: its digest, never itself. */
@Entity({ schema: 'identity', name: 'api_keys' })
export class ApiKey {
  @PrimaryColumn('uuid')
  id: string;
  @Column('uuid', { name: 'org_id' })
  orgId: string;
  @Column('text')
  name: string;
  /** First characters of the key, to recognise it by. */
  @Column('text')
  prefix: string;
  /** SHA-256 of the whole key. The key has 128 random bits or more, so no slow hash is needed. */
  @Column('bytea')
  digest: Buffer;
  @Column('text', { array: true })
  scopes: string[];
  /** The key of KADR_BOOTSTRAP_API_KEY. */
  @Column('boolean', { name: 'is_bootstrap' })
  isBootstrap: boolean;
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;
}
