import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServerResponse } from 'node:http';
import { AbortError, ConnectionError, NotFound, type VideoEvent } from '../index.js';
import { HostileServer, problem } from '../testing/hostile-server.js';
import { shortWaits } from '../testing/short-waits.js';
import { SseParser } from './sse-parser.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const text = (id: string, event: string, data: unknown): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const FRAMES = [
  ...Array.from({ length: 30 }, (_, n) => ({ id: `${100 + Math.floor(n / 3)}.${n % 3}`, event: 'segment', data: { index: n } })),
  { id: '200.0', event: 'completed', data: { id: ID, status: 'completed', title: 'Кит 🐋' } },
];

const open = (response: ServerResponse): ServerResponse => response.writeHead(200, { 'content-type': 'text/event-stream' });

/** What is left of a stream after the id that the request names, as Kadr has it. */
const restOf = (id: unknown): typeof FRAMES => FRAMES.slice(FRAMES.findIndex((frame) => frame.id === id) + 1);
const written = (frames: typeof FRAMES): string => frames.map(({ id, event, data }) => text(id, event, data)).join('');

describe('an event stream', () => {
  let server: HostileServer;
  beforeAll(async () => void (server = await HostileServer.start()));
  afterAll(() => server.stop());
  const waits = shortWaits();

  async function all(stream: AsyncIterable<VideoEvent>): Promise<VideoEvent[]> {
    const events: VideoEvent[] = [];
    for await (const event of stream) events.push(event);
    return events;
  }
  const lastIds = (): unknown[] => server.asked.map(({ headers }) => headers['last-event-id']);

  it('gives what comes, and ends after the closing event', async () => {
    server.replies((_request, response) => void open(response).end(`: still here\n\n${written(FRAMES)}`));
    const stream = server.client().videos.events(ID);
    expect(await all(stream)).toEqual(FRAMES);
    expect(stream.lastEventId).toBe('200.0');
    expect(server.asked).toMatchObject([{ path: `/v1/videos/${ID}/events`, headers: { accept: 'text/event-stream' } }]);
  });

  it('that is cut at twenty places loses and repeats nothing', async () => {
    // Also inside of names, numbers and letters of several bytes.
    const cuts = Array.from({ length: 20 }, (_, n) => 60 + n * 3);
    server.replies(
      ...(cuts.map((at) => (request: { headers: Record<string, unknown>; socket: { destroy(): void } }, response: ServerResponse) => {
        const bytes = Buffer.from(written(restOf(request.headers['last-event-id']))).subarray(0, at);
        open(response).write(bytes, () => setTimeout(() => request.socket.destroy(), 5));
      }) as never[]),
      (request, response) => void open(response).end(written(restOf(request.headers['last-event-id']))),
    );
    expect(await all(server.client().videos.events(ID))).toEqual(FRAMES);
    expect(server.asked.length).toBe(21);
  });

  it('takes no event twice where the server begins anew', async () => {
    server.replies(
      (_request, response) => void open(response).end(written(FRAMES.slice(0, 10))),
      (_request, response) => void open(response).end(written(FRAMES)),
    );
    expect(await all(server.client().videos.events(ID))).toEqual(FRAMES);
    expect(lastIds()).toEqual([undefined, FRAMES[9]?.id]);
  });

  it('goes on over a closing event that was not the last one', async () => {
    const failed = { id: '150.0', event: 'failed', data: { status: 'failed' } };
    const retried = [FRAMES[0], failed, ...FRAMES.slice(-1)] as typeof FRAMES;
    server.replies((_request, response) => void open(response).end(written(retried)));
    expect(await all(server.client().videos.events(ID))).toEqual(retried);
  });

  it('begins after an event that is known', async () => {
    server.replies((request, response) => void open(response).end(written(restOf(request.headers['last-event-id']))));
    expect(await all(server.client().videos.events(ID, { after: '109.1' }))).toEqual(FRAMES.slice(-2));
  });

  it('goes on from where it was said to begin, when it is cut before its first event', async () => {
    server.replies(
      (request, response) => void open(response).write('id: 100.0\n\n', () => setTimeout(() => request.socket.destroy(), 5)),
      (request, response) => void open(response).end(written(restOf(request.headers['last-event-id']))),
    );
    expect(await all(server.client().videos.events(ID))).toEqual(FRAMES.slice(1));
    expect(lastIds()).toEqual([undefined, '100.0']);
  });

  it('comes back after a silence that no heartbeat ends', async () => {
    server.replies(
      (_request, response) => void open(response).write(written(FRAMES.slice(0, 1))),
      (request, response) => void open(response).end(written(restOf(request.headers['last-event-id']))),
    );
    expect(await all(server.client().videos.events(ID, { silenceMs: 150 }))).toEqual(FRAMES);
    expect(server.asked).toHaveLength(2);
  });

  it('stays with a connection on which nothing but heartbeats come', async () => {
    server.replies((_request, response) => {
      open(response);
      let beats = 0;
      const timer = setInterval(() => {
        if ((beats += 1) < 10) return void response.write(': still here\n\n');
        clearInterval(timer);
        response.end(written(FRAMES));
      }, 60);
    });
    expect(await all(server.client().videos.events(ID, { silenceMs: 300 }))).toEqual(FRAMES);
    expect(server.asked).toHaveLength(1);
  });

  it('comes back when it may, and gives up when it never brings anything', async () => {
    server.replies(
      problem(429, 'rate_limited', {}, { 'retry-after': '10' }),
      problem(503, 'unavailable'),
      (_request, response) => void open(response).end(written(FRAMES)),
    );
    expect(await all(server.client().videos.events(ID))).toEqual(FRAMES);
    expect(waits[0]).toBe(10_000);
    server.replies((_request, response) => void open(response).end('<html>Sign in</html>'));
    await expect(all(server.client().videos.events(ID, { maxRetries: 4 }))).rejects.toBeInstanceOf(ConnectionError);
    expect(server.asked).toHaveLength(5);
  });

  it('is over at once when it is refused, or the caller says so', async () => {
    server.replies(problem(404, 'video_not_found'));
    await expect(all(server.client().videos.events(ID))).rejects.toBeInstanceOf(NotFound);
    expect(server.asked).toHaveLength(1);
    const controller = new AbortController();
    server.replies((_request, response) => void open(response).write(written(FRAMES.slice(0, 1))));
    const reading = (async () => {
      for await (const { id } of server.client().videos.events(ID, { signal: controller.signal })) controller.abort(id);
    })();
    await expect(reading).rejects.toBeInstanceOf(AbortError);
  });

  it('closes its connection when nobody reads on', async () => {
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    server.replies(
      (_request, response) =>
        void open(response)
          .on('close', closed)
          .write(written(FRAMES.slice(0, 1))),
    );
    for await (const { id } of server.client().videos.events(ID)) if (id !== '') break;
    await isClosed;
  });
});

