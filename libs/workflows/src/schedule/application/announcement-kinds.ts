import { kindsIn } from '#webhooks';

const of = { scheduleId: '0199c3f0-7a10-7d11-9b31-4c2d1f6e8b03', workflowId: '0199c3f0-6f0e-7c41-8a20-9b1d1e7f3a02' };

/** What is announced of schedules. */
export const scheduleAnnouncements = kindsIn(new URL('../../contracts/announcements/', import.meta.url), {
  'schedule.paused': {
    description: 'A schedule starts nothing any more until somebody has it go on.',
    example: { ...of, reason: 'failures' },
  },
  'schedule.tick_refused': {
    description: 'A tick had to start a run, and could not. Once a day for each reason.',
    example: { ...of, dueAt: '2026-11-30T08:00:00.000Z', code: 'quota_exceeded' },
  },
});
