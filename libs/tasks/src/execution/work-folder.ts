import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, rm, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';

/** Folders of attempts: `<root>/<instance>/<task id>-<lease>`. The instance tells the janitor whether somebody still uses it. */
export class WorkFolders {
  /** Folders whose process was gone at every look so far, with the time of the first, in milliseconds. */
  private readonly missing = new Map<string, number>();

  /**
   * @param root absolute
   * @param graceMs how long a process must have been gone before its folders are removed: the lease of what it may still be doing
   */
  constructor(
    private readonly root: string,
    private readonly instance: () => number,
    private readonly graceMs: number,
  ) {}

  /** A folder that is made when it is first asked for: most short tasks need none. */
  open(taskId: string, lease: number): WorkFolder {
    const instance = this.instance();
    return new WorkFolder(() => path.join(this.root, String(instance), `${taskId}-${lease}`));
  }

  /** For work that is no task, such as a request: the janitor removes it too, should this process die. */
  openOther(): WorkFolder {
    const folder = path.join(this.root, String(this.instance()), randomUUID());
    return new WorkFolder(() => folder);
  }

  /**
   * Removes what processes that died have left, once they have been gone for the grace: one that lost its connection, as all do when
   * Postgres restarts, comes back under its number. @param alive instance numbers; this process's own need not be among them
   */
  async removeOrphans(alive: ReadonlySet<number>): Promise<number> {
    const found = await readdir(this.root).catch(() => [] as string[]);
    const gone = found.filter((name) => /^\d+$/.test(name) && !alive.has(Number(name)) && Number(name) !== this.instance());
    const nowMs = performance.now();
    for (const name of this.missing.keys()) if (!gone.includes(name)) this.missing.delete(name);
    for (const name of gone) if (!this.missing.has(name)) this.missing.set(name, nowMs);
    const orphans = gone.filter((name) => nowMs - (this.missing.get(name) ?? nowMs) >= this.graceMs);
    await Promise.all(orphans.map((name) => rm(path.join(this.root, name), { recursive: true, force: true })));
    return orphans.length;
  }
}

export class WorkFolder {
  private made: string | null = null;

  /** @param folder asked for where it is needed at all. */
  constructor(private readonly folder: () => string) {}

  get path(): string {
    if (this.made !== null) return this.made;
    const folder = this.folder();
    mkdirSync(folder, { recursive: true });
    return (this.made = folder);
  }

  async remove(): Promise<void> {
    const { made } = this;
    if (made === null) return;
    try {
      // Mostly a few files: nothing is asked of each but to go.
      await Promise.all((await readdir(made)).map((name) => unlink(path.join(made, name))));
      await rmdir(made);
    } catch {
      await rm(made, { recursive: true, force: true });
    }
  }
}
