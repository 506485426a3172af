import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { assetsConfig, objectStorageOf } from '#assets';
import {
  BackupFault,
  Clock,
  databaseConfig,
  digestOf,
  dumpDatabase,
  givenSecretsKey,
  installationConfig,
  type KeptFile,
  RELEASE,
} from '#platform';
import { copyObjects } from './backed-up-objects.js';
import { type BackedUpObject, writeManifest } from './backup-manifest.js';

const SECRETS_KEY = 'secrets.key';

/** What went into a backup. */
export interface BackupMade {
  readonly tables: number;
  readonly rows: number;
  /** Null: they lie in a bucket. */
  readonly objects: number | null;
}

/**
 * Writes database, objects and the secrets key below an empty folder, while everything goes on. Settings are those of the app.
 * @throws BackupFault when the folder is not empty
 */
export async function makeBackup(folder: string): Promise<BackupMade> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new BackupFault(`${folder} is not empty: nothing was written. Name a new folder.`);
  const assets = assetsConfig();
  const storage = assets.storage.kind === 'file' ? await objectStorageOf(assets) : null;
  const objects = new Map<string, BackedUpObject>();
  const madeAt = new Clock().now();
  if (storage) await copyObjects(storage, folder, objects);
  const database = await dumpDatabase(databaseConfig(), folder);
  if (storage) await copyObjects(storage, folder, objects);
  const secretsKey = await copySecretsKey(folder);
  await writeManifest(folder, { release: RELEASE, madeAt, database, objects: storage ? [...objects.values()] : null, secretsKey });
  const rows = database.tables.reduce((sum, table) => sum + table.rows, 0);
  return { tables: database.tables.length, rows, objects: storage ? objects.size : null };
}

/** Only where Kadr had to make one: a key that was given is kept where it came from. */
async function copySecretsKey(folder: string): Promise<KeptFile | null> {
  if (givenSecretsKey() !== null) return null;
  const target = path.join(folder, SECRETS_KEY);
  try {
    await copyFile(path.join(installationConfig().runDir, SECRETS_KEY), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { file: SECRETS_KEY, ...(await digestOf(createReadStream(target))) };
}
