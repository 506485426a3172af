import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, Database, Ids, type Queryable, Refusal } from '#platform';
import { type Contact, Contacts } from '../contacts/contacts.js';
import { LinkContact } from '../contacts/domain/contact.commands.js';
import { contact } from '../contacts/domain/contact.decider.js';
import { type ContactRole } from '../contracts/contact.events.js';
import { hashOf } from '../secret-token.js';
import { MailTokens } from './mail-tokens.js';
import { MailTransport } from './mail-transport.js';

export interface MailboxOrder {
  readonly orgId: string;
  readonly address: string;
  /** Null: what stands before the @. */
  readonly name: string | null;
  readonly role: ContactRole;
  readonly language: string;
}

/** A mailbox that was asked and has not answered. */
export interface Invitation {
  readonly id: string;
  readonly orgId: string;
  readonly address: string;
  readonly role: ContactRole;
  readonly language: string;
}

interface Row {
  readonly contact_id: string;
  readonly org_id: string;
  readonly address: string;
  readonly name: string | null;
  readonly role: ContactRole;
  readonly language: string;
  readonly expires_at: Date;
}

const LIVES_MS = 3 * 86_400_000;
/** An address that was asked so shortly before is not asked again. */
const SAME_MS = 10 * 60_000;
/** Whoever gives addresses away must not be able to flood mailboxes by us. */
const INVITATIONS_A_DAY = 100;
const COLUMNS = 'contact_id, org_id, address, name, role, language, expires_at';
const OPEN = `channel = 'email' AND used_at IS NULL AND expires_at > $1`;

/** Mailboxes become contacts when whoever reads them agrees; addresses of others are written to once. */
@Injectable()
export class Mailboxes {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly contacts: Contacts,
    private readonly tokens: MailTokens,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws Refusal `channel_unavailable`, `contact_exists`, `rate_limited` */
  async invite(tx: Queryable, order: MailboxOrder): Promise<{ readonly id: string; readonly expiresAt: Date }> {
    if (!this.transport.isThere)
      throw new Refusal('conflict', 'channel_unavailable', 'There is no mail here: set KADR_SMTP_URL and KADR_MAIL_FROM.');
    const { orgId, name, role, language } = order;
    const address = order.address.replace(/@.*$/, (domain) => domain.toLowerCase());
    const now = new Date(this.clock.nowMs());
    // Two of the same address at once are one question.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('mail invitations ' || $1::text, 0))`, [orgId]);
    await this.refuseKnown(tx, orgId, address);
    const asked = await this.askedBefore(tx, order, address, now);
    if (asked) return asked;
    await this.refuseFlood(tx, orgId, now);
    // The question before is over, and still counts.
    await tx.query(
      `UPDATE notifications.contact_links SET expires_at = $1, address = NULL, name = NULL WHERE ${OPEN} AND org_id = $2 AND lower(address) = lower($3)`,
      [now, orgId, address],
    );
    const id = this.ids.next();
    const expiresAt = new Date(now.getTime() + LIVES_MS);
    await tx.query(
      `INSERT INTO notifications.contact_links
         (token_hash, org_id, contact_id, channel, address, name, role, language, created_at, due_at, expires_at)
       VALUES ($1, $2, $3, 'email', $4, $5, $6, $7, $8, $8, $9)`,
      [hashOf(await this.tokens.pageToken('join', id)), orgId, id, address, name, role, language, now, expiresAt],
    );
    return { id, expiresAt };
  }

  /** @returns null for a token that is none, used or over */
  async invitation(token: string): Promise<Invitation | null> {
    const id = await this.tokens.opened('join', token);
    if (id === null) return null;
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM notifications.contact_links WHERE ${OPEN} AND contact_id = $2`, [
      new Date(this.clock.nowMs()),
      id,
    ]);
    return row ? invitationOf(row) : null;
  }

  /** Whoever has the link agrees. Twice is once. @returns null for a token that is none, or over */
  async join(token: string): Promise<Contact | null> {
    const id = await this.tokens.opened('join', token);
    if (id === null) return null;
    const now = this.clock.now();
    await this.unitOfWork.run(async (tx) => {
      // The address lies with the contact from now on, and goes with it.
      const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM notifications.contact_links WHERE ${OPEN} AND contact_id = $2 FOR UPDATE`, [
        now,
        id,
      ]);
      if (!row) return;
      const { org_id: orgId, address, name, role, language } = row;
      await tx.query('UPDATE notifications.contact_links SET used_at = $2, address = NULL, name = NULL WHERE contact_id = $1', [id, now]);
      const kept = await tx.query(
        `INSERT INTO notifications.contact_details (contact_id, org_id, channel, address, name) VALUES ($1, $2, 'email', $3, $4)
         ON CONFLICT DO NOTHING RETURNING contact_id`,
        [id, orgId, address, name ?? address.slice(0, address.lastIndexOf('@'))],
      );
      if (kept.length === 0) return;
      const settings = { channel: 'email', role, language, wants: ['approvals', 'ends'] } as const;
      await tx.decide(contact, id, new LinkContact({ contactId: id, ...settings }, now), { orgId, actor: `contact:${id}` });
    });
    return this.contacts.find(id);
  }

  /** @returns null for a token that is none; the contact, or `gone` when it has left before */
  async reader(token: string): Promise<Contact | 'gone' | null> {
    const id = await this.tokens.opened('leave', token);
    return id === null ? null : ((await this.contacts.find(id)) ?? 'gone');
  }

  /** Twice is once. @returns false for a token that is none */
  async leave(token: string): Promise<boolean> {
    const reader = await this.reader(token);
    if (reader === null) return false;
    if (reader === 'gone') return true;
    const { id, orgId } = reader;
    await this.contacts.unlink({ orgId, actor: `contact:${id}` }, id, 'asked').catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'contact_not_found') throw error;
    });
    return true;
  }

  private async refuseKnown(tx: Queryable, orgId: string, address: string): Promise<void> {
    const known = await tx.query(
      `SELECT 1 FROM notifications.contact_details WHERE org_id = $1 AND channel = 'email' AND lower(address) = lower($2)`,
      [orgId, address],
    );
    if (known.length > 0) throw new Refusal('conflict', 'contact_exists', 'This mailbox is a contact already.');
  }

  private async askedBefore(tx: Queryable, { orgId, name, role, language }: MailboxOrder, address: string, now: Date) {
    const [row] = await tx.query<Row>(
      `UPDATE notifications.contact_links SET role = $4, language = $5, name = $6
        WHERE ${OPEN} AND org_id = $2 AND lower(address) = lower($3) AND created_at > $7 RETURNING ${COLUMNS}`,
      [now, orgId, address, role, language, name, new Date(now.getTime() - SAME_MS)],
    );
    return row ? { id: row.contact_id, expiresAt: row.expires_at } : null;
  }

  private async refuseFlood(tx: Queryable, orgId: string, now: Date): Promise<void> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM notifications.contact_links WHERE org_id = $1 AND channel = 'email' AND created_at > $2`,
      [orgId, new Date(now.getTime() - 86_400_000)],
    );
    if ((row?.count ?? 0) < INVITATIONS_A_DAY) return;
    throw new Refusal('rate-limited', 'rate_limited', `Only ${INVITATIONS_A_DAY} mailboxes can be asked a day.`, {
      headers: { 'Retry-After': '3600' },
    });
  }
}

const invitationOf = ({ contact_id: id, org_id: orgId, address, role, language }: Row): Invitation => ({
  ...{ id, orgId, address },
  ...{ role, language },
});
