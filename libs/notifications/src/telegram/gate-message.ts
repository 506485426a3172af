import { type Api } from 'grammy';
import { type Message } from 'grammy/types';
import { Injectable } from '@nestjs/common';
import { type Video, Videos } from '#jobs';
import { Clock, deriveId } from '#platform';
import { type Contact } from '../contacts/contacts.js';
import { escapeHtml } from '../links/page/html.js';
import { pageTexts } from '../links/page/page-texts.js';
import { GateDesk } from '../links/gate-desk.js';
import { type GateType } from '../links/approval-links.js';
import { localeOf } from '../locales.js';
import { ButtonTable } from './button-table.js';
import { gateKeyboard } from './keyboards.js';
import { type Sendable, TelegramFiles } from './telegram-files.js';
import { TelegramBot } from './telegram-bot.js';
import { telegramTexts } from './telegram-texts.js';

/** Beyond it a script goes as a file. With all of its characters escaped, a message still has less than 4,096. */
const SCRIPT_IN_MESSAGE = 3500;
const SCRIPT_BEGINNING = 1000;

type Gate = { readonly type: GateType; readonly gate: number };

/** Asks people for the answer to a gate, and says afterwards who has given it. */
@Injectable()
export class GateMessage {
  constructor(
    private readonly bot: TelegramBot,
    private readonly videos: Videos,
    private readonly files: TelegramFiles,
    private readonly buttons: ButtonTable,
    private readonly desk: GateDesk,
    private readonly clock: Clock,
  ) {}

  /** Nothing where it is decided by now. @throws TelegramProblem */
  async ask(contact: Contact, video: Video, { type, gate }: Gate): Promise<void> {
    const approval = video.approvals.filter((one) => one.type === type)[gate - 1];
    if (approval?.status !== 'pending' || video.status !== 'awaiting_approval') return;
    const id = gateButtonId(contact.id, video.id, { type, gate });
    const segments = approval.type === 'script' ? [] : (approval.preview ?? []).map(({ segment }) => segment);
    const purpose = { kind: 'gate', videoId: video.id, type, gate, segments, chosen: [] } as const;
    await this.buttons.put({ id, orgId: contact.orgId, contactId: contact.id, purpose });
    if (approval.type !== 'script') await this.sendAlbum(contact, video, approval.type);
    const text =
      approval.type === 'script'
        ? await this.scriptText(contact, video, approval.preview?.script ?? '')
        : this.question(contact, video, type, segments.length);
    const markup = contact.role === 'viewer' ? {} : { reply_markup: gateKeyboard(id, purpose, localeOf(contact.language)) };
    const sent = await this.bot.send(contact.address, (api) => api.sendMessage(contact.address, text, { parse_mode: 'HTML', ...markup }));
    if (sent) await this.buttons.change(id, { messageId: sent.message_id });
  }

  /** Nothing where it is decided by now, or has been waiting for ever. @throws TelegramProblem */
  async remind(contact: Contact, video: Video, { type, gate }: Gate): Promise<void> {
    const approval = video.approvals.filter((one) => one.type === type)[gate - 1];
    if (approval?.status !== 'pending' || video.status !== 'awaiting_approval' || approval.deadlineAt === null) return;
    const locale = localeOf(contact.language);
    const page = pageTexts(locale);
    const left = page.left((Date.parse(approval.deadlineAt) - this.clock.nowMs()) / 1000);
    const then = page.deadline[approval.onDeadline ?? 'cancel'](left);
    const text = `⏳ ${this.title(contact, video)}\n${escapeHtml(page.question[type])} ${escapeHtml(then)}`;
    const asked = await this.buttons.find(gateButtonId(contact.id, video.id, { type, gate }), contact.id);
    const reply = asked?.messageId != null && {
      reply_parameters: { message_id: asked.messageId, allow_sending_without_reply: true },
    };
    await this.bot.send(contact.address, (api) => api.sendMessage(contact.address, text, { parse_mode: 'HTML', ...reply }));
  }

