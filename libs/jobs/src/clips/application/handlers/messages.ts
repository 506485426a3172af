/** What the bus carries about sets of clips. */
import { type Context, type EventTransaction } from '#eventing';
import { type GivenPicture } from '../../../shared/given-pictures.js';
import { type RequestClipSet } from '../../domain/clip-set.commands.js';
import { type OrderedSet } from '../../domain/clip-set.state.js';

/** Orders clips. `alongside` runs in the transaction that accepts them, e.g. to answer an idempotency key. */
export class OrderClipSet {
  constructor(
    readonly command: RequestClipSet,
    /** First and last picture of each clip; what was sent along has been received already. */
    readonly pictures: readonly GivenPicture[],
    readonly context: Context,
    readonly alongside: (tx: EventTransaction, set: ClipSetReading) => Promise<void>,
  ) {}
}

/** One set of an organisation. */
export class GetClipSet {
  constructor(
    readonly orgId: string,
    readonly clipSetId: string,
  ) {}
}

/** Has the providers asked now about what is pending. */
export class CheckClipSet {
  constructor(
    readonly orgId: string,
    readonly clipSetId: string,
  ) {}
}

/** A page of an organisation's sets, newest first. */
export class ListClipSets {
  constructor(
    readonly orgId: string,
    readonly limit: number,
    /** Sets older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {}
}

/** A set as it stands, and when its last event was recorded. */
export interface ClipSetReading {
  readonly set: OrderedSet;
  readonly updatedAt: string;
}
