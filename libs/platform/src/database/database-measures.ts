import { observableGauge } from '../telemetry/metrics.js';
import { type TableMeasure } from '../leader/table-measures.js';
import { type MigrationClass } from './migrations.js';
import { pendingMigrations } from './schema-check.js';

/**
 * Age of the oldest transaction in this database, whoever has it open: while it lasts, readers of the log may have to wait behind its appends,
 * and nothing that was deleted since is cleared away. Of users besides our own Postgres shows it only to those who may see everything.
 */
export const oldestTransaction: TableMeasure<number> = {
  name: 'platform.transactions',
  async read(db) {
    const [row] = await db.query<{ seconds: number }>(
      `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8 AS seconds FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    return Math.max(0, row?.seconds ?? 0);
  },
  tell: (found) => [
    observableGauge(
      'kadr_oldest_transaction_seconds',
      { description: 'Age of the oldest transaction that is open in the database; by the leader', unit: 's' },
      (result) => {
        const seconds = found();
        if (seconds !== null) result.observe(seconds);
      },
    ),
  ],
};

/** Migrations of this release that the database lacks: some only after an older backup was restored under processes that run. */
export const migrationsPending = (migrations: readonly MigrationClass[]): TableMeasure<number> => ({
  name: 'platform.migrations',
  read: async (db) => (await pendingMigrations(db, migrations)).length,
  tell: (found) => [
    observableGauge(
      'kadr_migrations_pending',
      { description: 'Migrations of the running release that the database lacks: always 0; by the leader', unit: '{migration}' },
      (result) => {
        const pending = found();
        if (pending !== null) result.observe(pending);
      },
    ),
  ],
});