  /** Takes the buttons away and names whoever has decided. @throws TelegramProblem */
  async close(contact: Contact, video: Video, { type, gate }: Gate): Promise<void> {
    const approval = video.approvals.filter((one) => one.type === type)[gate - 1];
    const button = await this.buttons.find(gateButtonId(contact.id, video.id, { type, gate }), contact.id);
    if (!approval || approval.status === 'pending' || !button || button.messageId === null) return;
    const { messageId } = button;
    const t = telegramTexts(localeOf(contact.language)).gate;
    const name = await this.desk.nameOfDecider({ orgId: contact.orgId, videoId: video.id, gateType: type, gate });
    const words = approval.byDeadline ? t.byDeadline : approval.status === 'approved' ? t.approved(name) : t.rejected(name);
    const text = `${this.title(contact, video)}\n${escapeHtml(words)}`;
    await this.bot.send(contact.address, (api) => api.editMessageText(contact.address, messageId, text, { parse_mode: 'HTML' }));
  }

  private title(contact: Contact, video: Video): string {
    return `<b>${escapeHtml(video.title ?? telegramTexts(localeOf(contact.language)).untitled)}</b>`;
  }

  private question(contact: Contact, video: Video, type: GateType, shown: number): string {
    const t = telegramTexts(localeOf(contact.language)).gate;
    return `${this.title(contact, video)}\n${t[type === 'videos' ? 'videos' : 'images'](shown, video.progress.segments.total)}`;
  }

  private async scriptText(contact: Contact, video: Video, script: string): Promise<string> {
    const t = telegramTexts(localeOf(contact.language)).gate;
    const head = `${this.title(contact, video)}\n${t.script}\n\n`;
    const whole = `${head}${escapeHtml(script)}`;
    if (whole.length <= SCRIPT_IN_MESSAGE) return whole;
    const { InputFile } = await import('grammy');
    const file = new InputFile(Buffer.from(script, 'utf8'), 'script.txt');
    await this.bot.send(contact.address, (api) => api.sendDocument(contact.address, file));
    const beginning = script
      .slice(0, SCRIPT_BEGINNING)
      .replace(/\s+\S*$/u, '')
      .toWellFormed();
    return `${head}${escapeHtml(beginning)} …\n\n${t.rest}`;
  }

  /** Albums carry no buttons: the question follows them. */
  private async sendAlbum(contact: Contact, video: Video, type: 'images' | 'videos'): Promise<void> {
    const previews = await this.videos.previewFiles(contact.orgId, video.id, type);
    if (previews.length === 0) return;
    await this.files.send(
      { orgId: contact.orgId, videoId: video.id },
      previews.map(({ file }) => file),
      (files) => this.bot.send(contact.address, (api) => (type === 'images' ? photos : clips)(api, contact.address, files)),
      (sent) => (sent ?? []).map(fileIdOf),
    );
  }
}

async function photos(api: Api, address: string, files: readonly Sendable[]): Promise<readonly Message[]> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return [await api.sendPhoto(address, only)];
  return api.sendMediaGroup(
    address,
    files.map((media) => ({ type: 'photo' as const, media })),
  );
}

async function clips(api: Api, address: string, files: readonly Sendable[]): Promise<readonly Message[]> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return [await api.sendVideo(address, only, { supports_streaming: true })];
  return api.sendMediaGroup(
    address,
    files.map((media) => ({ type: 'video' as const, media, supports_streaming: true })),
  );
}

/** Of a photo the largest one. */
const fileIdOf = ({ photo, video }: Message): string => photo?.at(-1)?.file_id ?? video?.file_id ?? '';

const gateButtonId = (contactId: string, videoId: string, { type, gate }: Gate): string =>
  deriveId('notifications.gate', contactId, videoId, type, String(gate));
