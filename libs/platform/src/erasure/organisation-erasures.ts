import { type Database } from '../database/database.js';
import { type Queryable } from '../database/queryable.js';
import { logger } from '../telemetry/logger.js';

/** What an organisation has in one lib. */
export interface Belongings {
  /** `<lib>.<what>`. */
  readonly name: string;
  /** Looked at only when nothing of the others is left: what stays behind when things are deleted. */
  readonly isRest?: boolean;
  /** Ends and deletes some of it; called until nothing is left. @returns how many are not gone for good, 0 when all are */
  dispose(orgId: string): Promise<number>;
  /** When nothing is left anywhere: forgets names, secrets and answers, in one transaction with the end of the erasure. Twice is safe. */
  finish?(tx: Queryable, orgId: string): Promise<void>;
}

export interface OrganisationErasure {
  readonly status: 'erasing' | 'erased';
  /** Things that are not gone yet; null: not counted yet. */
  readonly left: number | null;
  /** RFC 3339, UTC. */
  readonly askedAt: string;
  readonly finishedAt: string | null;
}

/** Until then a request that was let in by a key that has been revoked since may still make something. */
const LEAST_SECONDS = 10;

const log = logger('erasure');

/** Erases organisations, thing by thing, however often the process dies meanwhile: `platform.erasures` has one row each. */
export class OrganisationErasures {
  private readonly all = new Map<string, Belongings>();

  constructor(private readonly database: Database) {}

  register(belongings: Belongings): this {
    if (this.all.has(belongings.name)) throw new Error(`two belongings are called ${belongings.name}`);
    this.all.set(belongings.name, belongings);
    return this;
  }

  /** In the caller's transaction, with what stops the organisation from making more. Twice is once. */
  async begin(tx: Queryable, orgId: string): Promise<OrganisationErasure> {
    await tx.query('INSERT INTO platform.erasures (org_id) VALUES ($1) ON CONFLICT DO NOTHING', [orgId]);
    const known = await this.find(orgId, tx);
    if (!known) throw new Error(`the erasure of ${orgId} is not there`);
    return known;
  }

  async find(orgId: string, db: Queryable = this.database): Promise<OrganisationErasure | null> {
    const [row] = await db.query<{ left_count: number | null; asked_at: Date; finished_at: Date | null }>(
      'SELECT left_count, asked_at, finished_at FROM platform.erasures WHERE org_id = $1',
      [orgId],
    );
    if (!row) return null;
    const { left_count: left, asked_at: askedAt, finished_at: finishedAt } = row;
    return {
      status: finishedAt ? 'erased' : 'erasing',
      left,
      askedAt: askedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    };
  }

  /** One look at all that are under way. One that fails is tried again at the next look. */
  async sweep(): Promise<void> {
    const rows = await this.database.query<{ org_id: string; is_due: boolean }>(
      `SELECT org_id, asked_at < now() - $1 * interval '1 second' AS is_due FROM platform.erasures WHERE finished_at IS NULL`,
      [LEAST_SECONDS],
    );
    for (const { org_id: orgId, is_due: isDue } of rows) {
      await this.driveOn(orgId, isDue).catch((error: unknown) =>
        log.warn({ err: error, orgId }, 'an erasure could not go on; trying again'),
      );
    }
  }

  private async driveOn(orgId: string, isDue: boolean): Promise<void> {
    const things = [...this.all.values()].filter(({ isRest }) => !isRest);
    const rest = [...this.all.values()].filter(({ isRest }) => isRest);
    const left = (await disposed(things, orgId)) || (await disposed(rest, orgId));
    if (left > 0 || !isDue) {
      await this.database.query('UPDATE platform.erasures SET left_count = $2 WHERE org_id = $1', [orgId, left]);
      return;
    }
    await this.database.transaction(async (tx) => {
      for (const { finish } of this.all.values()) await finish?.(tx, orgId);
      await tx.query('UPDATE platform.erasures SET left_count = 0, finished_at = now() WHERE org_id = $1', [orgId]);
    });
    log.info({ orgId }, 'an organisation is erased');
  }
}

async function disposed(belongings: readonly Belongings[], orgId: string): Promise<number> {
  let left = 0;
  for (const one of belongings) left += await one.dispose(orgId);
  return left;
}
