import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BackupFault, type DatabaseDump, type KeptFile } from '#platform';

/** Of what a backup is laid out like; a later one that older releases cannot read gets the next number. */
const FORMAT = 1;
const FILE = 'manifest.json';

export interface BackedUpObject extends KeptFile {
  readonly key: string;
}

/** What a backup is made of. Written last: a folder without it is no backup. */
export interface BackupManifest {
  readonly format: number;
  readonly release: string;
  /** RFC 3339, UTC: objects may be some seconds newer than the rows. */
  readonly madeAt: string;
  readonly database: DatabaseDump;
  /** Null: they lie in a bucket, which keeps older versions itself. */
  readonly objects: readonly BackedUpObject[] | null;
  /** The key that secrets are sealed with, where Kadr had made it itself; null: whoever runs Kadr keeps it. */
  readonly secretsKey: KeptFile | null;
}

export async function writeManifest(folder: string, manifest: Omit<BackupManifest, 'format'>): Promise<void> {
  const draft = path.join(folder, `${FILE}.unfinished`);
  await writeFile(draft, JSON.stringify({ format: FORMAT, ...manifest }, null, 1), { mode: 0o600, flush: true });
  await rename(draft, path.join(folder, FILE));
}

/** @throws BackupFault */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(path.join(folder, FILE), 'utf8').catch((cause: unknown) => {
    throw new BackupFault(`${folder} has no ${FILE}: the backup did not come to its end, or this is none. Use another one.`, { cause });
  });
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(text) as BackupManifest;
  } catch (cause) {
    throw new BackupFault(
      `${path.join(folder, FILE)} is cut off or was changed. Copy it again from where it came, or use another backup.`,
      {
        cause,
      },
    );
  }
  if (manifest.format === FORMAT) return manifest;
  throw new BackupFault(`The backup was made by another release (${String(manifest.release)}). Restore it with that one.`);
}
