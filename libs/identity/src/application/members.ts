import { Injectable } from '@nestjs/common';
import { Clock, Database, deriveId, Ids, isUuid, notFound, type Principal, type Queryable, Refusal, validationFailed } from '#platform';
import { type TokenClaims } from './member-tokens.js';
import { isRole, type Role, SCOPES_OF } from './roles.js';

export interface Member {
  readonly id: string;
  readonly subject: string;
  readonly email: string | null;
  readonly role: Role;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
}

export interface MemberOrder {
  readonly subject: string;
  readonly email: string | null;
  readonly role: Role;
}

/** Who of a token's subject is to be believed: what the table says, else what the token says. */
interface Membership {
  readonly id: string;
  readonly orgId: string;
  readonly role: Role;
  /** RFC 3339, UTC; null: never, or vouched for. */
  readonly lastSeenAt: string | null;
  /** Whether its use is to be noted again. */
  readonly isStale: boolean;
  /** It ended: of no use but to stop a token from vouching. */
  readonly isRemoved: boolean;
}

const COLUMNS = `id, subject, email, role, created_at AS "createdAt", last_seen_at AS "lastSeenAt"`;
/** The use of a membership is noted at most this often. */
const SEEN_EVERY = '1 minute';

/** People of an organisation, by what the token issuer calls them. */
@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Who acts with such a token. @param wished the organisation a person of several has chosen
   * @returns null when the subject belongs nowhere @throws Refusal 400 `organisation_required`
   */
  principalOf(claims: TokenClaims, wished: string | null): Promise<Principal | null> {
    return this.acting(claims, (stored, vouched) => chosen(stored, wished, vouched));
  }

  /** Who has just signed in and said nothing else: where the token says, else where they were last. Sessions lead to the others. */
  arriving(claims: TokenClaims): Promise<Principal | null> {
    const latest = (stored: readonly Membership[]) =>
      stored.toSorted((one, other) => (other.lastSeenAt ?? '').localeCompare(one.lastSeenAt ?? '') || one.id.localeCompare(other.id))[0];
    return this.acting(claims, (stored, vouched) => vouched ?? latest(stored) ?? null);
  }

  private async acting(
    claims: TokenClaims,
    choose: (stored: readonly Membership[], vouched: Membership | null) => Membership | null,
  ): Promise<Principal | null> {
    const all = await this.membershipsOf(claims.subject);
    const vouched = await this.byToken(claims, all);
    const membership = choose(
      all.filter(({ isRemoved }) => !isRemoved),
      vouched,
    );
    if (!membership) return null;
    const { id, orgId, role, isStale } = membership;
    if (isStale) await this.noteUse(id);
    const { subject, email } = claims;
    return { orgId, keyId: id, scopes: SCOPES_OF[role], member: { id, subject, email, role } };
  }

  /** Newest first, `limit + 1` of them at most. */
  async list(orgId: string, limit: number, olderThan: string | null): Promise<Member[]> {
    return this.database.forOrganisation(orgId).query<Member & object>(
      `SELECT ${COLUMNS} FROM identity.members
          WHERE org_id = $1 AND removed_at IS NULL AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [orgId, olderThan, limit + 1],
    );
  }

  /** In the caller's transaction. @throws Refusal 409 `already_member` */
  async add(tx: Queryable, orgId: string, { subject, email, role }: MemberOrder): Promise<Member> {
    const [member] = await tx.query<Member & object>(
      `INSERT INTO identity.members (id, org_id, subject, email, role, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (org_id, subject) DO UPDATE SET id = excluded.id, email = excluded.email, role = excluded.role,
              created_at = excluded.created_at, last_seen_at = NULL, removed_at = NULL
        WHERE members.removed_at IS NOT NULL
       RETURNING ${COLUMNS}`,
      [this.ids.next(), orgId, subject, email, role, new Date(this.clock.nowMs())],
    );
    if (!member) throw new Refusal('conflict', 'already_member', 'This person is a member already.');
    return member;
  }

  /** Refused from the next request on, also where a token vouches for them, until they are added again. @throws Refusal `not_found`, 409 `last_owner` */
  async remove(orgId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const owners = await tx.query<{ id: string }>(
        `SELECT id FROM identity.members WHERE org_id = $1 AND role = 'owner' AND removed_at IS NULL ORDER BY id FOR UPDATE`,
        [orgId],
      );
      if (owners.length === 1 && owners[0]?.id === id) {
        throw new Refusal('conflict', 'last_owner', 'The last owner of an organisation cannot be removed; name another one first.');
      }
      const gone = await tx.query(
        `UPDATE identity.members SET removed_at = now() WHERE id = $1 AND org_id = $2 AND removed_at IS NULL RETURNING id`,
        [id, orgId],
      );
      if (gone.length === 0) throw notFound();
    });
  }

  private membershipsOf(subject: string): Promise<Membership[]> {
    return this.database.query<Membership & object>(
      `SELECT id, org_id AS "orgId", role, last_seen_at::text AS "lastSeenAt", (last_seen_at IS NULL OR last_seen_at < now() - interval '${SEEN_EVERY}') AS "isStale",
              removed_at IS NOT NULL AS "isRemoved"
         FROM identity.members WHERE subject = $1`,
      [subject],
    );
  }

  /** Of the one organisation acted for: the others learn nothing of it. */
  private async noteUse(id: string): Promise<void> {
    await this.database.query(
      `UPDATE identity.members SET last_seen_at = now()
        WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < now() - interval '${SEEN_EVERY}')`,
      [id],
    );
  }

  /**
   * An issuer that knows our organisations may vouch for its people, without anybody adding them here. What the table says of the same
   * organisation goes first.
   */
  private async byToken({ issuer, subject, orgId: named, role }: TokenClaims, stored: readonly Membership[]): Promise<Membership | null> {
    const orgId = named?.toLowerCase() ?? null;
    if (orgId === null || !isUuid(orgId)) return null;
    const own = stored.find((membership) => membership.orgId === orgId);
    if (own) return own.isRemoved ? null : own;
    const known = await this.database.query('SELECT 1 FROM identity.organisations WHERE id = $1', [orgId]);
    if (known.length === 0) return null;
    return {
      id: deriveId('member', issuer, subject, orgId),
      orgId,
      role: isRole(role) ? role : 'viewer',
      lastSeenAt: null,
      isStale: false,
      isRemoved: false,
    };
  }
}

/**
 * The one that was asked for; else the one that the token names, so that being added by strangers moves nobody; else the only one.
 * @throws Refusal 400 `organisation_required` when there are several and nothing says which
 */
function chosen(stored: readonly Membership[], wished: string | null, vouched: Membership | null): Membership | null {
  if (wished !== null) return [...stored, ...(vouched ? [vouched] : [])].find(({ orgId }) => orgId === wished) ?? null;
  if (vouched) return vouched;
  if (stored.length <= 1) return stored[0] ?? null;
  throw new Refusal('invalid', 'organisation_required', 'You belong to several organisations: say which in the header Kadr-Organisation.', {
    errors: validationFailed([{ path: 'Kadr-Organisation', message: 'is required' }]).errors ?? [],
  });
}
