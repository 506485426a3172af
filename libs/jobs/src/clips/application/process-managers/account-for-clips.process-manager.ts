import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type ClipSetEvent } from '../../../contracts/clip-set.events.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { clipEntry, lengthsOf, quantitiesOf } from '../../domain/clip-set.quota.js';
import { type ClipSet } from '../../domain/clip-set.state.js';

/** Books what each clip has used as soon as it ends, and gives back what is left when none is pending. */
export const accountForClips: ProcessManager<ClipSetEvent, ClipSet, UsageEffect> = {
  name: 'jobs.account-for-clips',
  follows: clipSet.name,
  reactsTo: ['ClipMade', 'ClipFailed', 'ClipSetCompleted'],
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
      case 'ClipSetRequested':
      case 'ClipPicturesForgotten':
        return [];
    }
  },
};
