/**
 * A kind of work with a queue of its own, so that slow video never starves speech. `remote` is for whatever calls a paid provider, of
 * any kind: such tasks mostly wait, and shall neither wait behind heavy local drawing nor hold its places. `import` fetches what users
 * name: how slow that is, somebody else decides, so each organisation has a few places of its own.
 */
export type QueueName =
  | 'script'
  | 'image'
  | 'video'
  | 'voice'
  | 'music'
  | 'stock'
  | 'transcription'
  | 'render'
  | 'conform'
  | 'remote'
  | 'import';

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
  'import',
];
