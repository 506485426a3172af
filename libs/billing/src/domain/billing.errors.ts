import { DomainError, type RefusalKind } from '#eventing/domain';
import { type QuotaRefusal } from '../contracts/quota.js';

/** The work does not fit into what the organisation may still use; nothing was reserved. */
export class OverQuota extends DomainError {
  readonly code = 'quota_exceeded';
  readonly kind: RefusalKind = 'quota-exceeded';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(
    first: QuotaRefusal,
    readonly refusals: readonly QuotaRefusal[],
  ) {
    const { resource, limit, used, reserved, requested, resetsAt } = first;
    const when = resetsAt === null ? '' : ` It resets at ${resetsAt}.`;
    super(`${requested} of ${resource} were asked for; of ${limit}, ${used} are used and ${reserved} reserved.${when}`);
    this.details = { ...first, refusals };
  }
}

/** The work that it was for has ended; nothing more can be set aside for it. */
export class ReservationClosed extends DomainError {
  readonly code = 'reservation_closed';
  readonly kind: RefusalKind = 'conflict';
  constructor(reservationId: string) {
    super(`Reservation ${reservationId} is closed.`);
  }
}

/** Only bytes can be taken back. */
export class NegativeUsage extends DomainError {
  readonly code = 'negative_usage';
  readonly kind: RefusalKind = 'invalid';
  constructor(reservationId: string, entry: string, resource: string) {
    super(`Entry ${entry} of reservation ${reservationId} has a negative quantity of ${resource}.`);
  }
}

export class UnknownOrganisation extends DomainError {
  readonly code = 'not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor() {
    super('There is nothing here.');
  }
}
