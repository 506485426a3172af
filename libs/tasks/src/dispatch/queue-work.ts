import { type Running } from '../execution/running-tasks.js';
import { type FairClaim } from '../table/fair-claims.js';

export interface ServedQueueSettings {
  /** Tasks carried out at a time. */
  readonly concurrency: number;
  /**
   * Many small tasks: what is announced in this very process may begin here at once, without a dispatch, and some are claimed ahead. Not
   * for heavy work: what is held here behind it would be missed by idle processes. Where tasks of a heavy queue turn out to take a moment
   * only, such as clips that are drawn with their piece, it is as good as a light one for as long as they do.
   */
  readonly isLight: boolean;
  /** Tasks of one organisation at a time, in all processes together; null: any number. */
  readonly orgPlaces: number | null;
  /**
   * Tasks beside those, when all places are held: of organisations that have fewer than so many leased here, in all processes together.
   * None where organisations have places of their own.
   */
  readonly guests: number;
  /** What is held ahead goes back when no place has ended its work for so long; default: 5 s. */
  readonly stuckMs?: number;
}

export interface NextClaimed {
  readonly taken: readonly Running[];
  /** Whether more was due than was taken. */
  readonly isMore: boolean;
}

/** How tasks are claimed, and what is done with them. */
export interface QueueWork {
  /** @returns null when that task is not to be had. Never rejects. */
  claimThis(taskId: string): Promise<Running | null>;
  /** Those whose turn it is. @throws what the database says. */
  claimNext(wanted: FairClaim): Promise<NextClaimed>;
  /** Never rejects. @param worked called when the work is done and only has to be recorded. */
  carryOut(running: Running, worked: () => void): Promise<unknown>;
  /** It waits for a place, which shall not wait in turn until its beginning is recorded. */
  beginAhead(running: Running): void;
  /** Carries nothing out: its lease is being given back. */
  drop(running: Running): void;
  /** Carries nothing out: others may have a place for them. */
  giveBack(held: readonly Running[]): void;
}

/** A place that is kept for one task. Exactly one of both is called, once. */
export interface Reserved {
  /** The task is ours. */
  begin(running: Running): void;
  /** There is nothing to do. */
  giveUp(): void;
}
