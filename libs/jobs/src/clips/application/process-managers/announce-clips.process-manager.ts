import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import { type ClipsCompletedV1 } from '../../../contracts/job.announcements.js';
import { type ClipSetEvent } from '../../../contracts/clip-set.events.js';

/** Says when nothing of a set of clips is pending any more. */
export const announceClips: ProcessManager<ClipSetEvent, null, Announcement> = {
  name: 'jobs.announce-clips',
  follows: 'clip-set',
  reactsTo: ['ClipSetCompleted'],
  initialState: null,
  evolve: () => null,
  react(_, event) {
    if (event.type !== 'ClipSetCompleted') return [];
    const { clipSetId, made, failed, completedAt } = event.data;
    const data: ClipsCompletedV1 = { clipSetId, made, failed };
    const subject = { idName: 'clipSetId', id: clipSetId, path: `/v1/clips/${clipSetId}` };
    return [{ type: 'clips.completed', subject, occurredAt: completedAt, metadata: {}, data: { ...data } }];
  },
};
