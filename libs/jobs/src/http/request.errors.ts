import { DomainError, type RefusalKind } from '#eventing/domain';

export class InvalidRequest extends DomainError {
  readonly code = 'validation_failed';
  readonly kind: RefusalKind = 'invalid';
  constructor(override readonly errors: readonly { path: string; message: string }[]) {
    super('The request has faults; nothing was created.');
  }
}

export class UnknownModel extends DomainError {
  readonly code = 'unknown_model';
  readonly kind: RefusalKind = 'invalid';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(models: readonly string[]) {
    super(`GET /v1/models knows no ${models.map((id) => `"${id}"`).join(', ')}.`);
    this.details = { models };
  }
}

export class ModelUnavailable extends DomainError {
  readonly code = 'model_unavailable';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(models: readonly string[]) {
    super('None of the models can be used now, and no other may stand in; nothing was reserved.');
    this.details = { models };
  }
}
