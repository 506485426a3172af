/** What the bus carries about sets of clips. */
import { Command, Query } from '@nestjs/cqrs';
import { type Queryable } from '#platform';
import { type InTransaction, type Requester } from '../../../contracts/requester.js';
import { type InputImage } from '../../../shared/input-images.js';
import { type DeleteClipSet, type RequestClipSet } from '../../domain/clip-set.commands.js';
import { type OrderedSet } from '../../domain/clip-set.state.js';

/** Orders clips. `alongside` runs in the transaction that accepts them, e.g. to answer an idempotency key. */
export class OrderClipSet extends Command<ClipSetView> {
  constructor(
    readonly command: RequestClipSet,
    /** First and last picture of each clip; what was sent along has been received already. */
    readonly pictures: readonly InputImage[],
    readonly by: Requester,
    readonly alongside: InTransaction<ClipSetView>,
  ) {
    super();
  }
}

/** One set of an organisation. */
export class GetClipSet extends Query<ClipSetView> {
  constructor(
    readonly orgId: string,
    readonly clipSetId: string,
  ) {
    super();
  }
}

/** Has the providers asked now about what is pending. */
export class CheckClipSet extends Command<ClipSetView> {
  constructor(
    readonly orgId: string,
    readonly clipSetId: string,
    readonly alongside: ((tx: Queryable, set: ClipSetView) => Promise<void>) | null = null,
  ) {
    super();
  }
}

/** Deletes a set of which nothing is pending. */
export class RemoveClipSet extends Command<void> {
  constructor(
    readonly by: Requester,
    readonly command: DeleteClipSet,
  ) {
    super();
  }
}

/** A page of an organisation's sets, newest first. */
export class ListClipSets extends Query<readonly ClipSetView[]> {
  constructor(
    readonly orgId: string,
    readonly limit: number,
    /** Sets older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {
    super();
  }
}

/** A set as it stands, and when its last event was recorded. */
export interface ClipSetView {
  readonly set: OrderedSet;
  readonly updatedAt: string;
}
