import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A customer of this installation; everything else belongs to one. */
@Entity({ schema: 'identity', name: 'organisations' })
export class Organisation {
  @PrimaryColumn('uuid')
  id: string;
  @Column('text')
  name: string;
  @Column('text')
  plan: string;
  /** IANA name; days and billing periods are counted in it. */
  @Column('text')
  timezone: string;
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
