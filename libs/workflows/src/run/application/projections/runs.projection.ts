import { type Projection } from '#eventing/domain';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { type RunStatus } from '../../domain/workflow-run.state.js';

/** That the run is there, whose it is, and by what it is looked for; the rest is read from its events. */
export interface RunRow {
  readonly workflowId: string;
  /** Null: no schedule has started it. */
  readonly scheduleId: string | null;
  readonly status: RunStatus | 'awaiting_approval';
  /** Null while it runs. */
  readonly endedAt: string | null;
}

/** Inline, so that a list shows what was just started. */
export const runRows: Projection<WorkflowRunEvent, RunRow> = {
  name: 'workflows.runs',
  table: 'workflows.runs',
  mode: 'inline',
  version: 1,
  handles: [
    ...(['RunRequested', 'RunCompleted', 'RunFailed', 'RunCancelled', 'RunDeleted'] as const),
    ...(['RunStarted', 'RunAwaitsApproval', 'NodeApprovalDecided', 'RunRetried'] as const),
  ],
  keyOf: (event) => event.data.runId,
  evolve(row, event) {
    if (event.type === 'RunRequested') {
      const { workflowId, schedule } = event.data;
      return { workflowId, scheduleId: schedule?.scheduleId ?? null, status: 'queued', endedAt: null };
    }
    if (!row) return null;
    switch (event.type) {
      case 'RunCompleted':
        return { ...row, status: 'completed', endedAt: event.data.completedAt };
      case 'RunFailed':
        return { ...row, status: 'failed', endedAt: event.data.failedAt };
      case 'RunCancelled':
        return { ...row, status: 'cancelled', endedAt: event.data.cancelledAt };
      case 'RunAwaitsApproval':
        return { ...row, status: 'awaiting_approval' };
      case 'NodeApprovalDecided':
        return { ...row, status: 'running' };
      case 'RunStarted':
        return { ...row, status: 'running' };
      case 'RunRetried':
        return { ...row, status: 'running', endedAt: null };
      case 'RunDeleted':
        return null;
      case 'NodeApprovalRequested':
      case 'NodesReopened':
      case 'RunResumed':
      case 'RunCharged':
      case 'RunFilesRemoved':
      case 'NodeStarted':
      case 'NodeAttemptFailed':
      case 'NodeToldOutside':
      case 'NodeFellBack':
      case 'NodeCompleted':
      case 'NodeFailed':
      case 'NodesSkipped':
        return row;
    }
  },
};
