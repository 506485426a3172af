import { Injectable } from '@nestjs/common';
import { type Video, Videos } from '#jobs';
import { Clock, Database, logger } from '#platform';
import { RunMessages } from '#workflows';
import { type Contact, Contacts } from '../contacts/contacts.js';
import { quietUntil } from '../contacts/quiet-hours.js';
import { escapeHtml } from '../links/page/html.js';
import { localeOf } from '../locales.js';
import { type News } from '../tell.process-manager.js';
import { FilmMessage } from './film-message.js';
import { GateMessage } from './gate-message.js';
import { TelegramBot, TelegramProblem } from './telegram-bot.js';
import { telegramTexts } from './telegram-texts.js';

const LANES = 64;
const MAX_ATTEMPTS = 20;
const MAX_WAIT_MS = 10 * 60_000;
const EDIT_MS = 3000;
const GROUP_EDIT_MS = 5000;
/** Cards that have not moved for longer are not looked at when a process takes over. */
const RESUMED_DAYS = 7;
/** A smaller copy of a film takes some time. */
const LOOK_AGAIN_MS = 3000;
const BAR = 12;
const log = logger('telegram');

interface Waiting {
  readonly id: string;
  readonly contact_id: string;
  readonly video_id: string | null;
  readonly news: News;
  readonly attempts: number;
}
interface Card {
  readonly contact_id: string;
  readonly video_id: string;
  readonly message_id: string | null;
  readonly shown: string | null;
}

/**
 * Sends what waits, one lane a contact: a chat that cannot be reached keeps one place, whatever waits for it. Sending is at least once: a
 * crash between Telegram's answer and our commit sends that message again.
 */
