/** What every announcement of a run says. */
interface AnnouncedRun {
  /** @format uuid */
  readonly runId: string;
  /** @format uuid */
  readonly workflowId: string;
  /** Of the workflow. @asType integer */
  readonly version: number;
  /** Who started it. */
  readonly trigger: 'api' | 'schedule' | 'manual' | 'backfill' | 'fork' | 'test';
  /** As it was started with. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A run has begun. */
export type WorkflowRunStartedV1 = AnnouncedRun;

/** Everything of a run has ended, and no failure stands. */
export type WorkflowRunCompletedV1 = AnnouncedRun;

/** A run cannot go on. */
export interface WorkflowRunFailedV1 extends AnnouncedRun {
  readonly error: {
    /** Stable, snake_case. */
    readonly code: string;
    readonly message: string;
    /** Whose failure it was; null: of none by itself. */
    readonly node: string | null;
  };
  readonly retryable: boolean;
}

/** A run was stopped on request. */
export type WorkflowRunCancelledV1 = AnnouncedRun;

/** A person is asked for a decision; other branches may go on. */
export interface WorkflowRunAwaitingApprovalV1 extends AnnouncedRun {
  readonly approval: {
    /** Id of the node. */
    readonly node: string;
    /** How often it was asked before. @asType integer */
    readonly take: number;
    readonly title: string;
    /** Null: it waits for ever. */
    readonly deadlineAt: string | null;
    readonly onDeadline: 'approve' | 'reject' | 'fail';
  };
}

/** Type → what stands in its `data`. */
export interface WorkflowRunAnnouncements {
  'workflow_run.started': WorkflowRunStartedV1;
  'workflow_run.completed': WorkflowRunCompletedV1;
  'workflow_run.failed': WorkflowRunFailedV1;
  'workflow_run.cancelled': WorkflowRunCancelledV1;
  'workflow_run.awaiting_approval': WorkflowRunAwaitingApprovalV1;
}
