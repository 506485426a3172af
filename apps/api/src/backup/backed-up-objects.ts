import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectStorage } from '#assets';
import { digestOf } from '#platform';
import { type BackedUpObject } from './backup-manifest.js';

/** Below the folder of a backup. */
const FOLDER = 'objects';

/**
 * Copies whatever is stored and not copied yet. Called before and after the rows are written: what is deleted in between is there all the
 * same, and so is what came in between.
 */
export async function copyObjects(storage: ObjectStorage, folder: string, copied: Map<string, BackedUpObject>): Promise<void> {
  for await (const { key } of storage.list()) {
    if (copied.has(key)) continue;
    const file = path.posix.join(FOLDER, key);
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    try {
      await copyFile(await storage.localPath(key), target, constants.COPYFILE_FICLONE);
    } catch (error) {
      // Deleted while the list was read.
      if ((await storage.head(key)) === null) continue;
      throw error;
    }
    copied.set(key, { key, file, ...(await digestOf(createReadStream(target))) });
  }
}

/** Stores what is not there yet, or not whole. Objects have no type of their own: who sends one says what it is. @throws StorageError */
export async function storeObjects(storage: ObjectStorage, folder: string, objects: readonly BackedUpObject[]): Promise<number> {
  let stored = 0;
  for (const { key, file, bytes } of objects) {
    if ((await storage.head(key))?.sizeBytes === bytes) continue;
    await storage.put(key, path.join(folder, file), 'application/octet-stream');
    stored += 1;
  }
  return stored;
}
