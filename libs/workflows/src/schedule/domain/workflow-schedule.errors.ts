import { DomainError, type RefusalKind } from '#eventing/domain';

export class UnknownSchedule extends DomainError {
  readonly code = 'workflow_schedule_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(scheduleId: string) {
    super(`There is no schedule ${scheduleId}.`);
    this.details = { scheduleId };
  }
}

export class ScheduleIsOver extends DomainError {
  readonly code = 'schedule_ended';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(scheduleId: string) {
    super('The schedule has ended and starts nothing any more. Make another one.');
    this.details = { scheduleId };
  }
}

export class FaultySchedule extends DomainError {
  readonly code = 'validation_failed';
  readonly kind: RefusalKind = 'invalid';
  constructor(override readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[]) {
    super('The schedule has faults; nothing was changed.');
  }
}

export class TooManyTicks extends DomainError {
  readonly code = 'too_many_ticks';
  readonly kind: RefusalKind = 'invalid';
  constructor(most: number) {
    super(`There are more than ${most} ticks in that time; take a shorter one.`);
  }
}
