import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { StorageError } from '../contracts/errors.js';
import { type ByteRange, type ListedObject, type ObjectHead, ObjectStorage, type StoredObject } from '../contracts/storage.js';
import { type FileDigest, syncedDigestOf } from './file-digest.js';
import { asStorageError, isFull, isMissing, systemCodeOf } from './file-errors.js';
import { checkedKey, checkedPrefix, isObjectKey } from './object-keys.js';

/** Files that are being put; never a key, because keys begin with a UUID. */
const INCOMING = '.incoming';
const NO_LINKS = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS']);

/** Folders that are taken to be there; of one that is not, the file system says so. */
const MAX_MADE = 1_000;

/** Objects as files below one folder. Putting a file of the same file system costs a link, not a copy. */
export class FileObjectStorage extends ObjectStorage {
  /** Whether files come from the same file system, as far as is known. */
  private areLinked = true;
  private readonly made = new Set<string>();

  /** @param root absolute; made when it is not there. */
  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, filePath: string, contentType: string): Promise<StoredObject> {
    const target = this.pathOf(key);
    try {
      await this.make(path.dirname(target));
      const digest = (await this.linked(filePath, target)) ?? (await this.replaced(filePath, target));
      await sync(path.dirname(target));
      const kept = await stat(target);
      if (kept.size !== digest.sizeBytes) throw new Error(`${kept.size} bytes are kept of ${digest.sizeBytes}`);
      return { key, contentType, ...digest };
    } catch (error) {
      throw asStorageError(error, `cannot store ${key}`);
    }
  }

  async localPath(key: string): Promise<string> {
    if (!(await this.head(key))) throw new StorageError('object_missing', `there is no object ${key}`, false);
    return this.pathOf(key);
  }

  open(key: string, range?: ByteRange): Readable {
    return createReadStream(this.pathOf(key), range ? { start: range.start, end: range.end } : {});
  }

  async head(key: string): Promise<ObjectHead | null> {
    try {
      const found = await stat(this.pathOf(key), { bigint: true });
      if (!found.isFile()) return null;
      // Two files written within one tick of the clock differ by their inode: the new one is there before the old one goes.
      const revision = [found.ino, found.mtimeNs, found.size].map((number) => number.toString(36)).join('-');
      return { sizeBytes: Number(found.size), modifiedAt: found.mtime, revision };
    } catch (error) {
      if (isMissing(error)) return null;
      throw asStorageError(error, `cannot look at ${key}`);
    }
  }

  async delete(prefix: string): Promise<void> {
    try {
      await rm(path.join(this.root, ...checkedPrefix(prefix).split('/')), { recursive: true, force: true });
    } catch (error) {
      throw asStorageError(error, `cannot delete ${prefix}`);
    }
  }

  async probe(isWriting: boolean): Promise<void> {
    const probe = path.join(this.root, INCOMING, randomUUID());
    try {
      if (!isWriting) return void (await stat(this.root));
      await inFolderOf(probe, () => writeFile(probe, 'x', { flush: true }));
    } catch (error) {
      // Nothing was to be found here, so nothing is missing: the folder cannot be made or used.
      throw new StorageError(isFull(error) ? 'no_space' : 'storage_failed', `the folder of objects: ${systemCodeOf(error)}`, true, {
        cause: error,
      });
    } finally {
      await rm(probe, { force: true }).catch(() => undefined);
    }
  }

  async *list(): AsyncGenerator<ListedObject> {
    for (const org of await foldersIn(this.root)) {
      for (const subject of await foldersIn(path.join(this.root, org))) {
        for (const file of await filesBelow(path.join(this.root, org, subject))) {
          const key = path.relative(this.root, file.path).split(path.sep).join('/');
          if (isObjectKey(key)) yield { key, sizeBytes: file.sizeBytes, modifiedAt: file.putAt };
        }
      }
    }
  }

  async removeUnfinished(beforeMs: number): Promise<void> {
    for (const file of await filesBelow(path.join(this.root, INCOMING))) {
      if (file.putAt.getTime() < beforeMs) await rm(file.path, { force: true });
    }
    for (const org of await foldersIn(this.root)) await removeEmpty(path.join(this.root, org), beforeMs);
  }

  /** The file itself, on the disk before it has its name here. @returns null when there is one of that name, or links are not to be had */
  private async linked(filePath: string, target: string): Promise<FileDigest | null> {
    if (!this.areLinked) return null;
    const digest = await syncedDigestOf(filePath);
    try {
      await inFolderOf(target, () => link(filePath, target));
      return digest;
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === 'EEXIST') return null;
      if (!NO_LINKS.has(code)) throw error;
      this.areLinked = code === 'EMLINK';
      return null;
    }
  }

  /** By way of a file that has no name here yet; in place of what is there. */
  private async replaced(filePath: string, target: string): Promise<FileDigest> {
    const incoming = path.join(this.root, INCOMING, randomUUID());
    try {
      await inFolderOf(incoming, () => linkOrCopy(filePath, incoming));
      const digest = await syncedDigestOf(incoming);
      await inFolderOf(target, () => rename(incoming, target));
      return digest;
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  private async make(folder: string): Promise<void> {
    if (this.made.has(folder)) return;
    await mkdir(folder, { recursive: true });
    this.made.add(folder);
    if (this.made.size > MAX_MADE) for (const oldest of this.made) return void this.made.delete(oldest);
  }

  private pathOf(key: string): string {
    return path.join(this.root, ...checkedKey(key).split('/'));
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await unlessMissing(readdir(folder, { withFileTypes: true }), [], folder);
  return entries.flatMap((entry) => (entry.isDirectory() && entry.name !== INCOMING ? [entry.name] : [])).sort();
}

async function filesBelow(folder: string): Promise<{ path: string; sizeBytes: number; putAt: Date }[]> {
  const entries = await unlessMissing(readdir(folder, { withFileTypes: true, recursive: true }), [], folder);
  const found = entries.map(async (entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const about = entry.isFile() ? await unlessMissing(stat(file), null, file) : null;
    // A link has the age of what it links to; when it was made is the time of its last change.
    return about ? [{ path: file, sizeBytes: about.size, putAt: about.ctime > about.mtime ? about.ctime : about.mtime }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Folders without anything in them, from the innermost on, in which nothing has come or gone since. */
async function removeEmpty(folder: string, beforeMs: number): Promise<void> {
  for (const below of await foldersIn(folder)) await removeEmpty(path.join(folder, below), beforeMs);
  const about = await unlessMissing(stat(folder), null, folder);
  if (!about || about.mtimeMs >= beforeMs || (await unlessMissing(readdir(folder), [''], folder)).length > 0) return;
  // Somebody may be faster: then it stays.
  await rmdir(folder).catch(() => undefined);
}

/** Of a folder or file that may go while it is looked at. */
async function unlessMissing<T, N>(look: Promise<T>, nothing: N, what: string): Promise<T | N> {
  try {
    return await look;
  } catch (error) {
    if (isMissing(error)) return nothing;
    throw asStorageError(error, `cannot list ${path.basename(what)}`);
  }
}

/** Makes the folder when it turns out to be missing, or gone since. */
async function inFolderOf(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(path.dirname(file), { recursive: true });
    await work();
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(systemCodeOf(error))) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
}

/** Its entries are on disk when it returns. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
