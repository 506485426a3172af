/** What kind of refusal it is; the HTTP layer chooses the status from it. */
export type RefusalKind = 'not-found' | 'conflict' | 'invalid' | 'forbidden' | 'quota-exceeded' | 'unavailable';

/** A request the domain refuses. `code` is stable and snake_case; `details` become members of the problem document. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: RefusalKind;
  readonly details: Readonly<Record<string, unknown>> = {};
  /** Faults of single fields, for `invalid`. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
