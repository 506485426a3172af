import { type ProcessManager, type Recorded } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import { type JobAnnouncements } from '../../../contracts/job.announcements.js';
import { type ProviderCost, type StoredFile, type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { reasonIn } from '../../domain/reasons.js';

/** What is said of a video beside what its last event says. */
interface Told {
  readonly metadata: Readonly<Record<string, string>>;
  readonly workflowId: string | null;
  /** Of the video: why it failed is said in it. */
  readonly language?: string;
  readonly fps: number;
  readonly title: string;
  /** What people call it since it was renamed. */
  readonly renamed?: string;
  readonly costMicros: number;
  readonly film: { readonly file: StoredFile; readonly frames: number } | null;
  /** Ordered or retried, and nothing done yet. */
  readonly isWaiting: boolean;
  /** The last event is the first of the work. */
  readonly hasStarted: boolean;
}

const NOTHING: Told = {
  ...{ metadata: {}, workflowId: null, fps: 1, title: '', costMicros: 0, film: null },
  ...{ isWaiting: false, hasStarted: false },
};

type Data = { readonly [T in keyof JobAnnouncements]: JobAnnouncements[T] };

/** Says of videos what the outside may hear. */
export const announceVideo: ProcessManager<VideoJobEvent, Told, Announcement> = {
  name: 'jobs.announce-video',
  follows: 'video-job',
  reactsTo: ['StageEntered', 'ApprovalRequested', 'JobCompleted', 'JobFailed', 'JobCancelled'],
  initialState: NOTHING,
  evolve(before, event) {
    const told = { ...before, hasStarted: false, costMicros: before.costMicros + costIn(event.data) };
    if (event.type === 'JobCreated') {
      const { request, origin } = event.data;
      const { metadata, fps, language } = request;
      return { ...told, metadata, fps, language, workflowId: origin?.workflowRunId ?? null, isWaiting: true };
    }
    if (event.type === 'JobRetried') return { ...told, isWaiting: true };
    if (event.type === 'StageEntered') {
      const hasStarted = told.isWaiting && event.data.stage !== 'queued';
      return { ...told, hasStarted, isWaiting: told.isWaiting && !hasStarted };
    }
    if (event.type === 'ScriptDrafted') return { ...told, title: event.data.title };
    if (event.type === 'VideoRenamed') return { ...told, renamed: event.data.title };
    if (event.type === 'RenderFinished') return { ...told, film: { file: event.data.film, frames: event.data.frames } };
    return told;
  },
  react(told, event) {
    const { videoId: jobId } = event.data;
    const { metadata } = told;
    if (event.type === 'StageEntered' && told.hasStarted) {
      const { enteredAt } = event.data;
      return [said('job.started', event, enteredAt, told, { jobId, workflowId: told.workflowId, timestamp: enteredAt, metadata })];
    }
    if (event.type === 'ApprovalRequested') {
      const { approval, requestedAt, deadlineAt = null, onDeadline = null } = event.data;
      return [said('job.awaiting_approval', event, requestedAt, told, { jobId, approval, deadlineAt, onDeadline, metadata })];
    }
    if (event.type === 'JobCompleted') return told.film ? [completed(event, told, told.film)] : [];
    if (event.type === 'JobFailed') {
      const { code, retryable, failedAt } = event.data;
      const message = reasonIn(told.language ?? 'en', event.data);
      return [said('job.failed', event, failedAt, told, { jobId, error: { code, message }, retryable, metadata })];
    }
    return event.type === 'JobCancelled' ? [said('job.cancelled', event, event.data.cancelledAt, told, { jobId, metadata })] : [];
  },
};

function completed(
  event: Recorded<Extract<VideoJobEvent, { type: 'JobCompleted' }>>,
  told: Told,
  { file, frames }: NonNullable<Told['film']>,
): Announcement {
  const { videoId: jobId, completedAt } = event.data;
  const cost = { amountMicros: told.costMicros, currency: 'USD' } as const;
  const data = { jobId, duration: frames / told.fps, cost, title: told.renamed ?? told.title, metadata: told.metadata };
  return {
    ...said('job.completed', event, completedAt, told, { ...data, videoUrl: '' }),
    ...{ data, links: { videoUrl: { key: file.key, contentType: file.contentType } } },
  };
}

function said<T extends keyof Data>(
  type: T,
  { data: { videoId } }: Recorded<VideoJobEvent>,
  occurredAt: string,
  { metadata }: Told,
  data: Data[T],
): Announcement {
  return { type, subject: { idName: 'jobId', id: videoId, path: `/v1/videos/${videoId}` }, occurredAt, metadata, data: { ...data } };
}

/** Whatever was paid for is said by the event that records it. */
function costIn(data: object): number {
  const { cost } = data as { readonly cost?: ProviderCost | null };
  return cost?.amountMicros ?? 0;
}
