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

/** The key has set aside for providers what it may on this day; nothing was reserved. */
export class KeyBudgetExceeded extends DomainError {
  readonly code = 'key_budget_exceeded';
  readonly kind: RefusalKind = 'quota-exceeded';
  override readonly details: Readonly<Record<string, unknown>>;
  /** In millionths of a dollar. @param resetsAt RFC 3339 */
  constructor(limit: number, used: number, requested: number, resetsAt: string) {
    super(
      `This key may spend ${limit} micros a day on providers; ${used} are spent, and ${requested} were asked for. More from ${resetsAt}.`,
    );
    const refusal = { resource: 'provider_cost_micros', limit, used, reserved: 0, requested, resetsAt };
    this.details = { ...refusal, refusals: [refusal] };
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
