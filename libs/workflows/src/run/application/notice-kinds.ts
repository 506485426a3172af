import { kindsIn } from '#webhooks';

const notice = {
  runId: '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11',
  workflowId: '0199c3f0-6f0e-7c41-8a20-9b1d1e7f3a02',
  version: 3,
  node: 'tell',
  type: 'film.ready',
  content: { kind: 'video', durationSeconds: 41.2 },
  url: 'https://kadr.example.com/v1/media/dG9rZW4/final.mp4',
  metadata: { series: 'facts' },
};

/** What nodes of runs say. */
export const noticeAnnouncements = kindsIn(new URL('../../contracts/announcements/', import.meta.url), {
  'workflow_run.notice': { description: 'A node of a run has something to say.', example: notice },
});
