import { type SignedUrls } from '#assets';
import { type VideoSummary } from '../../../contracts/video.resource.js';
import { microsOf } from '../../../contracts/micros.js';
import { piecesOf } from '../../domain/pending-tasks.js';
import { progressOf } from '../../domain/progress.js';
import { pendingApproval, titleOf, totalFrames, type VideoJobState } from '../../domain/video-job.state.js';
import { artifactsOf, errorOf, LINK_SECONDS, paidFor, replacementsOf, thumbnailOf } from './video.view.js';

const OF_SEGMENT = /^(frames|clips)\//;

/**
 * The video as a row of a list shows it: some 1 kB, however many segments it has.
 * @param language of what is said about it; default: its own
 */
export function summaryView(job: VideoJobState, updatedAt: string, urls: SignedUrls, language = job.request.language): VideoSummary {
  const told = { ...job, request: { ...job.request, language } };
  const { videoId: id, status, stage, request, source, createdAt, completedAt } = job;
  const thumbnail = job.segments.map(thumbnailOf).find((file) => file !== null) ?? job.film?.thumbnail ?? null;
  return {
    id,
    title: titleOf(job),
    status,
    stage,
    progress: progressOf(told, piecesOf(job).length),
    aspectRatio: request.aspectRatio,
    durationSeconds: job.plan ? totalFrames(job.plan) / request.fps : request.durationSeconds,
    thumbnailUrl: thumbnail && urls.sign(thumbnail.key, thumbnail.contentType, LINK_SECONDS),
    replaced: replacementsOf(job).length,
    pendingApproval: pendingApproval(job)?.type ?? null,
    fileCount: artifactsOf(job).filter(({ name }) => !OF_SEGMENT.test(name)).length,
    costMicros: microsOf(paidFor(job)),
    source,
    error: errorOf(told),
    createdAt,
    updatedAt,
    completedAt,
  };
}
