/** What the bus carries about generations. */
import { Command, Query } from '@nestjs/cqrs';
import { type InTransaction, type Requester } from '../../../contracts/requester.js';
import { type StoredAsset } from '#assets';
import { type Queryable } from '#platform';
import { type InputImage } from '../../../shared/input-images.js';
import { type DeleteGeneration, type RequestGeneration } from '../../domain/generation.commands.js';
import { type OrderedGeneration } from '../../domain/generation.state.js';

/** Orders one call of a model. `alongside` runs in the transaction that accepts it, e.g. to answer an idempotency key. */
export class OrderGeneration extends Command<GenerationView> {
  constructor(
    readonly command: RequestGeneration,
    /** What was sent along has been received already. */
    readonly pictures: readonly InputImage[],
    readonly by: Requester,
    readonly alongside: InTransaction<GenerationView>,
  ) {
    super();
  }
}

/** One generation of an organisation. */
export class GetGeneration extends Query<GenerationView> {
  constructor(
    readonly orgId: string,
    readonly generationId: string,
  ) {
    super();
  }
}

/** Has the provider asked now whether it is done. */
export class RefreshGeneration extends Command<GenerationView> {
  constructor(
    readonly orgId: string,
    readonly generationId: string,
    readonly alongside: ((tx: Queryable, generation: GenerationView) => Promise<void>) | null = null,
  ) {
    super();
  }
}

/** Deletes one that has ended. */
export class RemoveGeneration extends Command<void> {
  constructor(
    readonly by: Requester,
    readonly command: DeleteGeneration,
  ) {
    super();
  }
}

/** A page of an organisation's generations, newest first. */
export class ListGenerations extends Query<readonly GenerationView[]> {
  constructor(
    readonly orgId: string,
    readonly limit: number,
    /** Generations older than this one; null: from the newest. */
    readonly olderThan: string | null,
  ) {
    super();
  }
}

export interface GenerationView {
  readonly generation: OrderedGeneration;
  /** Null until there is one, and after it was deleted. */
  readonly asset: StoredAsset | null;
}
