import { Injectable } from '@nestjs/common';
import { KeptAddresses } from '#assets';
import { type Queryable } from '#platform';
import { type ShortVideoOrder } from './short-video-order.js';

const ORDER = 'order';

/** Orders beside the log: they hold addresses that may be signed, and a token for whom to tell. They are removed with their film. */
@Injectable()
export class ShortVideoOrders {
  constructor(private readonly addresses: KeptAddresses) {}

  keep(tx: Queryable, orgId: string, videoId: string, order: ShortVideoOrder): Promise<void> {
    return this.addresses.keep(tx, { orgId, subjectId: videoId }, ORDER, new Map([[ORDER, order]]));
  }

  find(db: Queryable, orgId: string, videoId: string): Promise<ShortVideoOrder | null> {
    return this.addresses.find<ShortVideoOrder>(db, { orgId, subjectId: videoId }, ORDER, ORDER);
  }

  /** Newest first. */
  list(db: Queryable, orgId: string, limit: number): Promise<readonly string[]> {
    return this.addresses.newest(db, orgId, ORDER, limit);
  }

  forget(tx: Queryable, orgId: string, videoId: string): Promise<void> {
    return this.addresses.forget(tx, { orgId, subjectId: videoId }, ORDER);
  }
}
