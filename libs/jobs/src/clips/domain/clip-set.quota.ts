import { CLIP_BYTES_PER_SECOND, isLocal } from '#steps/plan';
import { type OrderedClip } from '../../contracts/clip-set.events.js';

export const clipEntry = (clipId: string): string => `clip-${clipId}`;

/** What a clip counts by its length, whatever it weighs and has cost: as film, and as rendering where a model of this installation makes it. */
export const lengthsOf = (model: string, { durationSeconds }: Pick<OrderedClip, 'durationSeconds'>) => ({
  video_seconds: durationSeconds,
  render_seconds: isLocal(model) ? durationSeconds : 0,
});

/** What is set aside for one clip; what it did not use is given back when it ends. */
export const quantitiesOf = (model: string, clip: OrderedClip) => ({
  ...lengthsOf(model, clip),
  provider_cost_micros: clip.expectedMicros,
  storage_bytes: Math.ceil(clip.durationSeconds * CLIP_BYTES_PER_SECOND),
});

/** One reservation for the whole set, under the set's own id; each clip is an item of it. The set is one that is under way. */
export function reservationOf(orgId: string, clipSetId: string, model: string, clips: readonly OrderedClip[]) {
  const shares = clips.map((clip) => [clipEntry(clip.clipId), quantitiesOf(model, clip)] as const);
  const sumOf = (resource: keyof ReturnType<typeof quantitiesOf>): number => shares.reduce((sum, [, share]) => sum + share[resource], 0);
  return {
    reservationId: clipSetId,
    orgId,
    subject: { kind: 'clips' as const, id: clipSetId },
    quantities: {
      video_seconds: sumOf('video_seconds'),
      render_seconds: sumOf('render_seconds'),
      provider_cost_micros: sumOf('provider_cost_micros'),
      storage_bytes: sumOf('storage_bytes'),
      concurrent_videos: 1,
    },
    items: Object.fromEntries(shares),
  };
}
