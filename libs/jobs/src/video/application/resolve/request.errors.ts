import { DomainError, type RefusalKind } from '#eventing/domain';

export class UnknownModel extends DomainError {
  readonly code = 'unknown_model';
  readonly kind: RefusalKind = 'invalid';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(models: readonly string[]) {
    super(`GET /v1/models knows no ${models.map((id) => `"${id}"`).join(', ')}.`);
    this.details = { models };
  }
}

export class ModelRetired extends DomainError {
  readonly code = 'model_retired';
  readonly kind: RefusalKind = 'invalid';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(model: string, { successor }: { readonly successor?: unknown }) {
    super(`"${model}" is retired${typeof successor === 'string' ? `; "${successor}" takes its place` : ''}.`);
    this.details = { models: [model], ...(typeof successor === 'string' && { successor }) };
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
