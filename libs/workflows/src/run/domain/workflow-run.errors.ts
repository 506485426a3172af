import { DomainError, type RefusalKind } from '#eventing/domain';

export class UnknownRun extends DomainError {
  readonly code = 'workflow_run_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(runId: string) {
    super(`There is no run ${runId}.`);
    this.details = { runId };
  }
}

export class UnknownNode extends DomainError {
  readonly code = 'node_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(runId: string, node: string) {
    super(`Run ${runId} has no such node "${node}".`);
    this.details = { runId, node };
  }
}

export class RunEnded extends DomainError {
  readonly code = 'already_finished';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(runId: string, status: string) {
    super(`The run is ${status}; nothing of it can be changed any more.`);
    this.details = { runId, currentStatus: status };
  }
}

/** The result of work that nobody waits for any more: another take has begun, or the run has ended. */
export class NotWaitedFor extends DomainError {
  readonly code = 'not_waited_for';
  readonly kind: RefusalKind = 'conflict';
  constructor(runId: string, node: string) {
    super(`Run ${runId} does not wait for "${node}".`);
  }
}
