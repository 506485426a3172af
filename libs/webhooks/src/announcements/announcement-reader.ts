import { Injectable } from '@nestjs/common';
import { Clock, Database, type Queryable } from '#platform';
import { LinkSigner } from '../contracts/ports.js';
import { AnnouncementSink } from './announcement-sink.js';
import { ANNOUNCEMENT_COLUMNS, type AnnouncementColumns, announcementOf, type StoredAnnouncement } from './announcement-table.js';
import { type AnnouncementBody, bodyOf, LINKS_MS } from './body.js';

export interface EventsPage {
  /** Position; only what is behind it is meant. */
  readonly after: number;
  /** Of the last entry with that position; null: all of that position are behind us. */
  readonly afterId: string | null;
  /** Types, `job.*` or `*`; empty: all. */
  readonly types: readonly string[];
  readonly limit: number;
}

/** The same announcements, pulled. Oldest first, and complete: what is shown is followed by nothing older. */
@Injectable()
export class AnnouncementReader {
  constructor(
    private readonly database: Database,
    private readonly sink: AnnouncementSink,
    private readonly links: LinkSigner,
    private readonly clock: Clock,
  ) {}

  /**
   * Announcers are behind the log by a moment, and not all by the same: what lies behind an event that one of them still has before it is
   * not shown yet, so that whoever goes on from the last position misses nothing. One statement, one snapshot.
   */
  async page(orgId: string, { after, afterId, types, limit }: EventsPage): Promise<StoredAnnouncement[]> {
    const rows = await this.database.query<AnnouncementColumns>(
      `SELECT ${ANNOUNCEMENT_COLUMNS} FROM webhooks.announcements
        WHERE org_id = $1 AND (position > $2 OR (position = $2 AND id > $3::uuid))
          AND position < coalesce(eventing.first_unhandled($4::text[], $5::text[], $6::text[]), 9223372036854775807)
          AND ($7::text[] IS NULL OR ARRAY[type, split_part(type, '.', 1) || '.*', '*'] && $7::text[])
        ORDER BY position, id LIMIT $8`,
      [orgId, after, afterId, ...this.#announcers(), types.length > 0 ? types : null, limit],
    );
    return rows.map(announcementOf);
  }

  /** Position of the newest that `page` would show; 0: none. */
  async end(orgId: string): Promise<number> {
    const [row] = await this.database.query<{ position: string }>(
      `SELECT position FROM webhooks.announcements
        WHERE org_id = $1 AND position < coalesce(eventing.first_unhandled($2::text[], $3::text[], $4::text[]), 9223372036854775807)
        ORDER BY position DESC LIMIT 1`,
      [orgId, ...this.#announcers()],
    );
    return Number(row?.position ?? 0);
  }

  /** Position up to which all that may be announced of an organisation is stored: what is stored later lies behind it. */
  async storedUpTo(db: Queryable, orgId: string): Promise<number> {
    const [row] = await db.query<{ position: string }>(
      `SELECT coalesce(eventing.first_unhandled($2::text[], $3::text[], $4::text[]) - 1,
                       (SELECT max(position) FROM webhooks.announcements WHERE org_id = $1), 0) AS position`,
      [orgId, ...this.#announcers()],
    );
    return Number(row?.position ?? 0);
  }

  /** Of the newest announcement that is stored, shown or not; 0: there is none. */
  async lastPosition(db: Queryable, orgId: string): Promise<number> {
    const [row] = await db.query<{ position: string | null }>(
      'SELECT max(position) AS position FROM webhooks.announcements WHERE org_id = $1',
      [orgId],
    );
    return Number(row?.position ?? 0);
  }

  /** Last positions of organisations, shown or not. One query for all. */
  async lastPositions(orgIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ org_id: string; position: string | null }>(
      `SELECT o.org_id, (SELECT a.position FROM webhooks.announcements a WHERE a.org_id = o.org_id ORDER BY a.position DESC LIMIT 1) AS position
         FROM unnest($1::uuid[]) AS o(org_id)`,
      [orgIds],
    );
    return new Map(rows.map((row) => [row.org_id, Number(row.position ?? 0)]));
  }

  /** As it is sent; links that would be over already work from now on. */
  show(announcement: StoredAnnouncement): AnnouncementBody {
    const isOver = Date.parse(announcement.occurredAt) + LINKS_MS < this.clock.nowMs();
    return bodyOf(announcement, this.links, 'full', isOver ? this.clock.nowMs() : null);
  }

  /** One entry for each type of event that something may be said of. */
  #announcers(): [string[], string[], string[]] {
    const all = this.sink.announcers.flatMap(({ name, follows, reactsTo }) => reactsTo.map((type) => ({ name, follows, type })));
    return [all.map(({ name }) => name), all.map(({ follows }) => follows), all.map(({ type }) => type)];
  }
}
