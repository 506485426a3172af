import { Injectable } from '@nestjs/common';
import { Clock, Database, Ids, installationConfig, notFound, type Queryable } from '#platform';
import { hashOf, newToken, TOKEN } from '../secret-token.js';

export type LinkDecision = 'approve' | 'reject';

/** What a link is about: a video, or a run of a workflow. */
export type LinkKind = 'video' | 'run';

/** A page that decides one request of a gate. */
export interface Link {
  readonly id: string;
  readonly orgId: string;
  readonly kind: LinkKind;
  /** Of the video or run. */
  readonly subjectId: string;
  /** Type of the gate of a video, id of the node of a run. */
  readonly gateName: string;
  /** The n-th request of that gate, from 1. */
  readonly gate: number;
  /** What its maker calls whoever gets it. */
  readonly label: string | null;
  readonly may: readonly LinkDecision[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export interface NewLink extends Pick<Link, 'orgId' | 'kind' | 'subjectId' | 'gateName' | 'gate' | 'label' | 'may'> {
  readonly expiresInSeconds: number;
  /** `key:<id>` and so on. */
  readonly createdBy: string;
  /** Made elsewhere, and known to no table; a link that is there with it stays as it is. Default: a random one. */
  readonly token?: string;
}

type OfGate = Pick<Link, 'orgId' | 'kind' | 'subjectId' | 'gateName'>;

const COLUMNS = `id, org_id AS "orgId", kind, video_id AS "subjectId", gate_type AS "gateName", gate, label, may, created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt"`;

/** Links with which somebody without an account decides. Every question names the organisation, but for the token's own. */
@Injectable()
export class LinkTable {
  private readonly publicUrl = installationConfig().publicUrl;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @param alongside runs in the transaction that keeps it. @returns the link, and its address, which is shown this once */
  async create(
    { expiresInSeconds, createdBy, token: given, ...of }: NewLink,
    alongside: (tx: Queryable, made: { link: Link; url: string }) => Promise<void>,
  ): Promise<{ readonly link: Link; readonly url: string }> {
    const { token, hash } = given === undefined ? newToken() : { token: given, hash: hashOf(given) };
    const nowMs = this.clock.nowMs();
    const link: Link = {
      ...{ id: this.ids.next(), ...of, revokedAt: null },
      ...{ createdAt: new Date(nowMs), expiresAt: new Date(nowMs + expiresInSeconds * 1000) },
    };
    const made = { link, url: `${this.publicUrl}/a/${token}` };
    const { id, orgId, kind, subjectId, gateName, gate, label, may, createdAt, expiresAt } = link;
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO notifications.approval_links
           (id, org_id, kind, video_id, gate_type, gate, token_hash, label, may, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (token_hash) DO NOTHING`,
        [id, orgId, kind, subjectId, gateName, gate, hash, label, [...may], createdBy, createdAt, expiresAt],
      );
      await alongside(tx, made);
    });
    return made;
  }

  /** Newest first, `limit + 1` of them at most; revoked and expired ones too. */
  list({ orgId, kind, subjectId, gateName }: OfGate, limit: number, olderThan: string | null): Promise<Link[]> {
    return this.database.forOrganisation(orgId).query<Link>(
      `SELECT ${COLUMNS} FROM notifications.approval_links
        WHERE org_id = $1 AND kind = $2 AND video_id = $3 AND gate_type = $4 AND ($5::uuid IS NULL OR id < $5) ORDER BY id DESC LIMIT $6`,
      [orgId, kind, subjectId, gateName, olderThan, limit + 1],
    );
  }

  /** Revoking twice is fine. @throws Refusal `not_found` */
  async revoke({ orgId, kind, subjectId, gateName }: OfGate, id: string): Promise<void> {
    const rows = await this.database.query(
      `UPDATE notifications.approval_links SET revoked_at = coalesce(revoked_at, $6), is_paused = false
        WHERE org_id = $1 AND kind = $2 AND video_id = $3 AND gate_type = $4 AND id = $5 RETURNING id`,
      [orgId, kind, subjectId, gateName, id, new Date(this.clock.nowMs())],
    );
    if (rows.length === 0) throw notFound();
  }

  /** @returns null for a token that is unknown, expired or revoked: nobody can tell which */
  async open(token: string): Promise<Link | null> {
    if (!TOKEN.test(token)) return null;
    const [row] = await this.database.query<Link>(
      `SELECT ${COLUMNS} FROM notifications.approval_links WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2`,
      [hashOf(token), new Date(this.clock.nowMs())],
    );
    return row ?? null;
  }
}
