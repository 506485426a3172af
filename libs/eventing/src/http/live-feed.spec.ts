import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Request, type Response } from 'express';
import { type EventStreams } from '#platform';
import { type Recorded } from '../domain/index.js';
import { LiveFeed, type LiveSource } from './live-feed.js';
import { parseLiveId } from './live-listener.js';

const ID = '0190a000-0000-7000-8000-000000000000';
const GATHERED_MS = 150;

/** A log, things that its events change, and readers. `renderings` counts how often things are read. */
function world({ first = 0 } = {}) {
  const events: Recorded[] = [];
  const listeners = new Set<() => void>();
  const log = {
    mark: first,
    onAdvance: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: async ({ after, limit }: { after: number; limit: number }) => {
      const found = events.filter(({ position }) => position > after).slice(0, limit);
      return { events: found, position: found.length === limit ? (found.at(-1)?.position ?? after) : Math.max(after, log.mark) };
    },
  };
  const renderings: string[][] = [];
  const source: LiveSource = {
    aggregate: 'thing',
    scope: 'videos:read',
    keysOf: ({ data }) => (data as { keys: string[] }).keys,
    framesOf: async (orgId, keys) => {
      if (keys.includes('broken')) throw new Error('away');
      renderings.push([orgId, ...keys]);
      return new Map(keys.map((key) => [key, key.split('+').map((part) => ({ event: 'thing', data: { key: part } }))]));
    },
  };
  const responses = new Map<object, string[]>();
  const controllers = new Map<object, AbortController>();
  const streams: Pick<EventStreams, 'start'> = {
    start: (request) => {
      const controller = new AbortController();
      const written: string[] = [];
      responses.set(request, written);
      controllers.set(request, controller);
      const stream = { signal: controller.signal, write: async (text: string) => void written.push(text), end: () => controller.abort() };
      return stream as unknown as ReturnType<EventStreams['start']>;
    },
  };
  const feed = new LiveFeed(log as never, streams).register(source);
  const happen = (position: number, keys: string[], orgId = 'o'): void => {
    events.push({ position, streamId: `thing-${ID}`, data: { keys }, metadata: { orgId } } as unknown as Recorded);
    log.mark = position;
    for (const listener of listeners) listener();
  };
  const listen = async (after: string | null = null, { orgId = 'o', scopes = ['videos:read'] } = {}) => {
    const request = {} as Request;
    const over = feed.send({ orgId, scopes, after: after === null ? null : parseLiveId(after) }, request, {} as Response);
    await jest.advanceTimersByTimeAsync(GATHERED_MS);
    return {
      over,
      end: () => controllers.get(request)?.abort(),
      told: () =>
        (responses.get(request) ?? [])
          .join('')
          .split('\n\n')
          .filter((text) => text !== '')
          .map((text) =>
            text.replace(/^id: (.*)\nevent: (.*)\ndata: (.*)$/s, (_, id: string, event: string, data: string) => {
              const { key = '' } = JSON.parse(data) as { key?: string };
              return `${id} ${event} ${key}`.trimEnd();
            }),
          ),
    };
  };
  const wait = (): Promise<void> => jest.advanceTimersByTimeAsync(GATHERED_MS);
  return { happen, listen, wait, renderings, log, listeners };
}

describe('the stream of an organisation', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('tells what changes from now on, each thing once, at the place of its last change', async () => {
    const { happen, listen, wait } = world({ first: 4 });
    const one = await listen();
    happen(5, ['a', 'v']);
    happen(6, ['b+c', 'v']);
    await wait();
    expect(one.told()).toEqual(['4 open', '5.0 thing a', '6.0 thing b', '6.1 thing c', '6.1000 thing v']);
  });

  it('reads things once for all who listen, and not at all for others', async () => {
    const { happen, listen, wait, renderings } = world();
    const all = await Promise.all(Array.from({ length: 50 }, () => listen()));
    const other = await listen(null, { orgId: 'other' });
    happen(1, ['v']);
    happen(2, ['w'], 'nobody');
    await wait();
    expect(renderings).toEqual([['o', 'v']]);
    for (const one of all) expect(one.told()).toEqual(['0 open', '1.0 thing v']);
    expect(other.told()).toEqual(['0 open']);
  });

  it('goes on after any frame: nothing is missing, and none before it comes again', async () => {
    const { happen, listen, wait } = world();
    const first = await listen();
    happen(1, ['a+b', 'v']);
    await wait();
    happen(3, ['c', 'v']);
    await wait();
    const frames = first.told().slice(1);
    for (const [at, frame] of frames.entries()) {
      const again = await listen(frame.split(' ')[0]);
      // What has changed since stands at its later place only.
      const expected = frames.slice(at + 1).filter((one) => one !== '1.1000 thing v');
      expect(again.told()).toEqual([...expected, '3 open']);
    }
    expect((await listen('3')).told()).toEqual(['3 open']);
  });

  it('says so when it cannot go on: too far back, from elsewhere, or what cannot be read', async () => {
    const { happen, listen, wait } = world();
    const one = await listen();
    happen(10_000, ['v']);
    await wait();
    expect(one.told()).toEqual(['0 open', '10000 reset']);
    expect((await listen('17.0')).told()).toEqual(['10000 reset']);
    expect((await listen('10001.0')).told()).toEqual(['10000 reset']);
    happen(10_001, ['broken']);
    await wait();
    happen(10_002, ['w']);
    await wait();
    expect(one.told().slice(2)).toEqual(['10001 reset', '10002.0 thing w']);
  });

  it('tells nobody what its scopes do not cover', async () => {
    const { happen, listen, wait } = world();
    const one = await listen(null, { scopes: ['billing:read'] });
    happen(1, ['v']);
    await wait();
    expect(one.told()).toEqual(['0 open']);
  });

  it('listens to the log as long as somebody listens to it', async () => {
    const { happen, listen, wait, renderings, listeners } = world();
    const one = await listen();
    one.end();
    await one.over;
    happen(1, ['v']);
    await wait();
    expect([renderings, listeners.size]).toEqual([[], 0]);
    const two = await listen();
    happen(2, ['w']);
    await wait();
    expect(two.told()).toEqual(['1 open', '2.0 thing w']);
  });
});
