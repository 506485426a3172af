import { describe, expect, it } from '@jest/globals';
import { processManager } from '#eventing/testing';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { AT, RUN_ID, runOf, started } from '../../../testing/builders.js';
import { runAnnouncements } from '../announcement-kinds.js';
import { announceRun } from './announce-run.process-manager.js';

describe('announcing a run', () => {
  const [requested, begun] = started(runOf('a')) as [WorkflowRunEvent, WorkflowRunEvent];
  const given = processManager(announceRun);
  const { workflowId, version, trigger, metadata } = (requested as Extract<WorkflowRunEvent, { type: 'RunRequested' }>).data;
  const data = { runId: RUN_ID, workflowId, version, trigger, metadata };
  const announced = (type: string, more: object = {}) => ({
    ...{ type, subject: { idName: 'runId', id: RUN_ID, path: `/v1/workflow-runs/${RUN_ID}` }, occurredAt: AT, metadata },
    data: { ...data, ...more },
  });
  const failed = { node: 'a', code: 'timeout', message: 'too slow', retryable: true };

  it('says that it has begun, whose it is and by which version', () =>
    given(requested)
      .when(begun)
      .then({
        ...announced('workflow_run.started'),
        occurredAt: (begun as Extract<WorkflowRunEvent, { type: 'RunStarted' }>).data.startedAt,
      }));
  it('says how it has ended', () => {
    const ends = given(requested, begun);
    ends.when({ type: 'RunCompleted', data: { runId: RUN_ID, completedAt: AT } }).then(announced('workflow_run.completed'));
    ends.when({ type: 'RunCancelled', data: { runId: RUN_ID, cancelledAt: AT } }).then(announced('workflow_run.cancelled'));
    const { retryable, ...error } = failed;
    ends
      .when({ type: 'RunFailed', data: { runId: RUN_ID, ...failed, failedAt: AT } })
      .then(announced('workflow_run.failed', { error, retryable }));
  });
  it('says nothing else', () => given().when(requested).thenNothing());
  it('has in the catalogue what it says', () =>
    expect(runAnnouncements.map(({ type }) => type)).toEqual(
      ['started', 'completed', 'failed', 'awaiting_approval', 'cancelled'].map((how) => `workflow_run.${how}`),
    ));
});
