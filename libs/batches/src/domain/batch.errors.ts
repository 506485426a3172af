import { DomainError, type RefusalKind } from '#eventing/domain';

abstract class BatchRefusal extends DomainError {
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, batchId: string) {
    super(message);
    this.details = { batchId };
  }
}

export class UnknownBatch extends BatchRefusal {
  readonly code = 'batch_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(batchId: string) {
    super(`There is no batch ${batchId}.`, batchId);
  }
}

export class BatchEnded extends BatchRefusal {
  readonly code = 'already_finished';
  readonly kind: RefusalKind = 'conflict';
  constructor(batchId: string, status: string) {
    super(`Batch ${batchId} is ${status}.`, batchId);
  }
}

export class BatchNotEnded extends BatchRefusal {
  readonly code = 'not_finished';
  readonly kind: RefusalKind = 'conflict';
  constructor(batchId: string) {
    super(`Batch ${batchId} has not ended; cancel it first, or wait until its videos have ended.`, batchId);
  }
}

export class NothingFailed extends BatchRefusal {
  readonly code = 'not_failed';
  readonly kind: RefusalKind = 'conflict';
  constructor(batchId: string) {
    super(`No item of batch ${batchId} has failed.`, batchId);
  }
}

export class SampleIsDue extends BatchRefusal {
  readonly code = 'awaiting_approval';
  readonly kind: RefusalKind = 'conflict';
  constructor(batchId: string) {
    super(`The sample of batch ${batchId} waits for approval.`, batchId);
  }
}

export class NoSampleIsDue extends BatchRefusal {
  readonly code = 'not_awaiting_approval';
  readonly kind: RefusalKind = 'conflict';
  constructor(batchId: string) {
    super(`No sample of batch ${batchId} waits for approval.`, batchId);
  }
}

/** By its estimate the whole batch would cost more than it may; nothing was spent or reserved. */
export class BatchCostAboveLimit extends DomainError {
  readonly code = 'cost_above_limit';
  readonly kind: RefusalKind = 'quota-exceeded';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(batchId: string, estimatedMicros: number, maxCostMicros: number) {
    super(`The batch would cost ${estimatedMicros} micros by its estimate; it may cost ${maxCostMicros}.`);
    this.details = { batchId, estimatedMicros, maxCostMicros };
  }
}
