import { type InputFile } from 'grammy';
import { Injectable } from '@nestjs/common';
import { ObjectStorage, SignedUrls } from '#assets';
import { type FilmWithin, type Video, Videos } from '#jobs';
import { beginningOf, deriveId } from '#platform';
import { type Contact } from '../contacts/contacts.js';
import { escapeHtml } from '../links/page/html.js';
import { localeOf } from '../locales.js';
import { NotificationsConfig } from '../notifications.config.js';
import { ButtonTable } from './button-table.js';
import { filmKeyboard, retryKeyboard } from './keyboards.js';
import { TelegramFiles } from './telegram-files.js';
import { TelegramBot, TelegramProblem } from './telegram-bot.js';
import { telegramTexts } from './telegram-texts.js';

const MB = 1024 * 1024;
const MAX_THUMBNAIL_BYTES = 200_000;
const MAX_CAPTION = 1024;
const LINK_SECONDS = 7 * 86_400;

interface ShownFilm {
  readonly caption: string;
  readonly url: string;
  readonly markup: { readonly reply_markup?: ReturnType<typeof filmKeyboard> };
  readonly thumbnail?: InputFile;
}

/** A server may take less than it was thought to. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof TelegramProblem && error.reason === 'refused' && /entity too large|file is too big/i.test(error.message);

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

  /**
   * Nothing where the film is out of date by now. A film that is too large for a chat comes as a smaller copy, or else as a link.
   * @returns `later`: the copy is being made, look again. @throws TelegramProblem
   */
  async send(contact: Contact, video: Video): Promise<'done' | 'later'> {
    if (!video.video || video.status !== 'completed') return 'done';
    const asking = { orgId: contact.orgId, actor: 'system' };
    const found = await this.videos.filmWithin(asking, video.id, this.config.telegramMaxUploadMb * MB);
    if (found.state === 'being-made') return 'later';
    const shown = await this.shown(contact, video);
    if (found.state === 'impossible') await this.sendLink(contact, shown);
    else
      await this.sendFilm(contact, video, shown, found).catch((error: unknown) => {
        if (!isTooLarge(error)) throw error;
        return this.sendLink(contact, shown);
      });
    return 'done';
  }

  /** All but the film itself. */
  private async shown(contact: Contact, video: Video): Promise<ShownFilm> {
    const locale = localeOf(contact.language);
    const { film: t, untitled } = telegramTexts(locale);
    const { key, contentType } = await this.videos.artifact(contact.orgId, video.id, 'final.mp4');
    const url = this.urls.sign(key, contentType, LINK_SECONDS);
    const id = deriveId('notifications.film', contact.id, video.id);
    await this.buttons.put({ id, orgId: contact.orgId, contactId: contact.id, purpose: { kind: 'film', videoId: video.id } });
    const markup = contact.role === 'producer' ? { reply_markup: filmKeyboard(id, url, locale) } : {};
    return { caption: t.ready(video.title ?? untitled), url, markup, ...(await this.thumbnailOf(contact, video)) };
  }

  private async sendLink({ address, language }: Contact, { caption, url, markup, thumbnail }: ShownFilm): Promise<void> {
    const text = `${escapeHtml(caption)}\n${telegramTexts(localeOf(language)).film.tooLarge}\n${escapeHtml(url)}`;
    await this.bot.send<unknown>(address, (api) =>
      thumbnail && text.length <= MAX_CAPTION
        ? api.sendPhoto(address, thumbnail, { caption: text, parse_mode: 'HTML', ...markup })
        : api.sendMessage(address, text, { parse_mode: 'HTML', ...markup }),
    );
  }

  private async sendFilm(
    { orgId, address }: Contact,
    { id: videoId, video: film }: Video,
    { caption, markup, thumbnail }: ShownFilm,
    { file, widthPx, heightPx }: Extract<FilmWithin, { state: 'ready' }>,
  ): Promise<void> {
    const size = { width: widthPx, height: heightPx, duration: Math.round(film?.durationSeconds ?? 0), supports_streaming: true };
    await this.files.send(
      { orgId, videoId },
      [file],
      ([sendable]) =>
        this.bot.send(address, (api) =>
          api.sendVideo(address, sendable ?? '', {
            caption: beginningOf(caption, MAX_CAPTION),
            ...size,
            ...(thumbnail && { thumbnail }),
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
    const { InputFile } = await import('grammy');
    return { thumbnail: new InputFile(await this.storage.localPath(key), 'thumbnail.jpg') };
  }

  /** @throws TelegramProblem */
  async failed(contact: Contact, video: Video): Promise<void> {
    const { error } = video;
    if (!error || video.status !== 'failed') return;
    const locale = localeOf(contact.language);
    const t = telegramTexts(locale);
    const text = beginningOf(t.failed(video.title ?? t.untitled, error.message), 4000);
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
