import { DomainError, type RefusalKind } from '#eventing/domain';

/** The organisation has as many as it may have. */
export class TooManySecrets extends DomainError {
  readonly code = 'too_many_secrets';
  readonly kind: RefusalKind = 'conflict';

  constructor(limit: number) {
    super(`There are ${limit} secrets already; delete one that nobody uses.`);
  }
}

/** No secret of that name. */
export class UnknownSecret extends DomainError {
  readonly code = 'secret_not_found';
  readonly kind: RefusalKind = 'not-found';

  constructor() {
    super('There is no secret of that name.');
  }
}
