import { kindsIn } from '#webhooks';

const ID = '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11';
const ASSET = '0199c3f0-6f0e-7c41-8a20-9b1d1e7f3a02';
const AT = '2026-11-21T10:00:00.000Z';
const metadata = { project: 'octopus' };
const folder = new URL('../contracts/announcements/', import.meta.url);

export const videoAnnouncements = kindsIn(folder, {
  'job.started': {
    description: 'Work on a video has begun, or begun again after a retry.',
    example: { jobId: ID, workflowId: null, timestamp: AT, metadata },
  },
  'job.awaiting_approval': {
    description: 'A video waits for a decision at a gate.',
    example: { jobId: ID, approval: 'script', deadlineAt: '2026-11-22T10:00:00.000Z', onDeadline: 'approve', metadata },
  },
  'job.completed': {
    description: 'The film can be had. Comes again when it was made anew.',
    example: {
      ...{ jobId: ID, videoUrl: `https://kadr.example/v1/media/example/final.mp4`, duration: 30 },
      ...{ cost: { amountMicros: 250_000, currency: 'USD' }, title: 'An octopus at night', metadata },
    },
  },
  'job.failed': {
    description: 'A video cannot go on by itself.',
    example: { jobId: ID, error: { code: 'script_failed', message: 'No model could write the script.' }, retryable: true, metadata },
  },
  'job.cancelled': { description: 'A video was stopped on request.', example: { jobId: ID, metadata } },
});

export const generationAnnouncements = kindsIn(folder, {
  'generation.completed': {
    description: 'The result of a single call of a model is in the media library.',
    example: { generationId: ID, assetId: ASSET },
  },
  'generation.failed': {
    description: 'A single call of a model has no result.',
    example: { generationId: ID, error: { code: 'timeout', message: 'The provider took too long.' }, retryable: true },
  },
});

export const clipsAnnouncements = kindsIn(folder, {
  'clips.completed': { description: 'Nothing of a set of clips is pending any more.', example: { clipSetId: ID, made: 4, failed: 0 } },
});

/** All that this lib announces. */
export const jobAnnouncements = [...videoAnnouncements, ...generationAnnouncements, ...clipsAnnouncements];
