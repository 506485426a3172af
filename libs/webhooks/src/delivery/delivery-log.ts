import { Injectable } from '@nestjs/common';
import { Database, notFound } from '#platform';
import { ANNOUNCEMENT_COLUMNS, type AnnouncementColumns, announcementOf } from '../announcements/announcement-table.js';
import { type EndpointRow } from '../endpoints/endpoints.projection.js';
import { LEASED } from './delivery-table.js';
import { Sender } from './sender.js';
import { type AttemptView, triesOf } from './tries-log.js';

export { type AttemptView } from './tries-log.js';

/** What callers know the states by. */
const SHOWN = { due: 'pending', sending: 'sending', held: 'held', done: 'succeeded', failed: 'failed' } as const;
type State = keyof typeof SHOWN;

export const DELIVERY_STATUSES = ['pending', 'sending', 'held', 'succeeded', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface DeliveryView {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly type: string;
  readonly status: DeliveryStatus;
  readonly cause: string;
  readonly tries: number;
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

interface Row {
  delivery_id: string;
  endpoint_id: string;
  announcement_id: string;
  type: string;
  state: State;
  cause: string;
  tries: number;
  links_from: Date | null;
  next_attempt_at: Date;
  created_at: Date;
  ended_at: Date | null;
}

/** What is leased is being sent. */
const STATE = `CASE WHEN l.state = 'due' AND l.delivery_id = ANY(${LEASED}) THEN 'sending' ELSE l.state END`;
const COLUMNS = `delivery_id, endpoint_id, announcement_id, type, ${STATE} AS state, cause, tries, links_from, next_attempt_at, created_at, ended_at`;

export interface DeliveriesPage {
  readonly status: DeliveryStatus | null;
  readonly type: string | null;
  /** Of the last entry before. */
  readonly olderThan: { readonly createdAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** What was delivered, what was not, and why. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly database: Database,
    private readonly sender: Sender,
  ) {}

  /** Newest first, each with the key that a page goes on from. */
  async list(
    orgId: string,
    endpointId: string,
    { status, type, olderThan, limit }: DeliveriesPage,
  ): Promise<{ key: string; view: DeliveryView }[]> {
    const states = Object.entries(SHOWN).flatMap(([state, shown]) => (status === null || shown === status ? [state] : []));
    const rows = await this.database.forOrganisation(orgId).query<Row & { key: string }>(
      `SELECT ${COLUMNS}, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || delivery_id AS key
         FROM webhooks.deliveries l
        WHERE org_id = $1 AND endpoint_id = $2 AND ${STATE} = ANY($3::text[]) AND ($4::text IS NULL OR type = $4)
          AND ($5::timestamptz IS NULL OR (created_at, delivery_id) < ($5::timestamptz, $6::uuid))
        ORDER BY created_at DESC, delivery_id DESC LIMIT $7`,
      [orgId, endpointId, states, type, olderThan?.createdAt ?? null, olderThan?.id ?? null, limit],
    );
    return rows.map((row) => ({ key: row.key, view: viewOf(row) }));
  }

  /** With its tries, newest first, and what is sent; null: kept no longer. @throws Refusal `not_found` */
  async get(orgId: string, deliveryId: string): Promise<DeliveryView & { attempts: AttemptView[]; body: object | null }> {
    const db = this.database.forOrganisation(orgId);
    const [row] = await db.query<Row & { log: string[] }>(
      `SELECT ${COLUMNS}, log FROM webhooks.deliveries l WHERE org_id = $1 AND delivery_id = $2
          AND EXISTS (SELECT FROM webhooks.endpoints e WHERE e.org_id = $1 AND e.key = l.endpoint_id::text)`,
      [orgId, deliveryId],
    );
    if (!row) throw notFound();
    const attempts = await triesOf(db, orgId, deliveryId, row.log);
    return { ...viewOf(row), attempts, body: await this.bodyOf(orgId, row) };
  }

  private async bodyOf(orgId: string, row: Row): Promise<object | null> {
    const db = this.database.forOrganisation(orgId);
    const [announced] = await db.query<AnnouncementColumns>(
      `SELECT ${ANNOUNCEMENT_COLUMNS} FROM webhooks.announcements WHERE org_id = $1 AND id = $2`,
      [orgId, row.announcement_id],
    );
    const [endpoint] = await db.query<{ data: EndpointRow }>('SELECT data FROM webhooks.endpoints WHERE org_id = $1 AND key = $2', [
      orgId,
      row.endpoint_id,
    ]);
    const delivery = {
      ...{ announcementId: row.announcement_id, type: row.type, cause: row.cause },
      ...{ createdAt: row.created_at.toISOString(), linksFrom: row.links_from?.getTime() ?? null },
    };
    const body = this.sender.bodyFor(delivery, endpoint?.data ?? { payload: 'full' }, announced ? announcementOf(announced) : null);
    return body && (JSON.parse(body.toString('utf8')) as object);
  }
}

const viewOf = (row: Row): DeliveryView => ({
  ...{ id: row.delivery_id, endpointId: row.endpoint_id, eventId: row.announcement_id, type: row.type },
  ...{ status: SHOWN[row.state], cause: row.cause, tries: row.tries },
  nextAttemptAt: row.state === 'due' ? row.next_attempt_at.toISOString() : null,
  ...{ createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null },
});
