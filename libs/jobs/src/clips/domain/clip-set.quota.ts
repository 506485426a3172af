import { CLIP_BYTES_PER_SECOND } from '#steps/plan';
import { type OrderedClip } from '../../contracts/clip-set.events.js';

export const clipEntry = (clipId: string): string => `clip-${clipId}`;

/** What is set aside for one clip; what it did not use is given back when it ends. */
export const quantitiesOf = ({ durationSeconds, expectedMicros }: OrderedClip) => ({
  provider_cost_micros: expectedMicros,
  storage_bytes: Math.ceil(durationSeconds * CLIP_BYTES_PER_SECOND),
});

/** One reservation for the whole set, under the set's own id; each clip is an item of it. */
export function reservationOf(orgId: string, clipSetId: string, clips: readonly OrderedClip[]) {
  const shares = clips.map((clip) => [clipEntry(clip.clipId), quantitiesOf(clip)] as const);
  return {
    reservationId: clipSetId,
    orgId,
    subject: { kind: 'clips' as const, id: clipSetId },
    quantities: {
      provider_cost_micros: shares.reduce((sum, [, share]) => sum + share.provider_cost_micros, 0),
      storage_bytes: shares.reduce((sum, [, share]) => sum + share.storage_bytes, 0),
    },
    items: Object.fromEntries(shares),
  };
}
