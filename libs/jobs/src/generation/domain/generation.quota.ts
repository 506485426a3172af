import { type GenerationRequested } from '../../contracts/generation.events.js';

/** What results may need in storage: a large PNG; 720p of H.264 at 8 Mbit/s; AAC at 192 kbit/s. */
const IMAGE_BYTES = 5_000_000;
const VIDEO_BYTES_PER_SECOND = 1_000_000;
const SOUND_BYTES_PER_SECOND = 24_000;
/** Slow speech; the length of what a voice says is known only afterwards. */
const CHARACTERS_PER_SECOND = 10;

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
      return seconds * VIDEO_BYTES_PER_SECOND;
    case 'music':
      return seconds * SOUND_BYTES_PER_SECOND;
    case 'voice':
      return (input.prompt.length / CHARACTERS_PER_SECOND) * SOUND_BYTES_PER_SECOND;
  }
}
