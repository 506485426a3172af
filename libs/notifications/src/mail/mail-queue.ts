import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '#platform';
import { type News } from '../tell.process-manager.js';
import { type Invitation } from './mailboxes.js';

export interface WaitingNews {
  readonly id: string;
  readonly videoId: string | null;
  readonly news: News;
}

export interface WaitingInvitation extends Invitation {
  readonly attempts: number;
}

/** So much is told in one mail; the rest comes in the next. */
const NEWS_A_MAIL = 30;
/** Between two mails to a mailbox. What comes meanwhile is gathered. */
const BETWEEN_SECONDS = 60;
const MAX_ATTEMPTS = 30;
const MAX_WAIT_SECONDS = 3600;

/** News for mailboxes, one lane each: one that cannot be reached keeps nobody else waiting. */
@Injectable()
export class MailQueue {
  constructor(private readonly database: Database) {}

  /** Mailboxes that something is due for and that may be written to. Those who wait longest first. */
  async due(limit: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ contact_id: string }>(
      `SELECT o.contact_id FROM notifications.outbox o LEFT JOIN notifications.mail_lanes l ON l.contact_id = o.contact_id
        WHERE o.channel = 'email' AND o.not_before <= now() AND o.due_at <= now() AND (l.due_at IS NULL OR l.due_at <= now())
        GROUP BY o.contact_id ORDER BY min(o.position) LIMIT $1`,
      [limit],
    );
    return rows.map(({ contact_id }) => contact_id);
  }

  /** What is due for a mailbox, in its order. */
  async newsFor(contactId: string): Promise<WaitingNews[]> {
    return this.database.query<WaitingNews>(
      `SELECT id, video_id AS "videoId", news FROM notifications.outbox
        WHERE contact_id = $1 AND channel = 'email' AND not_before <= now() ORDER BY position, not_before, id LIMIT $2`,
      [contactId, NEWS_A_MAIL],
    );
  }

  /** It was sent, or there was nothing left to say. */
  async told(contactId: string, orgId: string, ids: readonly string[], wasSent: boolean): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM notifications.outbox WHERE id = ANY ($1::uuid[])', [ids]);
      if (wasSent) await this.nextAfter(tx, contactId, orgId);
    });
  }

  /** @returns whether it was given up: then what it says is dropped */
  async failed(contactId: string, orgId: string, ids: readonly string[]): Promise<boolean> {
    const [lane] = await this.database.query<{ attempts: number }>(
      `INSERT INTO notifications.mail_lanes AS l (contact_id, org_id, due_at, attempts) VALUES ($1, $2, now() + interval '2 seconds', 1)
       ON CONFLICT (contact_id) DO UPDATE SET attempts = l.attempts + 1,
         due_at = now() + make_interval(secs => least($3::float, power(2, l.attempts + 1)))
       RETURNING attempts`,
      [contactId, orgId, MAX_WAIT_SECONDS],
    );
    if ((lane?.attempts ?? 0) < MAX_ATTEMPTS) return false;
    await this.told(contactId, orgId, ids, false);
    await this.database.query('UPDATE notifications.mail_lanes SET attempts = 0 WHERE contact_id = $1', [contactId]);
    return true;
  }

  /** Nobody is written to before then. */
  async leaveAlone(contactId: string, orgId: string, until: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO notifications.mail_lanes (contact_id, org_id, due_at) VALUES ($1, $2, $3)
       ON CONFLICT (contact_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0`,
      [contactId, orgId, until],
    );
  }

  async invitations(limit: number): Promise<WaitingInvitation[]> {
    return this.database.query<WaitingInvitation>(
      `SELECT contact_id AS id, org_id AS "orgId", address, role, language, attempts FROM notifications.contact_links
        WHERE channel = 'email' AND sent_at IS NULL AND used_at IS NULL AND address IS NOT NULL AND due_at <= now() AND expires_at > now()
        ORDER BY due_at LIMIT $1`,
      [limit],
    );
  }

  async invited(id: string): Promise<void> {
    await this.database.query('UPDATE notifications.contact_links SET sent_at = now() WHERE contact_id = $1', [id]);
  }

  /** @param isFinal the server will never take it */
  async notInvited(id: string, isFinal: boolean): Promise<void> {
    await this.database.query(
      `UPDATE notifications.contact_links SET attempts = attempts + 1,
              due_at = now() + make_interval(secs => least($3::float, power(2, attempts + 1))),
              expires_at = CASE WHEN $2 OR attempts + 1 >= $4 THEN now() ELSE expires_at END
        WHERE contact_id = $1`,
      [id, isFinal, MAX_WAIT_SECONDS, MAX_ATTEMPTS],
    );
  }

  /** Questions that nobody has answered, with the addresses in them; lanes of nobody. */
  async forgetOld(): Promise<void> {
    await this.database.query(`DELETE FROM notifications.contact_links WHERE expires_at < now() - interval '1 day'`);
  }

  private async nextAfter(tx: Queryable, contactId: string, orgId: string): Promise<void> {
    await tx.query(
      `INSERT INTO notifications.mail_lanes (contact_id, org_id, sent_at, due_at) VALUES ($1, $2, now(), now() + make_interval(secs => $3))
       ON CONFLICT (contact_id) DO UPDATE SET sent_at = excluded.sent_at, due_at = excluded.due_at, attempts = 0`,
      [contactId, orgId, BETWEEN_SECONDS],
    );
  }
}