@Injectable()
export class Outgoing {
  /** What is on its way, by contact. */
  private readonly sending = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly videos: Videos,
    private readonly gates: GateMessage,
    private readonly films: FilmMessage,
    private readonly messages: RunMessages,
    private readonly bot: TelegramBot,
    private readonly clock: Clock,
  ) {}

  /** For whoever takes over: a process that died may have taken up a card and never shown it. What is right already is not edited. */
  async resume(): Promise<void> {
    await this.database.query(
      `UPDATE notifications.cards SET is_dirty = true WHERE NOT is_dirty AND due_at > now() - make_interval(days => $1)`,
      [RESUMED_DAYS],
    );
  }

  /** One message of each lane that is due, and cards whose video has moved on. Waits for none of them. @returns whether there was anything */
  async turn(): Promise<boolean> {
    const lanes = await this.database.query<Waiting>(
      `SELECT id, contact_id, video_id, news, attempts FROM (
         SELECT DISTINCT ON (contact_id) * FROM notifications.outbox
          WHERE channel = 'telegram' AND not_before <= now() AND NOT contact_id = ANY ($2::uuid[]) ORDER BY contact_id, position, id
       ) first WHERE due_at <= now() ORDER BY position LIMIT $1`,
      [this.places, this.busy],
    );
    for (const one of lanes)
      this.begin(one.contact_id, () =>
        this.guarded(
          one.contact_id,
          () => this.send(one),
          (waitMs) => (waitMs === null ? this.drop(one.id) : this.postpone(one, waitMs)),
        ),
      );
    const cards = await this.database.query<Card>(
      `UPDATE notifications.cards SET is_dirty = false, due_at = now() + interval '3 seconds'
        WHERE (contact_id, video_id) IN (
          SELECT contact_id, video_id FROM (
            SELECT DISTINCT ON (contact_id) contact_id, video_id, due_at FROM notifications.cards
             WHERE is_dirty AND due_at <= now() AND NOT contact_id = ANY ($2::uuid[]) ORDER BY contact_id, due_at
          ) first ORDER BY due_at LIMIT $1) -- whoever has seen nothing new for longest
        RETURNING contact_id, video_id, message_id, shown`,
      [this.places, this.busy],
    );
    for (const card of cards)
      this.begin(card.contact_id, () =>
        this.guarded(
          card.contact_id,
          () => this.show(card),
          (waitMs) => (waitMs === null ? Promise.resolve() : this.touch(card)),
        ),
      );
    return lanes.length + cards.length > 0;
  }

  /** What has begun, has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.sending.values());
  }

  private get busy(): readonly string[] {
    return [...this.sending.keys()];
  }

  private get places(): number {
    return Math.max(0, LANES - this.sending.size);
  }

  /** A chat that takes long, or has to wait for its turn, keeps its own place alone. */
  private begin(contactId: string, work: () => Promise<void>): void {
    const end = work()
      .catch((error: unknown) => log.error({ err: error, contactId }, 'a lane failed; it is tried again'))
      .finally(() => this.sending.delete(contactId));
    this.sending.set(contactId, end);
  }

  private async send({ id, contact_id, video_id, news }: Waiting): Promise<void> {
    const contact = await this.contacts.find(contact_id);
    const quietMs = contact && quietUntil(contact.quiet, this.clock.nowMs());
    if (quietMs !== null) return this.leaveAlone(contact_id, quietMs);
    if (contact && (news.kind === 'quota' || news.kind === 'endpoint')) await this.warn(contact, news);
    else if (contact && video_id !== null && news.kind === 'message') await this.say(contact, video_id, news);
    else if (contact && video_id !== null && news.kind !== 'message') {
      const video = await this.read(contact, video_id);
      if (video && (await this.tell(contact, video, news)) === 'later') return this.setAside(id);
    }
    await this.database.query('DELETE FROM notifications.outbox WHERE id = $1', [id]);
  }

  /** What comes after it does not wait for it. */
  private async setAside(id: string): Promise<void> {
    await this.database.query(`UPDATE notifications.outbox SET not_before = now() + make_interval(secs => $2) WHERE id = $1`, [
      id,
      LOOK_AGAIN_MS / 1000,
    ]);
  }

  /** All that waits for somebody waits on, and is told afterwards as it is then. */
  private async leaveAlone(contactId: string, untilMs: number): Promise<void> {
    await this.database.query(`UPDATE notifications.outbox SET due_at = $2 WHERE contact_id = $1 AND due_at < $2`, [
      contactId,
      new Date(untilMs),
    ]);
  }

  private async warn({ address, language }: Contact, news: Extract<News, { kind: 'quota' | 'endpoint' }>): Promise<void> {
    const t = telegramTexts(localeOf(language));
    const text = news.kind === 'quota' ? t.quota(news.resource, news.percentage) : t.endpoint[news.state](news.host);
    await this.bot.send(address, (api) => api.sendMessage(address, text));
  }

  /** What a node of a run has to say, as it stands in the log. */
  private async say({ orgId, address }: Contact, runId: string, { node, take }: Extract<News, { kind: 'message' }>): Promise<void> {
    const said = await this.messages.read(orgId, runId, { id: node, take });
    if (!said) return;
    const text = said.url === null ? said.text : `${said.text}\n${said.url}`;
    await this.bot.send(address, (api) => api.sendMessage(address, text));
  }

  private async tell(contact: Contact, video: Video, news: Exclude<News, { kind: 'message' }>): Promise<'done' | 'later' | void> {
    switch (news.kind) {
      case 'gate':
        return this.gates.ask(contact, video, news);
      case 'reminder':
        return this.gates.remind(contact, video, news);
      case 'decided':
        return this.gates.close(contact, video, news);
      case 'film':
        return this.films.send(contact, video);
      case 'failed':
        return this.films.failed(contact, video);
      case 'cancelled':
        return this.films.cancelled(contact, video);
      case 'quota':
      case 'endpoint':
        return this.warn(contact, news);
    }
  }

  /** The card says how it is now, however much has happened since the last edit, and nothing twice. */
  private async show(card: Card): Promise<void> {
    const contact = await this.contacts.find(card.contact_id);
    const before = contact && (await this.cardOf(contact, card.video_id));
    if (!contact || before === null || before === card.shown) return;
    const { address } = contact;
    const options = { parse_mode: 'HTML', disable_notification: true } as const;
    const messageId = card.message_id === null ? null : Number(card.message_id);
    let text = before;
    const sent = await this.bot.send(address, async (api) => {
      // Many chats wait for their turn: what it says is as it is when that has come.
      text = (await this.cardOf(contact, card.video_id)) ?? before;
      if (messageId === null) return (await api.sendMessage(address, text, options)).message_id;
      await api.editMessageText(address, messageId, text, options);
      return messageId;
    });
    await this.database.query(
      `UPDATE notifications.cards SET message_id = coalesce($3, message_id), shown = $4, due_at = now() + make_interval(secs => $5)
        WHERE contact_id = $1 AND video_id = $2`,
      [card.contact_id, card.video_id, sent, text, (address.startsWith('-') ? GROUP_EDIT_MS : EDIT_MS) / 1000],
    );
  }

  /** @returns null: the video is gone */
  private async cardOf(contact: Contact, videoId: string): Promise<string | null> {
    const video = await this.read(contact, videoId);
    return video && cardText(contact, video);
  }

  private async touch({ contact_id, video_id }: Card): Promise<void> {
    await this.database.query('UPDATE notifications.cards SET is_dirty = true WHERE contact_id = $1 AND video_id = $2', [
      contact_id,
      video_id,
    ]);
  }

  private async drop(id: string): Promise<void> {
    await this.database.query('DELETE FROM notifications.outbox WHERE id = $1', [id]);
  }

  private async postpone({ id, attempts }: Waiting, waitMs: number): Promise<void> {
    const patience = Math.min(MAX_WAIT_MS, Math.max(waitMs, 1000 * 2 ** attempts));
    await this.database.query(
      `UPDATE notifications.outbox SET attempts = attempts + 1, due_at = now() + make_interval(secs => $2) WHERE id = $1`,
      [id, patience / 1000],
    );
    if (attempts + 1 >= MAX_ATTEMPTS) await this.drop(id);
  }

  /** What Telegram says decides what becomes of the lane; what nobody understands is tried again, and told. @param later null: never */
  private async guarded(contactId: string, work: () => Promise<void>, later: (waitMs: number | null) => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const contact = await this.contacts.find(contactId);
      if (!contact) return;
      if (!(error instanceof TelegramProblem)) {
        log.error({ err: error, contactId }, 'a message could not be made');
        return later(1000);
      }
      if (error.reason === 'moved' && error.movedTo !== null) await this.contacts.move(contactId, error.movedTo);
      if (error.reason === 'blocked') {
        log.info({ contactId }, 'a chat has shut the bot out: it is unlinked');
        return this.contacts.unlink({ orgId: contact.orgId, actor: 'system' }, contactId, 'blocked');
      }
      if (error.reason === 'refused') {
        log.warn({ contactId, description: error.message }, 'Telegram does not take a message');
        return later(null);
      }
      await later(error.waitMs);
    }
  }

  private async read({ orgId, language }: Contact, videoId: string): Promise<Video | null> {
    try {
      return await this.videos.read(orgId, videoId, language);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'video_not_found') return null;
      throw error;
    }
  }
}

function cardText(contact: Contact, { title, progress }: Video): string {
  const done = Math.round((progress.percent / 100) * BAR);
  const name = title ?? telegramTexts(localeOf(contact.language)).untitled;
  return `<b>${escapeHtml(name)}</b>\n${escapeHtml(progress.message)}\n${'▰'.repeat(done)}${'▱'.repeat(BAR - done)} ${progress.percent} %`;
}
