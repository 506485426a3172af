import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '#platform';
import { type ObjectStorage } from '../contracts/storage.js';

/** How often a storage that is well is looked at, and one that is not. */
const LOOK_MS = 15_000;
const LOOK_AGAIN_MS = 2_000;
/** Shorter than a probe waits. */
const PATIENCE_MS = 1_500;

const log = logger('assets');

/**
 * Whether the storage takes objects. Looks by reading, which costs next to nothing; by writing as well at first, and after a put that
 * failed until one works: a storage may let itself be read and take nothing.
 */
export class StorageWatch {
  private isProven = false;
  private worked = false;
  private lastRefusal: string | null = 'it has not answered yet';
  private lookedAtMs = -Infinity;
  private look: Promise<void> | null = null;

  constructor(private readonly storage: Pick<ObjectStorage, 'probe'>) {}

  /** Since the start of this process. */
  get hasWorked(): boolean {
    return this.worked;
  }

  /** @param patienceMs how long a look is waited for @returns why it takes nothing, without keys and addresses; null: it does */
  async refusal(patienceMs = PATIENCE_MS): Promise<string | null> {
    const age = performance.now() - this.lookedAtMs;
    if (age >= (this.lastRefusal === null ? LOOK_MS : LOOK_AGAIN_MS)) {
      this.look ??= this.ask().finally(() => (this.look = null));
    }
    if (this.look) await Promise.race([this.look, sleep(patienceMs, null, { ref: false })]);
    return this.lastRefusal;
  }

  /** A put went well. */
  noteSuccess(): void {
    this.isProven = true;
  }

  /** A put was refused: the next look is at once, and writes. */
  noteFailure(): void {
    this.isProven = false;
    this.lookedAtMs = -Infinity;
  }

  private async ask(): Promise<void> {
    this.lookedAtMs = performance.now();
    try {
      await this.storage.probe(!this.isProven);
      this.isProven = this.worked = true;
      this.lastRefusal = null;
    } catch (error) {
      log.debug({ err: error }, 'the storage refuses');
      this.lastRefusal = error instanceof Error ? error.message : String(error);
    }
  }
}
