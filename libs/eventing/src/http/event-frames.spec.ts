import { describe, expect, it } from '@jest/globals';
import { type Request, type Response } from 'express';
import { type EventStreams } from '#platform';
import { type Event, type Recorded } from '../domain/index.js';
import { type EventSignals } from '../event-signals.js';
import { type EventStore } from '../store/event-store.js';
import { EventFrames, type FrameSource } from './event-frames.js';

/** A stream of so many events of a size, told to a reader who has the frames up to `lastSeen`. @returns what was written, write by write */
async function written(count: number, { characters = 1, lastSeen = null as string | null } = {}): Promise<string[]> {
  const events = Array.from({ length: count }, (_, at) => ({ version: at + 1, position: at + 1, metadata: { orgId: 'o' } }) as Recorded);
  const store = {
    readStream: async () => events,
    readNews: async (_: string, { version }: Pick<Recorded, 'version'>) => events.slice(version),
  };
  const writes: string[] = [];
  const { signal } = new AbortController();
  const stream = { signal, write: async (text: string) => void writes.push(text), end: () => undefined };
  let told = 0;
  const frames: FrameSource<Event> = {
    get isOver() {
      return told === count;
    },
    next({ position }) {
      told += 1;
      return [{ id: `${position}.0`, event: 'thing', data: { position, text: 'x'.repeat(characters) } }];
    },
  };
  const sent = new EventFrames(
    store as unknown as EventStore,
    { onStream: () => () => undefined } as unknown as EventSignals,
    { start: () => stream } as unknown as EventStreams,
  );
  const request = { header: () => lastSeen ?? undefined } as unknown as Request;
  await sent.send('thing-1', frames, { request, response: {} as Response });
  return writes;
}

const idsOf = (writes: readonly string[]): string[] => [...writes.join('').matchAll(/^id: (.*)$/gm)].map(([, id = '']) => id);

describe('frames of a stream of events', () => {
  it('go out together, in order, where they are there together', async () => {
    const writes = await written(300);
    expect(writes.length).toBe(1);
    expect(idsOf(writes)).toEqual(Array.from({ length: 300 }, (_, at) => `${at + 1}.0`));
  });

  it('go out in parts where they are large, so that a slow reader is waited for', async () => {
    const writes = await written(10, { characters: 30_000 });
    expect(Math.max(...writes.map(({ length }) => length))).toBeLessThan(100_000);
    expect(idsOf(writes)).toEqual(Array.from({ length: 10 }, (_, at) => `${at + 1}.0`));
  });

  it('are those behind the last one that the reader has', async () => {
    expect(idsOf(await written(5, { lastSeen: '3.0' }))).toEqual(['4.0', '5.0']);
    expect(await written(5, { lastSeen: '5.0' })).toEqual([]);
  });
});
