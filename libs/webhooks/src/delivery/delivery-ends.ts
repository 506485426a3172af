import { Injectable } from '@nestjs/common';
import { Database } from '#platform';

/** What has become of one announcement. */
export interface DeliveryEnd {
  /** Deliveries that a try is made for, sooner or later. */
  readonly underWay: number;
  /** Receivers that have taken it. */
  readonly delivered: number;
  /** Tried as often as it may be. */
  readonly failed: number;
  /** Of endpoints that are disabled: nobody tries. */
  readonly held: number;
}

/** Whether those who hear of an announcement have answered: for whoever waits for that. */
@Injectable()
export class DeliveryEnds {
  constructor(private readonly database: Database) {}

  /** @returns null: it is not announced yet, or kept no longer. Announced for nobody: all of them 0 */
  async of(orgId: string, announcementId: string): Promise<DeliveryEnd | null> {
    const [row] = await this.database.forOrganisation(orgId).query<DeliveryEnd>(
      `SELECT count(*) FILTER (WHERE d.state IN ('due', 'sending'))::int AS "underWay", count(*) FILTER (WHERE d.state = 'done')::int AS delivered,
              count(*) FILTER (WHERE d.state = 'failed')::int AS failed, count(*) FILTER (WHERE d.state = 'held')::int AS held
         FROM webhooks.announcements a
         LEFT JOIN webhooks.endpoints e ON e.org_id = a.org_id
         LEFT JOIN webhooks.deliveries d ON d.org_id = a.org_id AND d.endpoint_id = e.key::uuid AND d.announcement_id = a.id
        WHERE a.org_id = $1 AND a.id = $2 GROUP BY a.id`,
      [orgId, announcementId],
    );
    return row ?? null;
  }
}
