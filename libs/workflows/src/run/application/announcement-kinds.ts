import { kindsIn } from '#webhooks';

const run = {
  runId: '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11',
  workflowId: '0199c3f0-6f0e-7c41-8a20-9b1d1e7f3a02',
  version: 3,
  trigger: 'api',
  metadata: { series: 'facts' },
};

/** All that this lib announces. */
export const runAnnouncements = kindsIn(new URL('../../contracts/announcements/', import.meta.url), {
  'workflow_run.started': { description: 'A run of a workflow has begun.', example: run },
  'workflow_run.completed': { description: 'Everything of a run has ended, and no failure stands.', example: run },
  'workflow_run.failed': {
    description: 'A run cannot go on.',
    example: { ...run, error: { code: 'timeout', message: 'The provider took too long.', node: 'voice' }, retryable: true },
  },
  'workflow_run.awaiting_approval': {
    description: 'A person is asked for a decision.',
    example: { ...run, approval: { node: 'look', take: 0, title: 'Is it good?', deadlineAt: null, onDeadline: 'fail' } },
  },
  'workflow_run.cancelled': { description: 'A run was stopped on request.', example: run },
});
