import { CLIP_BYTES_PER_SECOND, IMAGE_BYTES, isLocal, SOUND_BYTES_PER_SECOND, spokenSeconds } from '#steps/plan';
import { type GenerationRequested } from '../../contracts/generation.events.js';

type Ordered = Pick<GenerationRequested['data'], 'model' | 'capability' | 'input' | 'expectedMicros'>;

/** What this installation works at a picture, as rendering is counted. */
const PICTURE_RENDER_SECONDS = 1;

/**
 * One reservation for the call, under the generation's own id. A clip counts with its length as film, whoever makes it; what a model of
 * this installation makes counts as rendering.
 */
export const reservationOf = (orgId: string, generationId: string, ordered: Ordered) => ({
  reservationId: generationId,
  orgId,
  subject: { kind: 'generation' as const, id: generationId },
  quantities: {
    ...lengthsOf(ordered),
    provider_cost_micros: ordered.expectedMicros,
    storage_bytes: Math.ceil(expectedBytes(ordered)),
    concurrent_videos: 1,
  },
});

/** What is counted of what was made, whatever it weighs and has cost. */
export function lengthsOf(ordered: Pick<Ordered, 'model' | 'capability' | 'input'>) {
  const seconds = expectedSeconds(ordered);
  return { video_seconds: isClip(ordered) ? seconds : 0, render_seconds: isLocal(ordered.model) ? seconds : 0 };
}

function isClip({ capability }: Pick<Ordered, 'capability'>): boolean {
  switch (capability) {
    case 'text-to-video':
    case 'image-to-video':
    case 'frames-to-video':
    case 'stock':
      return true;
    case 'text-to-image':
    case 'image-edit':
    case 'upscale':
    case 'music':
    case 'voice':
      return false;
  }
}

function expectedSeconds({ capability, input }: Pick<Ordered, 'capability' | 'input'>): number {
  switch (capability) {
    case 'text-to-image':
    case 'image-edit':
    case 'upscale':
      return PICTURE_RENDER_SECONDS;
    case 'voice':
      // The length of what a voice says is known only afterwards.
      return spokenSeconds(input.prompt.length);
    case 'text-to-video':
    case 'image-to-video':
    case 'frames-to-video':
    case 'stock':
    case 'music':
      return input.durationSeconds ?? 0;
  }
}

function expectedBytes(ordered: Ordered): number {
  const seconds = expectedSeconds(ordered);
  switch (ordered.capability) {
    case 'text-to-image':
    case 'image-edit':
    case 'upscale':
      return IMAGE_BYTES;
    case 'text-to-video':
    case 'image-to-video':
    case 'frames-to-video':
    case 'stock':
      return seconds * CLIP_BYTES_PER_SECOND;
    case 'music':
    case 'voice':
      return seconds * SOUND_BYTES_PER_SECOND;
  }
}
