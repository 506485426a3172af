import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '#platform';
import { type Running } from '../execution/running-tasks.js';

/** After a look in vain: most of the time nobody else waits, and looking costs as much as a small task. */
const LOOK_AGAIN_MS = 250;

const log = logger('tasks');

/** What looking for guests needs to know of the queue. */
export interface Hosting {
  /** Guests at a time. */
  readonly limit: number;
  /** Whether all places are held, and this process goes on. */
  isFull(): boolean;
  /** A task of an organisation that has fewer than `limit` under way. @throws what the database says */
  claim(): Promise<Running | null>;
  /** Never rejects. Resolves when the result is recorded: until then it counts as one that its organisation has. */
  carryOut(guest: Running): Promise<unknown>;
}

/** Tasks beside full places, of those who have none of them. */
export class Guests {
  /** Guests, and those who look for one. */
  private hosting = 0;
  private news = 0;
  private lookedInVainAtMs = -Infinity;

  constructor(private readonly settings: Hosting) {}

  /** Somebody may be waiting. */
  welcome(): void {
    this.news += 1;
    if (this.hosting < this.settings.limit) void this.host();
  }

  /** One guest after the other, while there are any. */
  private async host(): Promise<void> {
    this.hosting += 1;
    try {
      for (let guest = await this.next(); guest; guest = await this.next()) await this.settings.carryOut(guest);
    } catch (error) {
      log.warn({ err: error }, 'tasks could not be claimed; they stay runnable');
    } finally {
      this.hosting -= 1;
    }
  }

  private async next(): Promise<Running | null> {
    for (let heard = -1; heard !== this.news;) {
      for (let waitMs = this.waitMs; waitMs > 0; waitMs = this.waitMs) await sleep(waitMs, undefined, { ref: false });
      if (!this.settings.isFull()) return null;
      heard = this.news;
      // Whoever else looks meanwhile would find nobody else.
      this.lookedInVainAtMs = performance.now();
      const guest = await this.settings.claim();
      if (!guest) continue;
      this.lookedInVainAtMs = -Infinity;
      return guest;
    }
    return null;
  }

  private get waitMs(): number {
    return Math.ceil(this.lookedInVainAtMs + LOOK_AGAIN_MS - performance.now());
  }
}
