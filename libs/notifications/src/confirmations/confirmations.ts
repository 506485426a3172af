import { Injectable } from '@nestjs/common';
import { Clock, Database, givenSecretsKey, Ids, installationConfig, isUuid, keyFile, type Queryable, SecretBox } from '#platform';
import { NotificationsConfig } from '../notifications.config.js';

/** A call that a program wants to make on somebody's behalf. */
export interface ConfirmationOrder {
  readonly orgId: string;
  /** `key:<id>` or `member:<id>`. */
  readonly askedBy: string;
  readonly kind: 'spend' | 'decide';
  /** SHA-256 of the call, hex. */
  readonly digest: string;
  /** 1 USD = 1 000 000. */
  readonly costMicros: number;
  /** What a person reads. */
  readonly title: string;
  /** Of an answer before, for installations where programs may agree by themselves. */
  readonly token: string | null;
}

export type ConfirmationAnswer =
  | { readonly status: 'allowed' }
  | { readonly status: 'pending' | 'refused'; readonly url: string; readonly token: string; readonly expiresAt: Date };

export interface Confirmation {
  readonly id: string;
  readonly orgId: string;
  readonly askedBy: string;
  readonly title: string;
  readonly costMicros: number;
  readonly createdAt: Date;
  readonly isAllowed: boolean | null;
}

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly asked_by: string;
  readonly title: string;
  readonly cost_micros: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly is_allowed: boolean | null;
}

const LIVES_MS = 10 * 60_000;
const COLUMNS = 'id, org_id, asked_by, title, cost_micros, created_at, expires_at, is_allowed';
const [PAGE, TOKEN] = ['confirmation page', 'confirmation token'];
/** What was sealed here is never longer. */
const MAX_SEALED_CHARACTERS = 600;

/** What a person allows a program to do, once asked by it: one call at one price, for ten minutes. */
@Injectable()
export class Confirmations {
  private readonly publicUrl = installationConfig().publicUrl;
  private key: Promise<Buffer> | null = null;

  constructor(
    private readonly database: Database,
    private readonly config: NotificationsConfig,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The same call asked for again is the same question. @param alongside runs in the transaction that keeps the question */
  async ask(
    order: ConfirmationOrder,
    alongside: (tx: Queryable, answer: ConfirmationAnswer) => Promise<void>,
  ): Promise<ConfirmationAnswer> {
    return this.database.transaction(async (tx) => {
      const answer = await this.answerTo(tx, order);
      await alongside(tx, answer);
      return answer;
    });
  }

  /** @returns null for a token that is none, or whose time is over */
  async open(token: string): Promise<Confirmation | null> {
    const id = await this.opened(token, PAGE);
    if (id === null || !isUuid(id)) return null;
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM notifications.confirmations WHERE id = $1 AND expires_at > $2`, [
      id,
      this.now(),
    ]);
    return row ? confirmationOf(row) : null;
  }

  /** Counts once: the first answer stands. @returns what it is now */
  async decide({ id, orgId }: Confirmation, isAllowed: boolean): Promise<Confirmation | null> {
    const now = this.now();
    await this.database.query(
      `UPDATE notifications.confirmations SET is_allowed = $3, decided_at = $4, expires_at = $5
        WHERE id = $1 AND org_id = $2 AND is_allowed IS NULL AND expires_at > $4`,
      [id, orgId, isAllowed, now, new Date(now.getTime() + LIVES_MS)],
    );
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM notifications.confirmations WHERE id = $1 AND org_id = $2`, [
      id,
      orgId,
    ]);
    return row ? confirmationOf(row) : null;
  }

  private async answerTo(tx: Queryable, order: ConfirmationOrder): Promise<ConfirmationAnswer> {
    if (this.isFree(order) || (await this.agreesByItself(order))) return { status: 'allowed' };
    const { orgId, askedBy, digest, costMicros } = order;
    const now = this.now();
    // Two of the same call at once are one question.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('confirmation ' || $1::text || $2 || $3, 0))`, [orgId, askedBy, digest]);
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM notifications.confirmations
        WHERE org_id = $1 AND asked_by = $2 AND digest = $3 AND cost_micros >= $4 AND expires_at > $5
        ORDER BY is_allowed DESC NULLS LAST, expires_at DESC LIMIT 1`,
      [orgId, askedBy, digest, costMicros, now],
    );
    if (row?.is_allowed) return { status: 'allowed' };
    const { id, expires_at: expiresAt, is_allowed } = row ?? (await this.keep(tx, order, now));
    const url = `${this.publicUrl}/a/confirm/${await this.sealed(id, PAGE)}`;
    const token = await this.sealed(JSON.stringify([orgId, askedBy, digest, costMicros, expiresAt.getTime()]), TOKEN);
    return { status: is_allowed === false ? 'refused' : 'pending', url, token, expiresAt };
  }

  private isFree({ kind, costMicros }: ConfirmationOrder): boolean {
    return kind === 'decide' ? this.config.agentDecides === '1' : costMicros <= this.config.confirmAboveMicros;
  }

  /** With `KADR_MCP_CONFIRM=agent` a program may agree by sending the token back: for this very call, at no higher price, in time. */
  private async agreesByItself({ kind, token, orgId, askedBy, digest, costMicros }: ConfirmationOrder): Promise<boolean> {
    if (token === null || kind !== 'spend' || this.config.mcpConfirm !== 'agent') return false;
    const said = await this.opened(token, TOKEN);
    if (said === null) return false;
    const [forOrg, forCaller, forDigest, upTo, until] = JSON.parse(said) as [string, string, string, number, number];
    return forOrg === orgId && forCaller === askedBy && forDigest === digest && costMicros <= upTo && until > this.clock.nowMs();
  }

  private async keep(tx: Queryable, { orgId, askedBy, digest, costMicros, title }: ConfirmationOrder, now: Date): Promise<Row> {
    await tx.query('DELETE FROM notifications.confirmations WHERE org_id = $1 AND expires_at <= $2', [orgId, now]);
    const [row] = await tx.query<Row>(
      `INSERT INTO notifications.confirmations (id, org_id, asked_by, digest, cost_micros, title, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
      [this.ids.next(), orgId, askedBy, digest, costMicros, title, now, new Date(now.getTime() + LIVES_MS)],
    );
    if (!row) throw new Error('a confirmation was not kept');
    return row;
  }

  private now(): Date {
    return new Date(this.clock.nowMs());
  }

  private async sealed(text: string, purpose: string): Promise<string> {
    return (await this.box()).seal(text, purpose).toString('base64url');
  }

  private async opened(token: string, purpose: string): Promise<string | null> {
    if (token.length > MAX_SEALED_CHARACTERS) return null;
    const box = await this.box();
    try {
      return box.open(Buffer.from(token, 'base64url'), purpose);
    } catch {
      return null;
    }
  }

  /** The key of the installation, the same in every process. */
  private async box(): Promise<SecretBox> {
    return new SecretBox(await (this.key ??= this.keyNow()));
  }

  private async keyNow(): Promise<Buffer> {
    return givenSecretsKey() ?? keyFile(installationConfig().runDir);
  }
}

const confirmationOf = (row: Row): Confirmation => ({
  id: row.id,
  orgId: row.org_id,
  askedBy: row.asked_by,
  title: row.title,
  costMicros: Number(row.cost_micros),
  createdAt: row.created_at,
  isAllowed: row.is_allowed,
});
