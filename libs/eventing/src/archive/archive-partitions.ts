import { type Database, enableRowLevelSecurity, type Queryable } from '#platform';

const FORGOTTEN = 'forgotten';
const LOCK_TIMEOUT_MS = 5_000;
const PREFIX = 'archived_events_';

/** `eventing.archived_events`, one partition a month (UTC), named `archived_events_<year>_<month>`. */
export class ArchivePartitions {
  constructor(private readonly database: Database) {}

  /** Makes the one of this month. Two processes may do so at once. */
  async ensure(nowMs: number): Promise<void> {
    const [from, to] = [monthOf(nowMs, 0), monthOf(nowMs, 1)];
    const name = nameOf(from);
    const [row] = await this.database.query<{ is_there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is_there', [`eventing.${name}`]);
    if (row?.is_there) return;
    await this.database.transaction(async (tx) => {
      await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [`${LOCK_TIMEOUT_MS}ms`]);
      await tx.query(`CREATE TABLE IF NOT EXISTS eventing.${name} PARTITION OF eventing.archived_events
        FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`);
    });
    await enableRowLevelSecurity(this.database);
  }

  /** Drops the partitions whose month ended `months` months ago or more. @returns their names */
  async drop(nowMs: number, months: number): Promise<string[]> {
    const oldest = nameOf(monthOf(nowMs, -months));
    const rows = await this.database.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'eventing.archived_events'::regclass AND c.relname LIKE $1 AND c.relname < $2 ORDER BY 1`,
      [`${PREFIX.replaceAll('_', '\\_')}%`, oldest],
    );
    for (const { name } of rows) {
      await this.database.transaction(async (tx) => {
        await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [`${LOCK_TIMEOUT_MS}ms`]);
        await noteForgotten(tx);
        await tx.query(`DROP TABLE IF EXISTS eventing.${name}`);
      });
    }
    return rows.map(({ name }) => name);
  }
}

/** From now on nobody can tell from events what there has ever been. */
export async function noteForgotten(tx: Queryable): Promise<void> {
  await tx.query(`INSERT INTO eventing.settings (name, value) VALUES ($1, 'true'::jsonb) ON CONFLICT DO NOTHING`, [FORGOTTEN]);
}

/** Whether log and archive have every event that was ever appended. */
export async function isWhole(db: Queryable): Promise<boolean> {
  return (await db.query('SELECT 1 FROM eventing.settings WHERE name = $1', [FORGOTTEN])).length === 0;
}

/** First moment of a month. */
function monthOf(nowMs: number, offset: number): Date {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
}

const nameOf = (from: Date): string => `${PREFIX}${from.toISOString().slice(0, 7).replace('-', '_')}`;
