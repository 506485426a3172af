import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of a spec's own, in memory, that can be filled. Only root may mount one. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** @returns null where this user may not */
  static mount(megabytes: number): SmallDisk | null {
    const folder = mkdtempSync(path.join(tmpdir(), 'kadr-small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
      return new SmallDisk(folder);
    } catch {
      rmSync(folder, { recursive: true });
      return null;
    }
  }

  /** Up to this share of it, in percent. */
  fill(percent: number): void {
    const { bsize, blocks, bfree } = statfsSync(this.folder);
    const bytes = Math.ceil((blocks * percent) / 100 - (blocks - bfree)) * bsize;
    if (bytes > 0) writeFileSync(this.filler, Buffer.alloc(bytes));
  }

  empty(): void {
    rmSync(this.filler, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get filler(): string {
    return path.join(this.folder, 'filler');
  }
}
