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
