import { statfs } from 'node:fs/promises';

/** How often a disk is looked at, at most. */
const LOOK_MS = 2_000;

/** Share of the disk's bytes that are used, from 0 to 1, as far as somebody without special rights may use it. */
export type ReadDisk = (folder: string) => Promise<number>;

const usedShareOf: ReadDisk = async (folder) => {
  const { blocks, bfree, bavail } = await statfs(folder);
  const usable = blocks - bfree + bavail;
  return usable === 0 ? 0 : (blocks - bfree) / usable;
};

/** Whether a disk is too full to begin anything on it: what is under way needs what is left. */
export class DiskSpace {
  private lookedAtMs = -Infinity;
  private isFullNow = false;

  /**
   * @param folder on the disk; while it is not there, nothing is full.
   * @param fullPercent used from which on it counts as full; 100: never.
   */
  constructor(
    private readonly folder: string,
    private readonly fullPercent: number,
    private readonly read: ReadDisk = usedShareOf,
  ) {}

  async isFull(): Promise<boolean> {
    if (this.fullPercent >= 100) return false;
    if (performance.now() - this.lookedAtMs < LOOK_MS) return this.isFullNow;
    this.lookedAtMs = performance.now();
    this.isFullNow = (await this.read(this.folder).catch(() => 0)) * 100 >= this.fullPercent;
    return this.isFullNow;
  }
}