describe('text of events', () => {
  const parse = (...pieces: string[]): unknown[] => {
    const parser = new SseParser();
    return pieces.flatMap((piece) => parser.feed(piece));
  };

  it.each([
    ['\n', 'id: 1\nevent: a\ndata: x\ndata: y\n\n'],
    ['\r\n', 'id: 1\r\nevent: a\r\ndata: x\r\ndata: y\r\n\r\n'],
    ['\r', 'id: 1\revent: a\rdata: x\rdata: y\r\r:\r'],
    ['no spaces', '\uFEFFid:1\nevent:a\ndata:x\ndata:y\n\n'],
    ['what has no meaning', 'retry: 5\nid: 1\nevent: a\nother: 1\nother\ndata: x\n: comment\ndata: y\n\n'],
  ])('is understood with %p', (_name, whole) => {
    const expected = [{ id: '1', event: 'a', data: 'x\ny' }];
    expect(parse(whole)).toEqual(expected);
    expect(parse(...whole)).toEqual(expected);
    for (let at = 1; at < whole.length; at += 1) expect(parse(whole.slice(0, at), whole.slice(at))).toEqual(expected);
  });

  it('is no event before its blank line, and none without data', () => {
    expect(parse('id: 1\nevent: a\ndata: x\n')).toEqual([]);
    expect(parse('event: a\n\n')).toEqual([]);
    // By the standard it says where the stream is all the same.
    expect(parse('id: 1\nevent: a\n\n')).toEqual([{ id: '1', event: '', data: null }]);
    expect(parse('data\n\n')).toEqual([{ id: null, event: 'message', data: '' }]);
  });

  it('that has no end is refused before it fills the memory', () => {
    const parser = new SseParser();
    const piece = 'x'.repeat(1024 * 1024);
    expect(() => {
      for (let n = 0; n < 20; n += 1) parser.feed(piece);
    }).toThrow(ConnectionError);
  });
});
