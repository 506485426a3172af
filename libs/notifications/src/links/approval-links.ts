import { Injectable } from '@nestjs/common';
import { type Video, type VideoApproval, Videos } from '#jobs';
import { Clock, Database, Ids, installationConfig, notFound, type Queryable, Refusal } from '#platform';
import { hashOf, newToken, TOKEN } from '../secret-token.js';

export type LinkDecision = 'approve' | 'reject';
export type GateType = VideoApproval['type'];

/** A page that decides one request of a gate. */
export interface ApprovalLink {
  readonly id: string;
  readonly orgId: string;
  readonly videoId: string;
  readonly gateType: GateType;
  /** The n-th request of that type, from 1. */
  readonly gate: number;
  /** What its maker calls whoever gets it. */
  readonly label: string | null;
  readonly may: readonly LinkDecision[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
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

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly video_id: string;
  readonly gate_type: GateType;
  readonly gate: number;
  readonly label: string | null;
  readonly may: LinkDecision[];
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

const COLUMNS = 'id, org_id, video_id, gate_type, gate, label, may, created_at, expires_at, revoked_at';
const GATES: readonly string[] = ['script', 'images', 'videos'] satisfies GateType[];

/** Links with which somebody without an account decides a gate of a video. Every question names the organisation, but for the token's own. */
@Injectable()
export class ApprovalLinks {
  private readonly publicUrl = installationConfig().publicUrl;

  constructor(
    private readonly database: Database,
    private readonly videos: Videos,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Bound to the gate that is pending now: after a rejection it opens the new one to nobody.
   * @param alongside runs in the transaction that keeps it. @returns the link, and its address, which is shown this once
   * @throws video_not_found, approval_not_found, not_awaiting_approval
   */
  async create(
    order: LinkOrder,
    alongside: (tx: Queryable, made: { link: ApprovalLink; url: string }) => Promise<void>,
  ): Promise<{ readonly link: ApprovalLink; readonly url: string }> {
    const { orgId, videoId, type, label, may, createdBy, expiresInSeconds } = order;
    const gate = await this.pendingGate(orgId, videoId, type);
    const { token, hash } = newToken();
    const nowMs = this.clock.nowMs();
    const [createdAt, expiresAt] = [new Date(nowMs), new Date(nowMs + expiresInSeconds * 1000)];
    const id = this.ids.next();
    const link = { id, orgId, videoId, gateType: type as GateType, gate, label, may, createdAt, expiresAt, revokedAt: null };
    const made = { link, url: `${this.publicUrl}/a/${token}` };
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO notifications.approval_links (id, org_id, video_id, gate_type, gate, token_hash, label, may, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, orgId, videoId, type, gate, hash, label, [...may], createdBy, createdAt, expiresAt],
      );
      await alongside(tx, made);
    });
    return made;
  }

  /** Newest first, `limit + 1` of them at most; revoked and expired ones too. @throws video_not_found, approval_not_found */
  async list(orgId: string, videoId: string, type: string, limit: number, olderThan: string | null): Promise<ApprovalLink[]> {
    await this.videoWithGate(orgId, videoId, type);
    const rows = await this.database.forOrganisation(orgId).query<Row>(
      `SELECT ${COLUMNS} FROM notifications.approval_links
        WHERE org_id = $1 AND video_id = $2 AND gate_type = $3 AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
      [orgId, videoId, type, olderThan, limit + 1],
    );
    return rows.map(linkOf);
  }

  /** Revoking twice is fine. @throws Refusal `not_found` */
  async revoke(orgId: string, videoId: string, type: string, id: string): Promise<void> {
    const rows = await this.database.query(
      `UPDATE notifications.approval_links SET revoked_at = coalesce(revoked_at, $5)
        WHERE org_id = $1 AND video_id = $2 AND gate_type = $3 AND id = $4 RETURNING id`,
      [orgId, videoId, type, id, new Date(this.clock.nowMs())],
    );
    if (rows.length === 0) throw notFound();
  }

  /** @returns null for a token that is unknown, expired or revoked: nobody can tell which */
  async open(token: string): Promise<ApprovalLink | null> {
    if (!TOKEN.test(token)) return null;
    const [row] = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM notifications.approval_links WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2`,
      [hashOf(token), new Date(this.clock.nowMs())],
    );
    return row ? linkOf(row) : null;
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

const linkOf = (row: Row): ApprovalLink => ({
  id: row.id,
  orgId: row.org_id,
  videoId: row.video_id,
  gateType: row.gate_type,
  gate: row.gate,
  label: row.label,
  may: row.may,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});
