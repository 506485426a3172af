import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { postgresDefinition } from '../../scripts/lib/postgres.mjs';

/**
 * Puts an empty cluster with its password into `dataDir`, for a Postgres that is started there. One is made for all of a run, by whoever
 * needs it first: `initdb` takes half a second of a processor, a copy 50 ms. Does nothing outside a run.
 */
export async function layEmptyCluster(dataDir: string): Promise<void> {
  const run = process.env['KADR_TEST_DATA_DIR'];
  if (!run) return;
  const kept = path.join(run, 'empty-cluster');
  if (!existsSync(kept)) await make(kept);
  cpSync(kept, dataDir, { recursive: true });
}

/** Whole or not there. Who made it at the same time has made the same. */
async function make(kept: string): Promise<void> {
  const made = mkdtempSync(`${kept}-`);
  await postgresDefinition({ dataDir: made, durable: false }).prepare();
  try {
    renameSync(made, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
}
