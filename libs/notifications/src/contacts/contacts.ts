import { Injectable } from '@nestjs/common';
import { type Context, UnitOfWork } from '#eventing';
import { Clock, Database, Ids, type Queryable } from '#platform';
import { type ContactRole } from '../contracts/contact.events.js';
import { CHAT_TOKEN_BYTES, hashOf, newToken, TOKEN } from '../secret-token.js';
import { type ContactRow } from './contact-list.projection.js';
import { ChangeContact, type ContactCommand, type ContactSettings, LinkContact, UnlinkContact } from './domain/contact.commands.js';
import { contact, UnknownContact } from './domain/contact.decider.js';

/** A contact with where it is reached. */
export interface Contact extends ContactRow {
  readonly id: string;
  readonly orgId: string;
  /** A chat's id, or an address of mail. */
  readonly address: string;
  readonly name: string | null;
}

interface Row {
  readonly id: string;
  readonly org_id: string;
  /** Rows of earlier releases say nothing of quiet hours: there were none. */
  readonly data: Omit<ContactRow, 'quiet'> & Partial<Pick<ContactRow, 'quiet'>>;
  readonly address: string;
  readonly name: string | null;
}

const LINK_MINUTES = 15;
const SELECT = `SELECT c.key AS id, c.org_id, c.data, d.address, d.name
  FROM notifications.contacts c JOIN notifications.contact_details d ON d.contact_id = c.key::uuid AND d.org_id = c.org_id`;

/** Who hears of an organisation's videos outside the API, and what they may do. */
@Injectable()
export class Contacts {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Newest first, `limit + 1` of them at most. */
  async list(orgId: string, limit: number, olderThan: string | null): Promise<Contact[]> {
    const rows = await this.database
      .forOrganisation(orgId)
      // The page by one index, their details by another: joined as a whole, everybody's would be read.
      .query<Row>(
        `SELECT c.key AS id, c.org_id, c.data, d.address, d.name FROM notifications.contacts c
          CROSS JOIN LATERAL (SELECT address, name FROM notifications.contact_details
                               WHERE contact_id = c.key::uuid AND org_id = c.org_id OFFSET 0) d
          WHERE c.org_id = $1 AND ($2::text IS NULL OR c.key < $2) ORDER BY c.key DESC LIMIT $3`,
        [orgId, olderThan, limit + 1],
      );
    return rows.map(contactOf);
  }

  /** @returns null when it is not linked (any more) */
  async find(id: string, db: Queryable = this.database): Promise<Contact | null> {
    const [row] = await db.query<Row>(`${SELECT} WHERE c.key = $1`, [id]);
    return row ? contactOf(row) : null;
  }

