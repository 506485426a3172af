import { Injectable } from '@nestjs/common';
import { type TimelineEntry, type Video, type VideoApproval, Videos } from '#jobs';
import { Clock, problemOf, soleValue } from '#platform';
import { localeOf } from '../locales.js';
import { type ApprovalLink } from './approval-links.js';
import { approvalPage, type PageState, type Preview } from './page/approval-page.js';

/** How an answer ended. */
export type Answer = { readonly isTaken: true } | { readonly isTaken: false; readonly status: number; readonly page: string };

type Refused = Extract<PageState, { kind: 'open' }>['refused'];

/** Shows the gate of a link as it stands, and takes the answer of whoever has it. */
@Injectable()
export class GateDesk {
  constructor(
    private readonly videos: Videos,
    private readonly clock: Clock,
  ) {}

  /** @returns null when the video is not there any more */
  async page(link: ApprovalLink, refused: Refused = null): Promise<string | null> {
    const video = await this.videos.read(link.orgId, link.videoId).catch(nullWhenGone);
    if (!video) return null;
    const state = await this.stateOf(link, video, refused);
    return approvalPage({ locale: localeOf(video.request.language), title: video.title, gateType: link.gateType, state });
  }

  /**
   * Decides by the door that everybody uses, in the name of the link. What was decided before stands: the page then says by whom.
   * @param form `decision`, `comment`, `segments`. @returns null when the video is not there any more
   */
  async decide(link: ApprovalLink, form: URLSearchParams): Promise<Answer | null> {
    const decision = soleValue(form, 'decision');
    const comment = (form.get('comment') ?? '').replaceAll('\r\n', '\n').trim();
    const segments = [...new Set(form.getAll('segments'))].map((text) => (/^\d{1,4}$/.test(text) ? Number(text) : -1));
    const isAllowed = (decision === 'approve' || decision === 'reject') && link.may.includes(decision);
    if (!isAllowed) return this.refusal(link, 400, 'validation_failed', { comment, segments });
    const by = { orgId: link.orgId, actor: `link:${link.id}` };
    const said = comment === '' ? {} : { comment };
    const given =
      decision === 'approve'
        ? ({ decision: 'approved', ...said } as const)
        : ({ decision: 'rejected', ...said, ...(segments.length > 0 && link.gateType !== 'script' && { segments }) } as const);
    try {
      await this.videos.decide(by, link.videoId, link.gateType, { ...given, gate: link.gate });
      return { isTaken: true };
    } catch (error) {
      const { document } = problemOf(error, '');
      if (document.status >= 500) throw error;
      // A scene that is not there is a fault of the form; the page itself is.
      const status = document.status === 404 ? 400 : document.status;
      return this.refusal(link, status, document.code, { comment, segments });
    }
  }

  private async refusal(
    link: ApprovalLink,
    status: number,
    code: string,
    { comment, segments }: { comment: string; segments: readonly number[] },
  ): Promise<Answer | null> {
    const page = await this.page(link, { code, comment, segments });
    return page === null ? null : { isTaken: false, status, page };
  }

  private async stateOf(link: ApprovalLink, video: Video, refused: Refused): Promise<PageState> {
    const approval = video.approvals.filter(({ type }) => type === link.gateType)[link.gate - 1];
    if (!approval) return { kind: 'over' };
    if (approval.status !== 'pending') {
      const { status: decision, byDeadline, comment, decidedAt } = approval;
      const by = byDeadline ? null : await this.nameOfDecider(link);
      return { kind: 'decided', decision, by, byDeadline, at: shownTime(decidedAt ?? video.updatedAt, video.request.language), comment };
    }
    if (video.status !== 'awaiting_approval') return { kind: 'over' };
    return { kind: 'open', preview: await this.previewOf(link, approval), may: link.may, deadline: this.deadlineOf(approval), refused };
  }

  private deadlineOf({ deadlineAt, onDeadline }: VideoApproval) {
    if (deadlineAt === null || onDeadline === null) return null;
    return { leftSeconds: Math.max(0, (Date.parse(deadlineAt) - this.clock.nowMs()) / 1000), then: onDeadline };
  }

  private async previewOf({ orgId, videoId }: ApprovalLink, approval: VideoApproval): Promise<Preview> {
    if (approval.type === 'script') return { kind: 'script', script: approval.preview?.script ?? '' };
    const segments = await this.videos.segments(orgId, videoId);
    const shots = (approval.preview ?? []).map(({ segment, url }) => {
      const { text = '', imageUrl = null } = segments[segment] ?? {};
      return { segment, path: pathOf(url), posterPath: imageUrl === null ? null : pathOf(imageUrl), text };
    });
    return { kind: 'shots', shots, total: segments.length };
  }

  /** @returns null where it is decided by nobody with a name */
  async nameOfDecider({
    orgId,
    videoId,
    gateType,
    gate,
  }: Pick<ApprovalLink, 'orgId' | 'videoId' | 'gateType' | 'gate'>): Promise<string | null> {
    const timeline = await this.videos.timeline(orgId, videoId);
    const decided = timeline.filter((entry): boolean => entry.type === 'ApprovalDecided' && entry.details['approval'] === gateType);
    return (decided[gate - 1] as TimelineEntry | undefined)?.by?.name ?? null;
  }
}

/** Of this very host, whatever name it is reached by: the page may fetch nothing from elsewhere. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

export const shownTime = (at: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language) === 'ru' ? 'ru-RU' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
    hour12: false,
  }).format(new Date(at)) + ' UTC';

function nullWhenGone(error: unknown): null {
  if ((error as { code?: unknown }).code === 'video_not_found') return null;
  throw error;
}
