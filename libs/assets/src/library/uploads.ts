import { type Database, type Queryable, type SessionLocks } from '#platform';

/** Twice what an upload may last. */
const KEPT_HOURS = 2;

export interface Upload {
  readonly orgId: string;
  readonly assetId: string;
}

/** `assets.uploads`: files that somebody is sending at the moment, and the process that takes them in. Each row has room held for it. */
export class Uploads {
  /** Those whose process was gone at the last look. */
  private missing: ReadonlySet<string> = new Set();

  constructor(
    private readonly database: Database,
    private readonly locks: SessionLocks,
  ) {}

  async begin(tx: Queryable, orgId: string, assetId: string): Promise<void> {
    await tx.query('INSERT INTO assets.uploads (asset_id, org_id, instance) VALUES ($1, $2, $3)', [assetId, orgId, this.locks.instance]);
  }

  /** Holds off whoever would end it, to the end of the transaction. */
  async isUnderWay(tx: Queryable, assetId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM assets.uploads WHERE asset_id = $1 FOR SHARE', [assetId])).length > 0;
  }

  /** @returns false: somebody else has ended it */
  async end(tx: Queryable, assetId: string): Promise<boolean> {
    return (await tx.query('DELETE FROM assets.uploads WHERE asset_id = $1 RETURNING 1', [assetId])).length > 0;
  }

  /**
   * Those whose process is gone, and those that cannot be going on any more. Gone twice in a row: a process that has lost its connection
   * takes its number again within a moment.
   */
  async lost(): Promise<readonly Upload[]> {
    const rows = await this.database.query<{ asset_id: string; org_id: string; instance: number; is_old: boolean }>(
      `SELECT asset_id, org_id, instance, begun_at < now() - interval '${KEPT_HOURS} hours' AS is_old FROM assets.uploads`,
    );
    if (rows.length === 0) return [];
    const alive = await this.locks.aliveInstances();
    const gone = rows.filter(({ instance }) => instance !== this.locks.instance && !alive.has(instance));
    const before = this.missing;
    this.missing = new Set(gone.map((row) => row.asset_id));
    const lost = rows.filter((row) => row.is_old || (before.has(row.asset_id) && this.missing.has(row.asset_id)));
    return lost.map((row) => ({ assetId: row.asset_id, orgId: row.org_id }));
  }
}
