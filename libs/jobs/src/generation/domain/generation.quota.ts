import { CLIP_BYTES_PER_SECOND, IMAGE_BYTES, SOUND_BYTES_PER_SECOND, spokenSeconds } from '#steps/plan';
import { type GenerationRequested } from '../../contracts/generation.events.js';

type Ordered = Pick<GenerationRequested['data'], 'capability' | 'input' | 'expectedMicros'>;

/** One reservation for the call, under the generation's own id. */
export const reservationOf = (orgId: string, generationId: string, ordered: Ordered) => ({
  reservationId: generationId,
  orgId,
  subject: { kind: 'generation' as const, id: generationId },
  quantities: { provider_cost_micros: ordered.expectedMicros, storage_bytes: Math.ceil(expectedBytes(ordered)) },
});

function expectedBytes({ capability, input }: Ordered): number {
  const seconds = input.durationSeconds ?? 0;
  switch (capability) {
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
      return seconds * SOUND_BYTES_PER_SECOND;
    case 'voice':
      // The length of what a voice says is known only afterwards.
      return spokenSeconds(input.prompt.length) * SOUND_BYTES_PER_SECOND;
  }
}
