import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { build } from '../../scripts/lib/build.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';
import { type PrivateServices } from './services.js';

/** Exit code, and all that was said. */
type Ended = readonly [number | null, string];

/** Writes a backup of an app's data below `folder`, whether it runs or not. */
export const backUp = (services: PrivateServices, dataDir: string, folder: string): Promise<Ended> =>
  run('backup', services, dataDir, ['--to', folder]);

export const restore = (services: PrivateServices, dataDir: string, args: readonly string[]): Promise<Ended> =>
  run('restore', services, dataDir, args);

/** The same servers with a database of their own, in which nothing is. */
export async function emptyInstallation(services: PrivateServices): Promise<PrivateServices> {
  const name = 'restored';
  const client = new pg.Client({ connectionString: services.databaseUrl('postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = services.databaseUrl(name);
  return { ...services, env: { ...services.env, DATABASE_URL: url }, databaseUrl: () => url };
}

async function run(script: string, services: PrivateServices, dataDir: string, args: readonly string[]): Promise<Ended> {
  await build(repositoryRoot);
  const child = spawn(process.execPath, [path.join(repositoryRoot, `dist/apps/api/src/backup/${script}.js`), ...args], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...services.env, KADR_DATA_DIR: dataDir, KADR_LOG_LEVEL: 'error', NODE_OPTIONS: '', JEST_WORKER_ID: '' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return [code, said];
}
