import { Injectable } from '@nestjs/common';
import { ObjectStorage, SignedUrls } from '#assets';
import { type PreviewFile, type Video, type VideoApproval, Videos } from '#jobs';
import { beginningOf, Clock } from '#platform';
import { type Contact } from '../contacts/contacts.js';
import { LinkTable } from '../links/link-table.js';
import { pageTexts } from '../links/page/page-texts.js';
import { type Locale, localeOf } from '../locales.js';
import { type News } from '../tell.process-manager.js';
import { type LetterPart } from './letter.js';
import { MailTokens } from './mail-tokens.js';
import { type InlinePicture } from './mail-transport.js';
import { mailTexts } from './mail-texts.js';

const WEEK_SECONDS = 7 * 86_400;
/** Behind the link there is all of it. */
const SHOWN_SCRIPT = 3000;

type GateNews = Extract<News, { type: unknown }>;

/** What a piece of news says in a mail, as it is when the mail is written. */
@Injectable()
export class MailNews {
  constructor(
    private readonly videos: Videos,
    private readonly storage: ObjectStorage,
    private readonly urls: SignedUrls,
    private readonly links: LinkTable,
    private readonly tokens: MailTokens,
    private readonly clock: Clock,
  ) {}

  /** @returns null for what is out of date by now */
  async partOf(contact: Contact, videoId: string | null, news: News): Promise<LetterPart | null> {
    const locale = localeOf(contact.language);
    const t = mailTexts(locale);
    const plain = { quote: null, pictures: [], button: null };
    if (news.kind === 'quota') return { ...plain, heading: t.quota(news.resource, news.percentage), lines: [t.quotaText] };
    if (news.kind === 'endpoint') return { ...plain, heading: t.endpoint[news.state], lines: [t.endpointText[news.state](news.host)] };
    const video = videoId === null ? null : await this.read(contact, videoId);
    if (!video) return null;
    const title = video.title ?? t.untitled;
    switch (news.kind) {
      case 'gate':
      case 'reminder':
        return this.gate(contact, video, news, locale);
      case 'film':
        return this.film(contact, video, locale);
      case 'failed': {
        const { error } = video;
        if (!error || video.status !== 'failed') return null;
        return { ...plain, heading: t.failed(title), lines: [error.message] };
      }
      case 'cancelled':
        return video.status === 'cancelled' ? { ...plain, heading: t.cancelled(title), lines: [t.stopped] } : null;
      case 'decided':
      case 'message':
        return null;
    }
  }

  private async gate(contact: Contact, video: Video, { kind, type, gate }: GateNews, locale: Locale): Promise<LetterPart | null> {
    const approval = video.approvals.filter((one) => one.type === type)[gate - 1];
    if (approval?.status !== 'pending' || video.status !== 'awaiting_approval') return null;
    const t = mailTexts(locale);
    const title = video.title ?? t.untitled;
    const deadline = this.deadlineOf(approval, locale);
    if (kind === 'reminder' && deadline === null) return null;
    const script = approval.type === 'script' ? (approval.preview?.script ?? '') : null;
    const isCut = script !== null && script.length > SHOWN_SCRIPT;
    const files = approval.type === 'script' ? [] : await this.videos.previewFiles(contact.orgId, video.id, approval.type);
    return {
      heading: kind === 'reminder' ? t.reminder(title) : t.gate[type](title),
      lines: [kind === 'reminder' ? pageTexts(locale).question[type] : t.look, deadline ?? '', isCut ? t.rest : ''],
      quote: script !== null && isCut ? `${beginningOf(script, SHOWN_SCRIPT)} …` : script,
      pictures: await this.picturesOf(
        `${video.id}-${type}-${gate}`,
        files.map(({ thumbnail }) => thumbnail),
      ),
      button: contact.role === 'viewer' ? null : { label: t.answer, url: await this.linkTo(contact, video, { type, gate }, approval) },
    };
  }

  private deadlineOf({ deadlineAt, onDeadline }: VideoApproval, locale: Locale): string | null {
    if (deadlineAt === null || onDeadline === null) return null;
    const { deadline, left } = pageTexts(locale);
    return deadline[onDeadline](left((Date.parse(deadlineAt) - this.clock.nowMs()) / 1000));
  }

  /** The same for a mail that is sent again, and for its reminders; its answers are those of the contact. */
  private async linkTo(
    { id, orgId }: Contact,
    video: Video,
    { type, gate }: Pick<GateNews, 'type' | 'gate'>,
    approval: VideoApproval,
  ): Promise<string> {
    const token = await this.tokens.secretOf('gate', id, video.id, type, String(gate));
    const leftSeconds = approval.deadlineAt === null ? WEEK_SECONDS : (Date.parse(approval.deadlineAt) - this.clock.nowMs()) / 1000;
    const expiresInSeconds = Math.max(WEEK_SECONDS, Math.ceil(leftSeconds) + 86_400);
    const { url } = await this.links.create(
      {
        ...{ orgId, kind: 'video', subjectId: video.id, gateName: type, gate, label: null, may: ['approve', 'reject'] },
        ...{ createdBy: `contact:${id}`, expiresInSeconds, token },
      },
      () => Promise.resolve(),
    );
    return url;
  }

  private async film({ orgId }: Contact, video: Video, locale: Locale): Promise<LetterPart | null> {
    if (!video.video || video.status !== 'completed') return null;
    const t = mailTexts(locale);
    const film = await this.videos.artifact(orgId, video.id, 'final.mp4');
    const thumbnail = video.artifacts.some(({ name }) => name === 'thumbnail.jpg')
      ? await this.videos.artifact(orgId, video.id, 'thumbnail.jpg')
      : null;
    return {
      heading: t.film(video.title ?? t.untitled),
      lines: [t.watchFor],
      quote: null,
      pictures: await this.picturesOf(`${video.id}-film`, [thumbnail]),
      button: { label: t.watch, url: this.urls.sign(film.key, film.contentType, WEEK_SECONDS) },
    };
  }

  private async picturesOf(name: string, files: readonly (PreviewFile['file'] | null)[]): Promise<InlinePicture[]> {
    const there = files.flatMap((file) => (file ? [file] : []));
    return Promise.all(
      there.map(async ({ key, contentType }, index) => ({ cid: `${name}-${index}`, path: await this.storage.localPath(key), contentType })),
    );
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
