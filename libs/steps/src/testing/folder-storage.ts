import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { type ByteRange, type ListedObject, type ObjectHead, ObjectStorage, StorageError, type StoredObject } from '#assets';

/** A storage for specs: a folder, and a list of what was put into it. */
export class FolderStorage extends ObjectStorage {
  readonly keys: string[] = [];

  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, filePath: string, contentType: string): Promise<StoredObject> {
    const target = path.join(this.root, key);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(filePath, target);
    this.keys.push(key);
    const bytes = await readFile(target);
    return { key, contentType, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async localPath(key: string): Promise<string> {
    if (!(await this.head(key))) throw new StorageError('object_missing', `there is no ${key}`, false);
    return path.join(this.root, key);
  }

  open(key: string, range?: ByteRange): Readable {
    return createReadStream(path.join(this.root, key), range);
  }

  async head(key: string): Promise<ObjectHead | null> {
    const found = await stat(path.join(this.root, key)).catch(() => null);
    return found && { sizeBytes: found.size, modifiedAt: found.mtime, revision: String(found.mtimeMs) };
  }

  async *list(): AsyncGenerator<ListedObject> {
    for (const key of this.keys) {
      const head = await this.head(key);
      if (head) yield { key, ...head };
    }
  }

  /** Nothing is ever half written here. */
  async removeUnfinished(): Promise<void> {
    await Promise.resolve();
  }

  async probe(): Promise<void> {
    await stat(this.root);
  }

  async delete(prefix: string): Promise<void> {
    await rm(path.join(this.root, prefix), { recursive: true, force: true });
  }
}
