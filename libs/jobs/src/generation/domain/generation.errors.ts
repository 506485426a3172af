import { DomainError, type RefusalKind } from '#eventing/domain';

abstract class GenerationRefused extends DomainError {
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(generationId: string, message: string) {
    super(message);
    this.details = { generationId };
  }
}

export class UnknownGeneration extends GenerationRefused {
  readonly code = 'generation_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(generationId: string) {
    super(generationId, `There is no generation ${generationId}.`);
  }
}

/** It is still being made. */
export class GenerationUnfinished extends GenerationRefused {
  readonly code = 'not_finished';
  readonly kind: RefusalKind = 'conflict';
  constructor(generationId: string) {
    super(generationId, `Generation ${generationId} has not ended.`);
  }
}

/** Work for something that has ended: whoever is at it may stop. */
export class GenerationEnded extends GenerationRefused {
  readonly code = 'already_finished';
  readonly kind: RefusalKind = 'conflict';
  constructor(generationId: string) {
    super(generationId, `Generation ${generationId} has ended.`);
  }
}
