import { Injectable } from '@nestjs/common';
import { type Video, type VideoApproval, Videos } from '#jobs';
import { type Queryable, Refusal } from '#platform';
import { type Link, type LinkDecision, LinkTable } from './link-table.js';

export { type LinkDecision } from './link-table.js';
export type GateType = VideoApproval['type'];

/** A page that decides one request of a gate of a video. */
export interface ApprovalLink extends Omit<Link, 'kind' | 'subjectId' | 'gateName'> {
  readonly videoId: string;
  readonly gateType: GateType;
}

export interface LinkOrder {
  readonly orgId: string;
  readonly videoId: string;
  readonly type: string;
  readonly expiresInSeconds: number;
  readonly label: string | null;
  readonly may: readonly LinkDecision[];
  /** `key:<id>` and so on. */
  readonly createdBy: string;
}

const GATES: readonly string[] = ['script', 'images', 'videos'] satisfies GateType[];

/** Links with which somebody without an account decides a gate of a video. */
@Injectable()
export class ApprovalLinks {
  constructor(
    private readonly table: LinkTable,
    private readonly videos: Videos,
  ) {}

  /**
   * Bound to the gate that is pending now: after a rejection it opens the new one to nobody.
   * @param alongside runs in the transaction that keeps it. @returns the link, and its address, which is shown this once
   * @throws video_not_found, approval_not_found, not_awaiting_approval
   */
  async create(
    { videoId, type, ...order }: LinkOrder,
    alongside: (tx: Queryable, made: { link: ApprovalLink; url: string }) => Promise<void>,
  ): Promise<{ readonly link: ApprovalLink; readonly url: string }> {
    const gate = await this.pendingGate(order.orgId, videoId, type);
    const { link, url } = await this.table.create({ ...order, kind: 'video', subjectId: videoId, gateName: type, gate }, (tx, made) =>
      alongside(tx, { link: linkOfVideo(made.link), url: made.url }),
    );
    return { link: linkOfVideo(link), url };
  }

  /** Newest first, `limit + 1` of them at most; revoked and expired ones too. @throws video_not_found, approval_not_found */
  async list(orgId: string, videoId: string, type: string, limit: number, olderThan: string | null): Promise<ApprovalLink[]> {
    await this.videoWithGate(orgId, videoId, type);
    return (await this.table.list({ orgId, kind: 'video', subjectId: videoId, gateName: type }, limit, olderThan)).map(linkOfVideo);
  }

  /** Revoking twice is fine. @throws Refusal `not_found` */
  revoke(orgId: string, videoId: string, type: string, id: string): Promise<void> {
    return this.table.revoke({ orgId, kind: 'video', subjectId: videoId, gateName: type }, id);
  }

  private async pendingGate(orgId: string, videoId: string, type: string): Promise<number> {
    const { status, approvals } = await this.videoWithGate(orgId, videoId, type);
    const ofType = approvals.filter((approval) => approval.type === type);
    if (status === 'awaiting_approval' && ofType.at(-1)?.status === 'pending') return ofType.length;
    const code = ofType.length > 0 ? 'already_decided' : 'not_awaiting_approval';
    const details = { videoId, currentStatus: status };
    throw new Refusal('conflict', code, `Nothing waits for the approval "${type}". Current status: ${status}.`, { details });
  }

  private async videoWithGate(orgId: string, videoId: string, type: string): Promise<Video> {
    const video = await this.videos.read(orgId, videoId);
    if (GATES.includes(type)) return video;
    throw new Refusal('not-found', 'approval_not_found', `Video ${videoId} has no gate "${type}".`, { details: { videoId } });
  }
}

export function linkOfVideo({ subjectId: videoId, gateName, ...link }: Link): ApprovalLink {
  const { id, orgId, gate, label, may, createdAt, expiresAt, revokedAt } = link;
  return { id, orgId, videoId, gateType: gateName as GateType, gate, label, may, createdAt, expiresAt, revokedAt };
}
