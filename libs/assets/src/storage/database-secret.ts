import { randomBytes } from 'node:crypto';
import { type Queryable } from '#platform';

/** @returns the installation's secret of that name; made at the first call, the same for every process ever after. 32 bytes. */
export async function databaseSecret(database: Queryable, name: string): Promise<Buffer> {
  await database.query(`INSERT INTO assets.secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, [name, randomBytes(32)]);
  const [row] = await database.query<{ value: Buffer }>(`SELECT value FROM assets.secrets WHERE name = $1`, [name]);
  if (!row) throw new Error(`secret "${name}" is neither there nor can it be made`);
  return row.value;
}
