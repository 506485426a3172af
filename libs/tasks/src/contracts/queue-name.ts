/**
 * A kind of work with a queue of its own, so that slow video never starves speech. `remote` is for whatever calls a paid provider, of
 * any kind: such tasks mostly wait, and shall neither wait behind heavy local drawing nor hold its places.
 */
export type QueueName = 'script' | 'image' | 'video' | 'voice' | 'music' | 'stock' | 'transcription' | 'render' | 'conform' | 'remote';

export const QUEUE_NAMES: readonly QueueName[] = [
  'script',
  'image',
  'video',
  'voice',
  'music',
  'stock',
  'transcription',
  'render',
  'conform',
  'remote',
];
