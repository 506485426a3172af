import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, hasScope, Ids, logger, notFound, type Principal, type Queryable, storableJson } from '#platform';
import { hashOf } from './api-key.js';
import { isRole, type Role, SCOPES_OF } from './roles.js';

const SECRET_BYTES = 32;
const CSRF_BYTES = 16;
const MOST_DAYS = 90;
const IDLE_DAYS = 30;
/** Of a member whom a token alone vouches for: nobody tells us when the issuer no longer does. */
const VOUCHED_HOURS = 12;

export const SIGN_IN_WAYS = ['link', 'apiKey', 'oidc'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

type MemberOfSession = NonNullable<Principal['member']>;

/** The key or the member that a session acts for, and what it may do at most. */
export interface Opener {
  readonly orgId: string;
  /** Null: a member. */
  readonly keyId: string | null;
  readonly member: MemberOfSession | null;
  readonly scopes: readonly string[];
}

export interface OpenedSession {
  readonly id: string;
  /** For the cookie; never stored. */
  readonly secret: string;
  /** For the page; never stored. */
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

export interface KnownSession {
  readonly principal: Principal;
  readonly csrfHash: Buffer;
}

/** A session as a list shows it. */
export interface SessionSummary {
  readonly id: string;
  readonly openedBy: SignInWay;
  readonly userAgent: string | null;
  readonly keyName: string | null;
  readonly member: MemberOfSession | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

interface SessionRow {
  readonly id: string;
  readonly org_id: string;
  readonly key_id: string | null;
  readonly member: MemberOfSession | null;
  readonly scopes: string[];
  readonly csrf_hash: Buffer;
  readonly expires_at: Date;
  readonly is_stale: boolean;
  readonly key_scopes: string[] | null;
  readonly role: string | null;
}

/** Neither ended nor over, and whatever opened it is still let in. To be used with `WITH_OPENER`. `OFFSET 0`: asked for each session by the
 * index, instead of reading everybody's members once. */
export const STANDING = `s.ended_at IS NULL AND s.expires_at > now() AND s.last_used_at > now() - interval '${IDLE_DAYS} days'
  AND (s.key_id IS NULL OR (k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())))
  AND (s.key_id IS NOT NULL OR (m.id IS NOT NULL AND m.removed_at IS NULL) OR (s.is_vouched AND NOT EXISTS (
    SELECT FROM identity.members one WHERE one.org_id = s.org_id AND one.subject = s.member->>'subject' OFFSET 0)))`;
export const WITH_OPENER = `identity.sessions s
  LEFT JOIN identity.api_keys k ON k.id = s.key_id
  LEFT JOIN identity.members m ON m.id = (s.member->>'id')::uuid AND m.org_id = s.org_id`;

const log = logger('identity');

/** Browsers that have signed in. Kept as hashes; read anew with every request, so that whatever ends one ends it everywhere at once. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** In the caller's transaction. @returns null when whatever opens it is no longer let in: roll back */
  async open(tx: Queryable, opener: Opener, openedBy: SignInWay, userAgent: string | null): Promise<OpenedSession | null> {
    const { orgId, keyId, member, scopes } = opener;
    const id = this.ids.next();
    const [secret, csrfToken] = [randomBytes(SECRET_BYTES).toString('base64url'), randomBytes(CSRF_BYTES).toString('base64url')];
    const isKnown = member && (await tx.query('SELECT 1 FROM identity.members WHERE id = $1', [member.id])).length > 0;
    const isVouched = member !== null && !isKnown;
    const now = this.clock.nowMs();
    const expiresAt = new Date(now + (isVouched ? VOUCHED_HOURS : MOST_DAYS * 24) * 3_600_000);
    await tx.query(
      `INSERT INTO identity.sessions (id, org_id, secret_hash, csrf_hash, opened_by, key_id, member, is_vouched, scopes, user_agent,
              created_at, last_used_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)`,
      [
        ...[id, orgId, hashOf(secret), hashOf(csrfToken), openedBy, keyId, member && storableJson(member), isVouched, scopes, userAgent],
        ...[new Date(now), expiresAt],
      ],
    );
    const [stands] = await tx.query(`SELECT 1 FROM ${WITH_OPENER} WHERE s.id = $1 AND ${STANDING}`, [id]);
    return stands ? { id, secret, csrfToken, expiresAt } : null;
  }

  /** @param wished the organisation a member of several has chosen @returns null for a session that is unknown or over */
  async find(secret: string, wished: string | null): Promise<KnownSession | null> {
    const [row] = await this.database.query<SessionRow>(
      `SELECT s.id, s.org_id, s.key_id, s.member, s.scopes, s.csrf_hash, s.expires_at, k.scopes AS key_scopes, m.role,
              s.last_used_at < now() - interval '1 minute' AS is_stale
         FROM ${WITH_OPENER} WHERE s.secret_hash = $1 AND ${STANDING}`,
      [hashOf(secret)],
    );
    if (!row) return null;
    if (row.is_stale) this.noteUse(row.id);
    const principal = await this.principalOf(row, wished);
    return principal && { principal, csrfHash: row.csrf_hash };
  }

  /** Newest first, `limit + 1` of them at most: of everybody in the organisation for who manages it, else of the same key or person. */
  async list(caller: Principal, limit: number, olderThan: string | null): Promise<SessionSummary[]> {
    const rows = await this.database.query<
      { key_name: string | null; role: string | null; member: MemberOfSession | null } & SessionSummary
    >(
      `SELECT s.id, s.opened_by AS "openedBy", s.user_agent AS "userAgent", k.name AS key_name, s.member, m.role,
              s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt"
         FROM ${WITH_OPENER}
        WHERE s.org_id = $1 AND ${STANDING} AND ${MAY_SEE} AND ($4::uuid IS NULL OR s.id < $4) ORDER BY s.id DESC LIMIT $5`,
      [...seenBy(caller), olderThan, limit + 1],
    );
    return rows.map(({ key_name: keyName, role, member, ...row }) => ({
      ...row,
      keyName,
      member: member && { ...member, role: role ?? member.role },
    }));
  }

  /** From the next request on it opens nothing. @throws Refusal `not_found`, also for one that the caller may not see */
  async end(caller: Principal, id: string): Promise<void> {
    const ended = await this.database.query(
      `UPDATE identity.sessions s SET ended_at = now() WHERE s.org_id = $1 AND s.ended_at IS NULL AND ${MAY_SEE} AND s.id = $4 RETURNING id`,
      [...seenBy(caller), id],
    );
    if (ended.length === 0) throw notFound();
  }

  /** The one the caller came by; twice is safe. */
  async endOwn({ session }: Principal): Promise<void> {
    if (session)
      await this.database.query('UPDATE identity.sessions SET ended_at = now() WHERE id = $1 AND ended_at IS NULL', [session.id]);
  }

  /** Organisations that the caller can choose among by `Kadr-Organisation`. */
  async organisationsOf({ orgId, member }: Principal): Promise<{ readonly id: string; readonly name: string }[]> {
    return this.database.query<{ id: string; name: string }>(
      `SELECT o.id, o.name FROM identity.organisations o
        WHERE o.id = $1 OR EXISTS (SELECT FROM identity.members m WHERE m.org_id = o.id AND m.subject = $2 AND m.removed_at IS NULL)
        ORDER BY o.name, o.id`,
      [orgId, member?.subject ?? null],
    );
  }

  private async principalOf(row: SessionRow, wished: string | null): Promise<Principal | null> {
    const { org_id: orgId, key_id: keyId, member, key_scopes: keyScopes, role } = row;
    const session = { id: row.id, expiresAt: row.expires_at };
    if (keyId !== null) return { orgId, keyId, scopes: within(row.scopes, keyScopes ?? []), session };
    if (!member) return null;
    if (wished !== null && wished !== orgId) return this.elsewhere(row, member, wished);
    const current = roleOf(role ?? member.role);
    return { orgId, keyId: member.id, scopes: within(row.scopes, SCOPES_OF[current]), member: { ...member, role: current }, session };
  }

  /** In another organisation of the same person; with what it may there, and never more than what opened the session. */
  private async elsewhere(row: SessionRow, { subject }: MemberOfSession, orgId: string): Promise<Principal | null> {
    const [found] = await this.database.query<{ id: string; email: string | null; role: string }>(
      'SELECT id, email, role FROM identity.members WHERE org_id::text = $1 AND subject = $2 AND removed_at IS NULL',
      [orgId, subject],
    );
    if (!found) return null;
    const role = roleOf(found.role);
    const member = { id: found.id, subject, email: found.email, role };
    const session = { id: row.id, expiresAt: row.expires_at };
    return { orgId, keyId: found.id, scopes: within(row.scopes, SCOPES_OF[role]), member, session };
  }

  /** At most once a minute; nobody waits for it. */
  private noteUse(id: string): void {
    this.database
      .query(`UPDATE identity.sessions SET last_used_at = now() WHERE id = $1 AND last_used_at < now() - interval '1 minute'`, [id])
      .catch((error: unknown) => log.warn({ err: error }, 'the use of a session could not be noted'));
  }
}

/** $1 to $3 of `MAY_SEE`. */
const seenBy = (caller: Principal): unknown[] => [caller.orgId, hasScope(caller.scopes, 'admin'), caller.keyId];
const MAY_SEE = `($2 OR coalesce(s.key_id::text, s.member->>'id') = $3::text)`;

const within = (scopes: readonly string[], most: readonly string[]): string[] => scopes.filter((scope) => hasScope(most, scope));

const roleOf = (text: string): Role => (isRole(text) ? text : 'viewer');

/** Who a caller's links and sessions act for. */
export const openerOf = ({ orgId, keyId, member, scopes }: Principal): Opener => ({
  orgId,
  keyId: member ? null : keyId,
  member: member ?? null,
  scopes,
});
