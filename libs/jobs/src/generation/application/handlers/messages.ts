/** What the bus carries about generations. */
import { type Context, type EventTransaction } from '#eventing';
import { type StoredAsset } from '#assets';
import { type GivenPicture } from '../../../shared/given-pictures.js';
import { type RequestGeneration } from '../../domain/generation.commands.js';
import { type OrderedGeneration } from '../../domain/generation.state.js';

/** Orders one call of a model. `alongside` runs in the transaction that accepts it, e.g. to answer an idempotency key. */
export class OrderGeneration {
  constructor(
    readonly command: RequestGeneration,
    /** What was sent along has been received already. */
    readonly pictures: readonly GivenPicture[],
    readonly context: Context,
    readonly alongside: (tx: EventTransaction, generation: GenerationReading) => Promise<void>,
  ) {}
}

/** One generation of an organisation. */
export class GetGeneration {
  constructor(
    readonly orgId: string,
    readonly generationId: string,
  ) {}
}

/** Has the provider asked now whether it is done. */
export class RefreshGeneration {
  constructor(
    readonly orgId: string,
    readonly generationId: string,
  ) {}
}

/** A page of an organisation's generations, newest first. */
export class ListGenerations {
  constructor(
    readonly orgId: string,
    readonly limit: number,
    /** Generations older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {}
}

export interface GenerationReading {
  readonly generation: OrderedGeneration;
  /** Null until there is one, and after it was deleted. */
  readonly asset: StoredAsset | null;
}
