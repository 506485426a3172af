import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type ClipSetEvent } from '../../../contracts/clip-set.events.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { clipEntry, lengthsOf, quantitiesOf } from '../../domain/clip-set.quota.js';
import { type ClipSet } from '../../domain/clip-set.state.js';

/** Books what each clip has used as soon as it ends, gives back what is left when none is pending, and takes the bytes back at deletion. */
export const accountForClips: ProcessManager<ClipSetEvent, ClipSet, UsageEffect> = {
  name: 'jobs.account-for-clips',
  follows: clipSet.name,
  reactsTo: ['ClipMade', 'ClipFailed', 'ClipSetCompleted', 'ClipSetDeleted'],
  initialState: clipSet.initialState,
  evolve: (set, event) => clipSet.evolve(set, event),
  react(set, event) {
    if (set.status === 'absent') return [];
    const { clipSetId, model } = set;
    const of = { reservationId: clipSetId, orgId: event.metadata.orgId };
    switch (event.type) {
      case 'ClipMade': {
        const { clipId, clip, cost, madeAt: at } = event.data;
        const entry = clipEntry(clipId);
        const ordered = set.clips.find((one) => one.clipId === clipId);
        const lengths = ordered ? lengthsOf(model, ordered) : {};
        const quantities = { ...lengths, provider_cost_micros: cost?.amountMicros ?? 0, storage_bytes: clip.sizeBytes };
        return [{ settle: { ...of, subject: { kind: 'clips', id: clipSetId }, entry, item: entry, quantities, charge: cost, at } }];
      }
      case 'ClipFailed': {
        const clip = set.clips.find(({ clipId }) => clipId === event.data.clipId);
        if (!clip) return [];
        return [{ release: { ...of, entry: clipEntry(clip.clipId), quantities: quantitiesOf(model, clip), at: event.data.failedAt } }];
      }
      case 'ClipSetCompleted':
        return [{ close: { ...of, at: event.data.completedAt } }];
      case 'ClipSetDeleted': {
        const bytes = set.clips.reduce((sum, { outcome }) => sum + (outcome?.status === 'made' ? outcome.clip.sizeBytes : 0), 0);
        if (bytes === 0) return [];
        const removed = { entry: 'removed', quantities: { storage_bytes: -bytes }, charge: null, at: event.data.deletedAt };
        return [{ settle: { ...of, subject: { kind: 'clips', id: clipSetId }, ...removed } }];
      }
      case 'ClipSetErased':
      case 'ClipSetRequested':
      case 'ClipPicturesForgotten':
        return [];
    }
  },
};
