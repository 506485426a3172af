import { InputFile } from 'grammy';
import { Injectable } from '@nestjs/common';
import { ObjectStorage, SignedUrls } from '#assets';
import { type Video, Videos } from '#jobs';
import { deriveId } from '#platform';
import { type Contact } from '../contacts/contacts.js';
import { escapeHtml } from '../links/page/html.js';
import { localeOf } from '../locales.js';
import { NotificationsConfig } from '../notifications.config.js';
import { ButtonTable } from './button-table.js';
import { filmKeyboard, retryKeyboard } from './keyboards.js';
import { TelegramFiles } from './telegram-files.js';
import { TelegramBot } from './telegram-bot.js';
import { telegramTexts } from './telegram-texts.js';

const MB = 1024 * 1024;
const MAX_THUMBNAIL_BYTES = 200_000;
const MAX_CAPTION = 1024;
const LINK_SECONDS = 7 * 86_400;

/** Brings the film, or says why there is none. */
@Injectable()
export class FilmMessage {
  constructor(
    private readonly bot: TelegramBot,
    private readonly videos: Videos,
    private readonly storage: ObjectStorage,
    private readonly urls: SignedUrls,
    private readonly buttons: ButtonTable,
    private readonly files: TelegramFiles,
    private readonly config: NotificationsConfig,
  ) {}

  /** Nothing where the film is out of date by now. @throws TelegramProblem */
  async send(contact: Contact, video: Video): Promise<void> {
    const { video: film } = video;
    if (!film || video.status !== 'completed') return;
    const locale = localeOf(contact.language);
    const { film: t, untitled } = telegramTexts(locale);
    const file = await this.videos.artifact(contact.orgId, video.id, 'final.mp4');
    const url = this.urls.sign(file.key, file.contentType, LINK_SECONDS);
    const id = deriveId('notifications.film', contact.id, video.id);
    await this.buttons.put({ id, orgId: contact.orgId, contactId: contact.id, purpose: { kind: 'film', videoId: video.id } });
    const markup = contact.role === 'producer' ? { reply_markup: filmKeyboard(id, url, locale) } : {};
    const { address } = contact;
    const caption = t.ready(video.title ?? untitled);
    if (file.sizeBytes > this.config.telegramMaxUploadMb * MB) {
      const text = `${escapeHtml(caption)}\n${t.tooLarge}\n${escapeHtml(url)}`;
      const { thumbnail } = await this.thumbnailOf(contact, video);
      await this.bot.send<unknown>(address, (api) =>
        thumbnail && text.length <= MAX_CAPTION
          ? api.sendPhoto(address, thumbnail, { caption: text, parse_mode: 'HTML', ...markup })
          : api.sendMessage(address, text, { parse_mode: 'HTML', ...markup }),
      );
      return;
    }
    const size = { width: film.width, height: film.height, duration: Math.round(film.durationSeconds), supports_streaming: true };
    const thumbnail = await this.thumbnailOf(contact, video);
    await this.files.send(
      { orgId: contact.orgId, videoId: video.id },
      [file],
      ([sendable]) =>
        this.bot.send(address, (api) =>
          api.sendVideo(address, sendable ?? '', {
            caption: caption.slice(0, MAX_CAPTION).toWellFormed(),
            ...size,
            ...thumbnail,
            ...markup,
          }),
        ),
      (sent) => [sent?.video.file_id ?? ''],
    );
  }

  /** Of 320 px and 200 kB at most, says the Bot API; one that is larger is left to Telegram. */
  private async thumbnailOf({ orgId }: Contact, { id, artifacts }: Video): Promise<{ thumbnail?: InputFile }> {
    const shown = artifacts.find(({ name }) => name === 'thumbnail.jpg');
    if (!shown || shown.bytes >= MAX_THUMBNAIL_BYTES) return {};
    const { key } = await this.videos.artifact(orgId, id, 'thumbnail.jpg');
    return { thumbnail: new InputFile(await this.storage.localPath(key), 'thumbnail.jpg') };
  }

  /** @throws TelegramProblem */
  async failed(contact: Contact, video: Video): Promise<void> {
    const { error } = video;
    if (!error || video.status !== 'failed') return;
    const locale = localeOf(contact.language);
    const t = telegramTexts(locale);
    const text = t.failed(video.title ?? t.untitled, error.message).slice(0, 4000);
    const id = deriveId('notifications.failed', contact.id, video.id);
    await this.buttons.put({ id, orgId: contact.orgId, contactId: contact.id, purpose: { kind: 'video', videoId: video.id } });
    const markup = error.retryable && contact.role === 'producer' ? { reply_markup: retryKeyboard(id, locale) } : {};
    await this.bot.send(contact.address, (api) => api.sendMessage(contact.address, text, markup));
  }

  /** @throws TelegramProblem */
  async cancelled(contact: Contact, video: Video): Promise<void> {
    const t = telegramTexts(localeOf(contact.language));
    await this.bot.send(contact.address, (api) => api.sendMessage(contact.address, t.cancelled(video.title ?? t.untitled)));
  }
}
