import { DEFAULT_MAX_ATTEMPTS } from '#tasks/contracts';
import { tasksConfig } from '#tasks';
import { type LadderRung, type SegmentAttempt } from '../../../contracts/video.resource.js';
import { clipChain } from '../../domain/fallback-chain.js';
import { isTerminal, type SegmentState, type VideoJobState, wantsImage } from '../../domain/video-job.state.js';

let baseMs: number | null = null;
const retryBaseMs = (): number => (baseMs ??= tasksConfig().retryBaseMs);

/** A chain of one segment: who is tried, how far it is, and what came of it. */
interface Chain {
  readonly what: 'image' | 'clip';
  readonly models: readonly string[];
  readonly current: number;
  readonly made: { readonly costMicros: number } | null;
  readonly mayStart: boolean;
}

/** The rungs of a segment's picture and of its clip. @param mayStart whether its clip may be made now */
export function ladderOf(job: VideoJobState, index: number, mayStart: boolean): LadderRung[] {
  const segment = job.segments[index];
  return segment ? chainsOf(job, index, segment, mayStart).flatMap((chain) => rungsOf(job, index, segment, chain)) : [];
}

/** @returns null when nothing of it is being made */
export function attemptOf(ladder: readonly LadderRung[], { failedAttempts, lastFailedAt }: SegmentState): SegmentAttempt | null {
  if (!ladder.some(({ state }) => state === 'trying')) return null;
  // The wait doubles with each failure, and is spread by a quarter around this.
  const waitMs = retryBaseMs() * 2 ** Math.max(0, failedAttempts - 1);
  const retryAt = lastFailedAt === null ? null : new Date(Date.parse(lastFailedAt) + waitMs).toISOString();
  return { number: failedAttempts + 1, of: DEFAULT_MAX_ATTEMPTS, startedAt: lastFailedAt, retryAt };
}

function chainsOf(job: VideoJobState, index: number, segment: SegmentState, mayStart: boolean): Chain[] {
  const { request } = job;
  const image: Chain = {
    what: 'image',
    models: wantsImage(job, index) ? request.visuals.imageModels : [],
    current: segment.imageFallbackIndex,
    made: segment.image,
    mayStart: !isTerminal(job.status),
  };
  // A still that only gets its camera move has nobody else to make it.
  const models = request.visuals.mode === 'images' && image.models.length > 0 ? [] : clipChain(request, index, segment.model);
  return [image, { what: 'clip', models, current: segment.clipFallbackIndex, made: segment.clip, mayStart }];
}

function rungsOf(job: VideoJobState, index: number, segment: SegmentState, { what, models, current, made, mayStart }: Chain): LadderRung[] {
  const failure = job.error?.segment === index && !made ? job.error : null;
  return models.map((model, rung): LadderRung => {
    const given = segment.givenUp.findLast((one) => one.what === what && one.model === model);
    const plain = { what, model, code: null, reason: null, costMicros: 0, tries: 0 };
    if (rung < current && given) return { ...plain, state: 'gave_up', tries: given.attempts, code: given.code, reason: given.reason };
    if (rung !== current) return { ...plain, state: made ? 'not_needed' : 'waiting' };
    const tries = segment.failedAttempts;
    if (made) return { ...plain, state: 'took_over', tries: tries + 1, costMicros: made.costMicros };
    if (failure && mayBeLast(models, rung)) return { ...plain, state: 'gave_up', tries, code: failure.code, reason: failure.message };
    return { ...plain, state: mayStart ? 'trying' : 'waiting', tries };
  });
}

const mayBeLast = (models: readonly string[], rung: number): boolean => rung === models.length - 1;
