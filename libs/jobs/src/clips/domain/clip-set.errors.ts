import { DomainError, type RefusalKind } from '#eventing/domain';

export class UnknownClipSet extends DomainError {
  readonly code = 'clips_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(clipSetId: string) {
    super(`There are no clips ${clipSetId}.`);
    this.details = { clipSetId };
  }
}

/** Some of the clips are still being made. */
export class ClipSetUnfinished extends DomainError {
  readonly code = 'not_finished';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(clipSetId: string) {
    super(`Some clips of ${clipSetId} are still pending.`);
    this.details = { clipSetId };
  }
}
