import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import {
  type WorkflowRunAwaitingApprovalV1,
  type WorkflowRunCompletedV1,
  type WorkflowRunFailedV1,
  type WorkflowRunStartedV1,
} from '../../../contracts/workflow-run.announcements.js';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';

/** What announcements say of a run; null: before its first event. */
export type Announced = Omit<WorkflowRunStartedV1, 'runId'> | null;

/** Says that runs have begun, and how they have ended. */
export const announceRun: ProcessManager<WorkflowRunEvent, Announced, Announcement> = {
  name: 'workflows.announce-run',
  follows: 'workflow-run',
  reactsTo: ['RunStarted', 'RunCompleted', 'RunFailed', 'RunCancelled', 'NodeApprovalRequested'],
  initialState: null,
  evolve(known, event) {
    if (event.type !== 'RunRequested') return known;
    const { workflowId, version, trigger, metadata } = event.data;
    return { workflowId, version, trigger, metadata };
  },
  react(known, event) {
    if (!known) return [];
    const data: WorkflowRunCompletedV1 = { runId: event.data.runId, ...known };
    switch (event.type) {
      case 'RunStarted':
        return [announcement('workflow_run.started', event.data.startedAt, data)];
      case 'RunCompleted':
        return [announcement('workflow_run.completed', event.data.completedAt, data)];
      case 'RunCancelled':
        return [announcement('workflow_run.cancelled', event.data.cancelledAt, data)];
      case 'RunFailed': {
        const { code, message, node, retryable, failedAt } = event.data;
        const failed: WorkflowRunFailedV1 = { ...data, error: { code, message, node }, retryable };
        return [announcement('workflow_run.failed', failedAt, failed)];
      }
      case 'NodeApprovalRequested': {
        const { node, take, title, rules, requestedAt } = event.data;
        const { deadlineAt, onDeadline } = rules;
        const waiting: WorkflowRunAwaitingApprovalV1 = { ...data, approval: { node, take, title, deadlineAt, onDeadline } };
        return [announcement('workflow_run.awaiting_approval', requestedAt, waiting)];
      }
      case 'NodeApprovalDecided':
      case 'NodesReopened':
      case 'RunAwaitsApproval':
      case 'RunRetried':
      case 'RunResumed':
      case 'RunCharged':
      case 'RunDeleted':
      case 'RunFilesRemoved':
      case 'RunRequested':
      case 'NodeStarted':
      case 'NodeAttemptFailed':
      case 'NodeToldOutside':
      case 'NodeFellBack':
      case 'NodeCompleted':
      case 'NodeFailed':
      case 'NodesSkipped':
        return [];
    }
  },
};

function announcement(type: string, occurredAt: string, data: WorkflowRunStartedV1): Announcement {
  const { runId, metadata } = data;
  return { type, subject: { idName: 'runId', id: runId, path: `/v1/workflow-runs/${runId}` }, occurredAt, metadata, data: { ...data } };
}
