import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { assetsConfig, objectStorageOf } from '#assets';
import { isLogUsed } from '#eventing';
import { BackupFault, databaseConfig, givenSecretsKey, installationConfig, loadDatabase, verifyDump, verifyFile } from '#platform';
import { migrations } from '../migrations.js';
import { storeObjects } from './backed-up-objects.js';
import { type BackupManifest, readManifest } from './backup-manifest.js';

/**
 * Puts a backup into an empty database and storage. Every file of it is looked at first; until then nothing is changed.
 * @throws BackupFault
 */
export async function loadBackup(folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  await verifyDump(manifest.database, folder, migrations);
  for (const object of manifest.objects ?? []) await verifyFile(folder, object);
  if (manifest.secretsKey) await verifyFile(folder, manifest.secretsKey);
  await putSecretsKey(manifest, folder);
  await loadDatabase(databaseConfig(), migrations, { dump: manifest.database, folder, isUsed: isLogUsed });
  if (manifest.objects) await storeObjects(await objectStorageOf(assetsConfig()), folder, manifest.objects);
  return manifest;
}

async function putSecretsKey({ secretsKey }: BackupManifest, folder: string): Promise<void> {
  if (!secretsKey || givenSecretsKey() !== null) return;
  const { runDir } = installationConfig();
  const target = path.join(runDir, secretsKey.file);
  const kept = path.join(folder, secretsKey.file);
  const there = await readFile(target, 'utf8').catch(() => null);
  if (there === null) {
    await mkdir(runDir, { recursive: true });
    await copyFile(kept, target);
  } else if (there !== (await readFile(kept, 'utf8'))) {
    throw new BackupFault(
      `${target} holds another key than the backup: nothing was changed. Name an empty folder in KADR_DATA_DIR, or move the file away.`,
    );
  }
}
