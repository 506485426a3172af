import { DomainError, type RefusalKind } from '#eventing/domain';

/** What is wrong with one field, and the rule that says so. */
export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** What would do instead, nearest first. */
  readonly nearest?: readonly number[];
}

export const fieldError = (path: string, message: string, code = 'validation_failed'): FieldError => ({ path, code, message });

/** All faults at once. When one rule refuses all of them, the request is refused by its code. */
export class FaultyRequest extends DomainError {
  readonly code: string;
  readonly kind: RefusalKind = 'invalid';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(
    override readonly errors: readonly FieldError[],
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super('The request has faults; nothing was created.');
    const [first, ...others] = new Set(errors.map(({ code }) => code));
    this.code = first !== undefined && others.length === 0 ? first : 'validation_failed';
    this.details = details;
  }
}
