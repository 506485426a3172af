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

export class UnknownGate extends DomainError {
  readonly code = 'approval_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(runId: string, node: string) {
    super(`Run ${runId} has no gate "${node}".`);
    this.details = { runId, node };
  }
}

export class NothingToDecide extends DomainError {
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(
    readonly code: 'already_decided' | 'not_awaiting_approval',
    { runId, node, currentStatus }: { readonly runId: string; readonly node: string; readonly currentStatus: string },
  ) {
    super(code === 'already_decided' ? `"${node}" was decided before.` : `"${node}" waits for no decision. The run is ${currentStatus}.`);
    this.details = { runId, node, currentStatus };
  }
}

export class FaultyDecision extends DomainError {
  readonly code = 'validation_failed';
  readonly kind: RefusalKind = 'invalid';
  override readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  constructor(path: string, message: string) {
    super('It cannot be done like this; nothing was changed.');
    this.errors = [{ path, code: 'validation_failed', message }];
  }
}

export class NotFailed extends DomainError {
  readonly code = 'not_failed';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(runId: string, currentStatus: string) {
    super(`Only a failed run can be retried; this one is ${currentStatus}.`);
    this.details = { runId, currentStatus };
  }
}

export class NotFinished extends DomainError {
  readonly code = 'not_finished';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(runId: string, currentStatus: string) {
    super('The run has not ended yet; cancel it first.');
    this.details = { runId, currentStatus };
  }
}

/** As many runs go on as may at a time. */
export class ConcurrencyLimit extends DomainError {
  readonly code = 'concurrency_limit';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string, limit: number) {
    super(`As many runs go on as the workflow lets run at a time: ${limit}. Nothing was reserved.`);
    this.details = { workflowId, limit };
  }
}
