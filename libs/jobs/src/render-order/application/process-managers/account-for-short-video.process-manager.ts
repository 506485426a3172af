import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type ShortVideoEvent } from '../../../contracts/short-video.events.js';
import { subjectOf } from '../../domain/short-video.quota.js';

interface FilmAccount {
  /** False for films ordered before anything was reserved for them: then nothing is booked, or taken back. */
  readonly isAccounted: boolean;
  readonly bytes: number;
}

/** Books what a film has used when it is there, gives back what is left at its end, and takes its bytes back when it is deleted. */
export const accountForShortVideo: ProcessManager<ShortVideoEvent, FilmAccount, UsageEffect> = {
  name: 'jobs.account-for-short-video',
  follows: 'short-video',
  reactsTo: ['ShortVideoRendered', 'ShortVideoFailed', 'ShortVideoDeleted'],
  initialState: { isAccounted: false, bytes: 0 },
  evolve(account, event) {
    if (event.type === 'ShortVideoOrdered') return { ...account, isAccounted: event.data.expectedSeconds !== null };
    return event.type === 'ShortVideoRendered' ? { ...account, bytes: event.data.file.sizeBytes } : account;
  },
  react({ isAccounted, bytes }, event) {
    if (!isAccounted) return [];
    const { videoId } = event.data;
    const of = { reservationId: videoId, orgId: event.metadata.orgId };
    switch (event.type) {
      case 'ShortVideoRendered': {
        const { durationSeconds, renderedAt: at } = event.data;
        const quantities = { video_seconds: durationSeconds, render_seconds: durationSeconds, storage_bytes: bytes };
        return [{ settle: { ...of, subject: subjectOf(videoId), entry: 'film', quantities, charge: null, at } }, { close: { ...of, at } }];
      }
      case 'ShortVideoFailed':
        return [{ close: { ...of, at: event.data.failedAt } }];
      case 'ShortVideoDeleted': {
        const { deletedAt: at } = event.data;
        if (bytes === 0) return [{ close: { ...of, at } }];
        const quantities = { storage_bytes: -bytes };
        return [{ settle: { ...of, subject: subjectOf(videoId), entry: 'removed', quantities, charge: null, at } }];
      }
      case 'ShortVideoOrdered':
      case 'ShortVideoStarted':
      case 'ShortVideoAnnounced':
      case 'ShortVideoFilesRemoved':
        return [];
    }
  },
};
