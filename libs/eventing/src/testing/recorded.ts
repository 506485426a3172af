import { deriveId } from '#platform';
import { type Event, type Recorded } from '../domain/index.js';

type Overrides = Partial<Omit<Recorded, 'type' | 'data' | 'metadata'>> & { readonly metadata?: Partial<Recorded['metadata']> };

/** An event as the store would give it back: first of its stream, at a fixed time, unless it is said otherwise. */
export function recorded<E extends Event>(event: E, overrides: Overrides = {}): Recorded<E> {
  const { metadata, ...rest } = overrides;
  const streamId = rest.streamId ?? 'sample-00000000-0000-4000-8000-000000000001';
  const version = rest.version ?? 1;
  return {
    ...event,
    eventId: deriveId('recorded', streamId, String(version)),
    streamId,
    version,
    position: version,
    recordedAt: '2026-01-01T00:00:00.000Z',
    schemaVersion: 1,
    ...rest,
    metadata: {
      orgId: '00000000-0000-4000-8000-00000000000a',
      correlationId: 'correlation',
      causationId: null,
      actor: 'system',
      traceparent: null,
      ...metadata,
    },
  };
}
