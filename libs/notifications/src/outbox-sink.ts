import { Injectable } from '@nestjs/common';
import { type EffectSink } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type Queryable, storableJson } from '#platform';
import { MailTransport } from './mail/mail-transport.js';
import { TelegramBot } from './telegram/telegram-bot.js';
import { type TellEffect } from './tell.process-manager.js';

type Caused = { readonly effect: TellEffect; readonly cause: Recorded };

const WANTED = {
  gate: ['approvals', 'all'],
  reminder: ['approvals', 'all'],
  decided: ['approvals', 'all'],
  film: ['ends', 'all'],
  failed: ['ends', 'all'],
  cancelled: ['ends', 'all'],
  quota: ['quota', 'admin'],
  endpoint: ['admin'],
  message: ['ends', 'all'],
};

/**
 * Whom something concerns: contacts of that organisation that were linked before it happened, by what they want or since they ordered it, and by
 * a channel that is there.
 */
const LISTENERS = `FROM notifications.contacts c
  WHERE c.org_id = $1 AND (c.data->>'linkedAt')::timestamptz <= $2 AND (c.key = $3 OR c.data->'wants' ?| $4::text[])
    AND c.data->>'channel' = ANY ($5::text[])`;

/** Keeps news with the checkpoint of whoever has them: each once for each contact, whatever is delivered again. */
@Injectable()
export class OutboxSink implements EffectSink<TellEffect> {
  constructor(
    private readonly bot: TelegramBot,
    private readonly mail: MailTransport,
  ) {}

  async store(tx: Queryable, effects: readonly Caused[]): Promise<void> {
    const touched = new Map<string, Caused>();
    for (const caused of effects) {
      if ('news' in caused.effect) await this.keepNews(tx, caused.effect, caused.cause);
      else touched.set(caused.effect.videoId ?? '', caused);
    }
    for (const { effect, cause } of touched.values()) await this.touch(tx, effect, cause);
  }

  announce(): void {
    // The sender looks by itself.
  }

  private async keepNews(
    tx: Queryable,
    { videoId, contactId, news, at }: Extract<TellEffect, { news: unknown }>,
    cause: Recorded,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO notifications.outbox (id, org_id, contact_id, video_id, channel, news, position, not_before)
       SELECT md5($6 || c.key)::uuid, c.org_id, c.key::uuid, $7, c.data->>'channel', $8::jsonb, $9, coalesce($10, now()) ${LISTENERS}
       ON CONFLICT (id) DO NOTHING`,
      [
        cause.metadata.orgId,
        cause.recordedAt,
        contactId ?? '',
        news.kind === 'message' && news.isFor === 'one' ? [] : WANTED[news.kind],
        this.channelsFor(news.kind),
        // An event makes news once, and a reminder for each of its times.
        `${cause.eventId}${at ?? ''}`,
        videoId,
        storableJson(news),
        cause.position,
        at ?? null,
      ],
    );
  }

  private async touch(tx: Queryable, { videoId, contactId }: TellEffect, cause: Recorded): Promise<void> {
    await tx.query(
      `INSERT INTO notifications.cards (contact_id, org_id, video_id) SELECT c.key::uuid, c.org_id, $6 ${LISTENERS} ORDER BY c.key
       ON CONFLICT (contact_id, video_id) DO UPDATE SET is_dirty = true`,
      [cause.metadata.orgId, cause.recordedAt, contactId ?? '', ['all'], this.bot.isThere ? ['telegram'] : [], videoId],
    );
  }

  /** A mail that was sent cannot be changed, so mailboxes do not hear that something was decided; messages are for chats. */
  private channelsFor(kind: keyof typeof WANTED): readonly string[] {
    return [...(this.bot.isThere ? ['telegram'] : []), ...(this.mail.isThere && kind !== 'decided' && kind !== 'message' ? ['email'] : [])];
  }
}
