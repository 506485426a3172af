import { type QueryRunner } from 'typeorm';

/**
 * An index that is built beside what is written waits for every transaction of the database that is older, a backup's as well. Nobody waits for
 * it meanwhile, so that it may have longer than other migrations.
 */
const PATIENCE_MS = 600_000;

/**
 * For a migration with `transaction = false`. Twice is safe: what an attempt before has left half done is no index, and goes first.
 * @param name with its schema @param of the table, columns and condition, as they stand behind ON
 * @throws QueryFailedError 55P03 after ten minutes behind a transaction that does not end
 */
export async function buildIndexConcurrently(runner: QueryRunner, name: string, of: string): Promise<void> {
  await runner.query(`SET lock_timeout = ${PATIENCE_MS}`);
  try {
    await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    await runner.query(`CREATE INDEX CONCURRENTLY ${name.slice(name.indexOf('.') + 1)} ON ${of}`);
  } finally {
    await runner.query('RESET lock_timeout');
  }
}
