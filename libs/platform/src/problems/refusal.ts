/** Kinds of refusal with their HTTP status. The first six are those of a `DomainError`, which is recognised by `code` and `kind`. */
export const STATUS_OF_KIND = {
  'not-found': 404,
  conflict: 409,
  invalid: 400,
  forbidden: 403,
  'quota-exceeded': 402,
  unavailable: 503,
  unauthorized: 401,
  unprocessable: 422,
  'rate-limited': 429,
  'too-large': 413,
  'insufficient-storage': 507,
  'unsupported-media-type': 415,
  'method-not-allowed': 405,
} as const;

export type ProblemKind = keyof typeof STATUS_OF_KIND;

export interface FieldFault {
  /** `frames.0.firstFrameUrl`; empty for the body as a whole. */
  readonly path: string;
  readonly message: string;
}

interface RefusalExtras {
  readonly errors?: readonly FieldFault[];
  /** Become members of the problem document. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request refused at the edge, before any domain has seen it. */
export class Refusal extends Error {
  readonly errors: readonly FieldFault[] | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly kind: ProblemKind,
    /** Stable, snake_case. */
    readonly code: string,
    message: string,
    { errors, details = {}, headers = {}, cause }: RefusalExtras = {},
  ) {
    super(message, { cause });
    this.name = 'Refusal';
    this.errors = errors;
    this.details = details;
    this.headers = headers;
  }
}

export const validationFailed = (errors: readonly FieldFault[]): Refusal =>
  new Refusal('invalid', 'validation_failed', 'The request has faults; nothing was changed.', { errors });

/** The same words for what does not exist and for what belongs to somebody else. */
export const notFound = (): Refusal => new Refusal('not-found', 'not_found', 'There is nothing here.');
