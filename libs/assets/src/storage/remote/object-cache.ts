import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { systemCodeOf } from '../file-errors.js';

/** Files on their way into the cache; never a key, because keys begin with a UUID. */
const INCOMING = '.incoming';
/** Somebody may just be about to open it. */
const IN_USE_MS = 60 * 60_000;
/** Copies that are in use may take this many times the limit. */
const HARD_LIMIT = 1.5;

/**
 * Copies of remote objects on this machine, `<root>/<key>/<revision>`: an object that is replaced has another revision, so a copy is
 * never stale. What was not used for longest goes first. What was used within the hour may stay beyond the limit, by half of it and no
 * more: a disk that is full would end everybody's work. Whoever has a copy open keeps it; who opens it later asks again. Several
 * processes may share one.
 */
export class ObjectCache {
  private readonly coming = new Map<string, Promise<string>>();

  /** @param root absolute; made when it is not there. */
  constructor(
    private readonly root: string,
    private readonly maxBytes: number,
  ) {}

  /** @returns a local path; `fetch` writes it when there is none. Asked for twice at once, it is fetched once. */
  async pathOf(key: string, revision: string, fetch: (target: string) => Promise<void>): Promise<string> {
    const target = this.placeOf(key, revision);
    if (await touched(target)) return target;
    const known = this.coming.get(target);
    if (known) return known;
    const work = this.bring(target, fetch).finally(() => this.coming.delete(target));
    this.coming.set(target, work);
    return work;
  }

  /** Remembers a file that is here anyway. It must not be changed afterwards. Best effort. */
  async remember(key: string, revision: string, filePath: string): Promise<void> {
    const target = this.placeOf(key, revision);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await link(filePath, target);
      await touched(target);
      await this.shrink(target);
    } catch {
      // It lies on another volume, or is there already: then it is fetched when it is needed.
    }
  }

  /** Forgets what lies at or below this key. */
  forget(prefix: string): Promise<void> {
    return rm(path.join(this.root, ...prefix.split('/')), { recursive: true, force: true });
  }

  /** Downloads of processes that were killed. */
  async removeUnfinished(beforeMs: number): Promise<void> {
    for (const { filePath, usedAtMs } of await this.files()) {
      if (path.basename(path.dirname(filePath)) === INCOMING && usedAtMs < beforeMs) await rm(filePath, { force: true });
    }
  }

  private async bring(target: string, fetch: (target: string) => Promise<void>): Promise<string> {
    const incoming = path.join(this.root, INCOMING, randomUUID());
    try {
      await mkdir(path.dirname(incoming), { recursive: true });
      await fetch(incoming);
      await mkdir(path.dirname(target), { recursive: true });
      await rename(incoming, target);
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
    await this.shrink(target);
    return target;
  }

  /** @param wanted has just been asked for. */
  private async shrink(wanted: string): Promise<void> {
    const files = await this.files();
    let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const usedBeforeMs = Date.now() - IN_USE_MS;
    for (const { filePath, sizeBytes, usedAtMs } of files.sort((one, other) => one.usedAtMs - other.usedAtMs)) {
      if (total <= this.maxBytes || (usedAtMs > usedBeforeMs && total <= this.maxBytes * HARD_LIMIT)) return;
      if (filePath === wanted || path.basename(path.dirname(filePath)) === INCOMING) continue;
      await rm(filePath, { force: true });
      total -= sizeBytes;
    }
  }

  private async files(): Promise<{ filePath: string; sizeBytes: number; usedAtMs: number }[]> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
      if (systemCodeOf(error) === 'ENOENT') return [];
      throw error;
    });
    const found = entries.map(async (entry) => {
      if (!entry.isFile()) return [];
      const filePath = path.join(entry.parentPath, entry.name);
      const about = await stat(filePath).catch(() => null);
      return about ? [{ filePath, sizeBytes: about.size, usedAtMs: about.mtimeMs }] : [];
    });
    return (await Promise.all(found)).flat();
  }

  private placeOf(key: string, revision: string): string {
    return path.join(this.root, ...key.split('/'), revision);
  }
}

/** Marks a file as used now. @returns false when there is none */
async function touched(filePath: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(filePath, now, now);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' || systemCodeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
