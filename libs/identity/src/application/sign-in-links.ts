import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Ids, type Principal, type Queryable, Refusal, storableJson } from '#platform';
import { hashOf } from './api-key.js';
import { type Opener, openerOf } from './sessions.js';

const CODE_BYTES = 16;
export const DEFAULT_LINK_SECONDS = 600;

/** What a code is handed out for: a link, or a sign-in at the issuer that came back with it. */
type LinkWay = 'link' | 'oidc';

interface LinkRow {
  readonly org_id: string;
  readonly key_id: string | null;
  readonly member: Opener['member'];
  readonly scopes: string[];
  readonly opens: LinkWay;
}

export type RedeemedLink = Opener & { readonly way: LinkWay };

/** Links that sign a browser in, once. Their codes are kept as hashes, so that any process can redeem them and none can read them. */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** In the caller's transaction. @returns the code, shown once; whoever has it acts as the maker */
  async create(
    tx: Queryable,
    maker: Principal,
    expiresInSeconds = DEFAULT_LINK_SECONDS,
    opens: LinkWay = 'link',
  ): Promise<{ code: string; expiresAt: Date }> {
    const code = randomBytes(CODE_BYTES).toString('base64url');
    const { orgId, keyId, member, scopes } = openerOf(maker);
    const now = this.clock.nowMs();
    const expiresAt = new Date(now + expiresInSeconds * 1000);
    await tx.query(
      `INSERT INTO identity.sign_in_links (id, org_id, code_hash, key_id, member, scopes, created_at, expires_at, opens)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [this.ids.next(), orgId, hashOf(code), keyId, member && storableJson(member), scopes, new Date(now), expiresAt, opens],
    );
    return { code, expiresAt };
  }

  /** In the transaction that opens the session; of two at once one gets it. @throws Refusal `sign_in_code_used`, `sign_in_code_expired`; null: unknown */
  async redeem(tx: Queryable, code: string): Promise<RedeemedLink | null> {
    const hash = hashOf(code);
    const [row] = await tx.query<LinkRow & object>(
      `UPDATE identity.sign_in_links SET used_at = now() WHERE code_hash = $1 AND used_at IS NULL AND expires_at > now()
       RETURNING org_id, key_id, member, scopes, opens`,
      [hash],
    );
    if (row) return { orgId: row.org_id, keyId: row.key_id, member: row.member, scopes: row.scopes, way: row.opens };
    const [known] = await tx.query<{ used_at: Date | null }>('SELECT used_at FROM identity.sign_in_links WHERE code_hash = $1', [hash]);
    if (!known) return null;
    throw known.used_at
      ? refused('used', 'This sign-in link was used before; a link works once.')
      : refused('expired', 'This sign-in link is over.');
  }
}

const refused = (why: 'used' | 'expired', message: string): Refusal =>
  new Refusal('unauthorized', `sign_in_code_${why}`, `${message} Ask for another one.`);
