import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { type GateType } from '../links/approval-links.js';
import { type OrderDraft } from './order-draft.js';

/** What a button under a message, or a reply to it, means. */
export type Purpose =
  | {
      readonly kind: 'order';
      readonly draft: OrderDraft;
      /** Update that has changed it last: a repeat of it changes nothing. */
      readonly changedBy?: number;
      /** What has become of it: nothing that is pressed after that changes it. */
      readonly closed?: 'ordered' | 'dropped';
    }
  | {
      readonly kind: 'gate';
      readonly videoId: string;
      readonly type: GateType;
      readonly gate: number;
      /** Shown ones, and those that are to be made again. */
      readonly segments: readonly number[];
      readonly chosen: readonly number[];
      /** As of an order. */
      readonly changedBy?: number;
    }
  /** A reply is what should be different. */
  | { readonly kind: 'comment'; readonly videoId: string; readonly type: GateType; readonly gate: number }
  | { readonly kind: 'film'; readonly videoId: string }
  /** A reply names the scene, and what it should show. */
  | { readonly kind: 'scene'; readonly videoId: string }
  | { readonly kind: 'video'; readonly videoId: string };

export interface Button {
  readonly id: string;
  readonly orgId: string;
  readonly contactId: string;
  readonly purpose: Purpose;
  readonly messageId: number | null;
}

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly contact_id: string;
  readonly purpose: Purpose;
  readonly message_id: string | null;
}

const DAYS = 30;
const COLUMNS = 'id, org_id, contact_id, purpose, message_id';

/** `callback_data` holds 64 bytes that come back from a client: a row's id alone, and what it means stands here. */
@Injectable()
export class ButtonTable {
  constructor(private readonly database: Database) {}

  /** The same id again changes nothing. */
  async put({ id, orgId, contactId, purpose }: Omit<Button, 'messageId'>): Promise<void> {
    await this.database.query(
      `INSERT INTO notifications.buttons (id, org_id, contact_id, purpose, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(days => $5)) ON CONFLICT (id) DO NOTHING`,
      [id, orgId, contactId, JSON.stringify(purpose), DAYS],
    );
  }

  async change(id: string, change: { readonly purpose?: Purpose; readonly messageId?: number }): Promise<void> {
    await this.database.query(
      `UPDATE notifications.buttons SET purpose = coalesce($2, purpose), message_id = coalesce($3, message_id) WHERE id = $1`,
      [id, change.purpose ? JSON.stringify(change.purpose) : null, change.messageId ?? null],
    );
  }

  /** @returns null when there is none, it is over, or it belongs to another contact */
  async find(id: string, contactId: string): Promise<Button | null> {
    return this.one('id = $1 AND contact_id = $2 AND expires_at > now()', [id, contactId]);
  }

  /** What a reply to that message means. */
  async ofMessage(contactId: string, messageId: number): Promise<Button | null> {
    return this.one('contact_id = $1 AND message_id = $2 AND expires_at > now()', [contactId, messageId]);
  }

  async forgetOld(): Promise<void> {
    await this.database.query('DELETE FROM notifications.buttons WHERE expires_at < now()');
  }

  private async one(condition: string, params: readonly unknown[]): Promise<Button | null> {
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM notifications.buttons WHERE ${condition}`, params);
    if (!row) return null;
    const { id, org_id: orgId, contact_id: contactId, purpose, message_id: messageId } = row;
    return { id, orgId, contactId, purpose, messageId: messageId === null ? null : Number(messageId) };
  }
}

/** 22 characters for a UUID. */
export const shortId = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

/** @returns null for what `shortId` has not made */
export function longId(short: string): string | null {
  const hex = Buffer.from(short, 'base64url').toString('hex');
  if (hex.length !== 32 || !/^[A-Za-z0-9_-]{22}$/.test(short)) return null;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