  /** Whom a chat or a person's private chat belongs to. */
  async at(address: string): Promise<Contact | null> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE d.channel = 'telegram' AND d.address = $1`, [address]);
    return row ? contactOf(row) : null;
  }

  /** A one-time token by which a chat becomes a contact, for 15 minutes. Shown this once. */
  async invite(
    tx: Queryable,
    order: { readonly orgId: string; readonly role: ContactRole; readonly language: string },
  ): Promise<{ readonly token: string; readonly expiresAt: Date }> {
    const { token, hash } = newToken(CHAT_TOKEN_BYTES);
    const expiresAt = new Date(this.clock.nowMs() + LINK_MINUTES * 60_000);
    await tx.query(`DELETE FROM notifications.contact_links WHERE org_id = $1 AND expires_at < $2::timestamptz - interval '1 day'`, [
      order.orgId,
      new Date(this.clock.nowMs()),
    ]);
    await tx.query(
      `INSERT INTO notifications.contact_links (token_hash, org_id, contact_id, role, language, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [hash, order.orgId, this.ids.next(), order.role, order.language, expiresAt],
    );
    return { token, expiresAt };
  }

  /** Uses the token up. A chat that was somebody's before leaves them. @returns null when the token is unknown, used or over */
  async link(token: string, address: string, name: string | null): Promise<Contact | null> {
    if (!TOKEN.test(token)) return null;
    const now = this.clock.now();
    const contactId = await this.unitOfWork.run(async (tx) => {
      const [invited] = await tx.query<{ org_id: string; contact_id: string; role: ContactRole; language: string }>(
        `UPDATE notifications.contact_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING org_id, contact_id, role, language`,
        [hashOf(token), now],
      );
      if (!invited) return null;
      const { org_id: orgId, contact_id: id, role, language } = invited;
      await this.forgetAddress(tx, address, now);
      await tx.query(
        `INSERT INTO notifications.contact_details (contact_id, org_id, channel, address, name) VALUES ($1, $2, 'telegram', $3, $4)`,
        [id, orgId, address, name],
      );
      const settings = { role, language, wants: ['approvals', 'ends', 'all'] } as const;
      await tx.decide(contact, id, new LinkContact({ contactId: id, channel: 'telegram', ...settings }, now), {
        orgId,
        actor: `contact:${id}`,
      });
      return id;
    });
    return contactId === null ? null : this.find(contactId);
  }

  /** @throws UnknownContact, also for one of another organisation */
  async change(by: Context, id: string, wanted: Partial<ContactSettings>): Promise<Contact> {
    await this.decide(by, new ChangeContact({ contactId: id, ...wanted }, this.clock.now()), async (tx) => {
      // What waited for the end of quiet hours goes by the new ones.
      if (wanted.quiet !== undefined) await releaseWaiting(tx, id);
      if (wanted.role === 'viewer') await pauseLinks(tx, id);
      else if (wanted.role !== undefined) await resumeLinks(tx, id);
    });
    const changed = await this.find(id);
    if (!changed) throw new UnknownContact(id);
    return changed;
  }

  /** Where it is reached is forgotten with it. @throws UnknownContact */
  async unlink(by: Context, id: string, reason: 'asked' | 'blocked' | 'removed'): Promise<void> {
    await this.decide(by, new UnlinkContact({ contactId: id, reason }, this.clock.now()), async (tx) => {
      for (const table of ['contact_details', 'outbox', 'cards', 'buttons', 'mail_lanes']) {
        await tx.query(`DELETE FROM notifications.${table} WHERE contact_id = $1`, [id]);
      }
      await revokeLinks(tx, id);
    });
  }

  /** A group that became a supergroup has another id. */
  async move(id: string, address: string): Promise<void> {
    await this.database.query('UPDATE notifications.contact_details SET address = $2 WHERE contact_id = $1', [id, address]);
  }

  private async decide(by: Context, command: ContactCommand, also?: (tx: Queryable) => Promise<void>): Promise<void> {
    const { contactId } = command.data;
    await this.unitOfWork.run(async (tx) => {
      const own = await tx.query('SELECT 1 FROM notifications.contacts WHERE key = $1 AND org_id = $2', [contactId, by.orgId]);
      if (own.length === 0) throw new UnknownContact(contactId);
      await tx.decide(contact, contactId, command, by);
      await also?.(tx);
    });
  }

  private async forgetAddress(tx: Parameters<Parameters<UnitOfWork['run']>[0]>[0], address: string, now: string): Promise<void> {
    const [row] = await tx.query<{ contact_id: string; org_id: string }>(
      `DELETE FROM notifications.contact_details WHERE channel = 'telegram' AND address = $1 RETURNING contact_id, org_id`,
      [address],
    );
    if (!row) return;
    const { contact_id: contactId, org_id: orgId } = row;
    const linked = await tx.load(contact, contactId);
    if (linked.state.status !== 'linked') return;
    const command = new UnlinkContact({ contactId, reason: 'asked' }, now);
    await tx.decide(contact, contactId, command, { orgId, actor: `contact:${contactId}` });
  }
}

const contactOf = ({ id, org_id: orgId, data, address, name }: Row): Contact => ({
  id,
  orgId,
  address,
  name,
  ...data,
  quiet: data.quiet ?? null,
});

async function releaseWaiting(tx: Queryable, contactId: string): Promise<void> {
  await tx.query('UPDATE notifications.outbox SET due_at = now() WHERE contact_id = $1 AND attempts = 0', [contactId]);
  await tx.query(
    `UPDATE notifications.mail_lanes SET due_at = greatest(now(), sent_at + interval '1 minute') WHERE contact_id = $1 AND attempts = 0`,
    [contactId],
  );
}

/** Links that were sent to a contact decide nothing for somebody who may not decide any more. */
/** For good. */
async function revokeLinks(tx: Queryable, contactId: string): Promise<void> {
  await tx.query(
    'UPDATE notifications.approval_links SET revoked_at = coalesce(revoked_at, now()), is_paused = false WHERE created_by = $1',
    [`contact:${contactId}`],
  );
}

/** Whoever may only look has mails with links that decide. */
async function pauseLinks(tx: Queryable, contactId: string): Promise<void> {
  await tx.query(
    'UPDATE notifications.approval_links SET revoked_at = now(), is_paused = true WHERE created_by = $1 AND revoked_at IS NULL',
    [`contact:${contactId}`],
  );
}

/** Those mails are good again; a link that somebody has revoked is not. */
async function resumeLinks(tx: Queryable, contactId: string): Promise<void> {
  await tx.query('UPDATE notifications.approval_links SET revoked_at = NULL, is_paused = false WHERE created_by = $1 AND is_paused', [
    `contact:${contactId}`,
  ]);
}
