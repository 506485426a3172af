/** Smaller copies of the film, for where only so many bytes are taken: each made once for a film revision and a limit. Pure. */
import { type FilmCopyFailed, type FilmCopyMade, type FilmCopyRequested } from '../../contracts/video-film.events.js';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type GiveUpFilmCopy, type RecordFilmCopy, type RequestFilmCopy } from './video-job.commands.js';
import { IllegalTransition } from './video-job.errors.js';
import { type FilmCopy, type VideoJobState } from './video-job.state.js';

type CopyEvent = FilmCopyRequested | FilmCopyMade | FilmCopyFailed;

/** @returns null where nobody has asked for it, or the film has changed since */
export const copyOf = ({ copies, filmRevision }: VideoJobState, maxBytes: number): FilmCopy | null =>
  copies.find((copy) => copy.edition === filmRevision && copy.maxBytes === maxBytes) ?? null;

/** @throws IllegalTransition `not_finished` where there is no film */
export function requestFilmCopy({ data, issuedAt }: RequestFilmCopy, job: VideoJobState): VideoJobEvent[] {
  const { videoId, status, film, filmRevision: edition } = job;
  if (status !== 'completed' || film?.edition !== edition)
    throw new IllegalTransition('not_finished', videoId, status, 'There is no film to copy.');
  const { maxBytes } = data;
  return copyOf(job, maxBytes) ? [] : [{ type: 'FilmCopyRequested', data: { videoId, edition, maxBytes, requestedAt: issuedAt } }];
}

export function recordFilmCopy({ data, issuedAt }: RecordFilmCopy, job: VideoJobState): VideoJobEvent[] {
  if (!isWaitedFor(job, data)) return [];
  const { videoId, edition, maxBytes, copy, widthPx, heightPx } = data;
  return [{ type: 'FilmCopyMade', data: { videoId, edition, maxBytes, copy, widthPx, heightPx, madeAt: issuedAt } }];
}

export function giveUpFilmCopy({ data, issuedAt }: GiveUpFilmCopy, job: VideoJobState): VideoJobEvent[] {
  if (!isWaitedFor(job, data)) return [];
  const { videoId, edition, maxBytes, code } = data;
  return [{ type: 'FilmCopyFailed', data: { videoId, edition, maxBytes, code, failedAt: issuedAt } }];
}

/** A copy of a film that has changed meanwhile is of no use to anybody. */
const isWaitedFor = (job: VideoJobState, { edition, maxBytes }: { readonly edition: number; readonly maxBytes: number }): boolean =>
  edition === job.filmRevision && copyOf(job, maxBytes)?.status === 'asked-for';

export function copiesAfter(copies: readonly FilmCopy[], { type, data }: CopyEvent): readonly FilmCopy[] {
  const { edition, maxBytes } = data;
  const of = { edition, maxBytes };
  if (type === 'FilmCopyRequested') return [...copies, { ...of, status: 'asked-for', made: null }];
  const { copy: file, widthPx, heightPx } = type === 'FilmCopyMade' ? data : { copy: null, widthPx: 0, heightPx: 0 };
  const after: FilmCopy = file ? { ...of, status: 'made', made: { file, widthPx, heightPx } } : { ...of, status: 'failed', made: null };
  return copies.map((one) => (one.edition === edition && one.maxBytes === maxBytes ? after : one));
}
