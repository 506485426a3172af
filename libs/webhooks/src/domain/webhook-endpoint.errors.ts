import { DomainError } from '#eventing/domain';

export class UnknownEndpoint extends DomainError {
  readonly code = 'webhook_endpoint_not_found';
  readonly kind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;

  constructor(endpointId: string) {
    super('There is no such webhook endpoint.');
    this.details = { endpointId };
  }
}

export class TooManyEndpoints extends DomainError {
  readonly code = 'endpoint_limit';
  readonly kind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;

  constructor(limit: number) {
    super(`The plan allows ${limit} webhook endpoints; delete one first.`);
    this.details = { limit };
  }
}

/** Test and redelivery need a secret to sign with; so many at a time stay valid that no receiver falls behind. */
export class TooManySecrets extends DomainError {
  readonly code = 'too_many_secrets';
  readonly kind = 'conflict';

  constructor(limit: number) {
    super(`${limit} secrets are valid already; wait until the oldest is over, or rotate with overlapSeconds 0.`);
  }
}
