import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AbortError, ConnectionError, NotFound, TimeoutError, type VideoProgress, VideoFailedError } from './index.js';
import { HostileServer, json, lost, problem } from './testing/hostile-server.js';
import { shortWaits } from './testing/short-waits.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const progress = (percent: number): VideoProgress =>
  ({ percent, message: `${percent} %`, segments: { total: 1, imagesDone: 0, videosDone: 0, fallbacks: 0, failed: 0 } }) as VideoProgress;
const video = (status: string, percent = 0, error: unknown = null): object => ({ id: ID, status, progress: progress(percent), error });
const frame = (id: string, event: string, data: unknown): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

describe('waiting for a film', () => {
  let server: HostileServer;
  beforeAll(async () => void (server = await HostileServer.start()));
  afterAll(() => server.stop());
  shortWaits();

  /** Answers about the video one after the other, and streams likewise; the last ones again and again. */
  function answers(videos: (object | ((...of: never[]) => unknown))[], streams: string[] | ((...of: never[]) => unknown)): void {
    server.replies((request, response, asked) => {
      const isStream = asked.path.endsWith('/events');
      if (isStream && typeof streams === 'function') return streams(request as never, response as never) as never;
      if (isStream)
        return void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end((streams as string[]).length > 1 ? (streams as string[]).shift() : (streams as string[])[0]);
      const next = videos.length > 1 ? videos.shift() : videos[0];
      return typeof next === 'function'
        ? (next(request as never, response as never, asked as never) as never)
        : json(next)(request, response, asked);
    });
  }
  const paths = (): string[] => server.asked.map(({ path }) => path.slice(`/v1/videos/${ID}`.length));

  it('is over at once when it is there', async () => {
    answers([video('completed', 100)], []);
    expect(await server.client().videos.waitFor(ID)).toMatchObject({ status: 'completed' });
    expect(paths()).toEqual(['']);
  });

  it('follows its events, tells of each change once, and believes the video alone', async () => {
    const told: number[] = [];
    const whole =
      frame('1.0', 'progress', progress(10)) +
      frame('2.0', 'progress', progress(10)) +
      frame('3.0', 'progress', progress(60)) +
      frame('4.0', 'completed', video('completed', 100));
    answers([video('processing', 5), video('completed', 100)], [whole]);
    expect(await server.client().videos.waitFor(ID, { onProgress: ({ percent }) => told.push(percent) })).toMatchObject({
      status: 'completed',
    });
    expect(told).toEqual([5, 10, 60, 100]);
    expect(paths()).toEqual(['', '/events', '']);
  });

  it('asks where the stream does not come through', async () => {
    answers([video('processing', 5), video('processing', 50), video('completed', 100)], problem(503, 'unavailable') as never);
    const told: number[] = [];
    await server.client().videos.waitFor(ID, { onProgress: ({ percent }) => told.push(percent) });
    expect(told).toEqual([5, 50, 100]);
    expect(paths().filter((path) => path === '/events')).toHaveLength(4);
  });

  it('outlasts a server that is away for a while', async () => {
    answers([video('processing'), ...Array.from({ length: 20 }, () => lost), video('completed', 100)] as never, lost as never);
    expect(await server.client().videos.waitFor(ID)).toMatchObject({ status: 'completed' });
  });

  it('does not ask for ever when nobody answers', async () => {
    answers([video('processing'), lost], lost as never);
    await expect(server.client({ maxRetries: 0 }).videos.waitFor(ID)).rejects.toBeInstanceOf(ConnectionError);
    expect(server.asked.length).toBeLessThan(80);
  });

  it.each(['failed', 'cancelled'])('throws what says so when it %s', async (status) => {
    const error = status === 'failed' ? { code: 'script_failed', message: 'No words came', retryable: true } : null;
    answers([video('processing'), video(status, 5, error)], [frame('1.0', status, video(status))]);
    const thrown = await server
      .client()
      .videos.waitFor(ID)
      .catch((failure: unknown) => failure);
    expect(thrown).toBeInstanceOf(VideoFailedError);
    expect((thrown as VideoFailedError).video).toMatchObject({ id: ID, status });
    expect((thrown as Error).message).toBe(
      status === 'failed' ? `Video ${ID} failed: No words came (script_failed)` : `Video ${ID} was cancelled`,
    );
  });

  it('ends at a gate only where that is wanted', async () => {
    const gate = frame('1.0', 'approval', { type: 'script', status: 'pending' });
    answers([video('processing'), video('awaiting_approval')], [gate]);
    expect(await server.client().videos.waitFor(ID, { until: 'gate' })).toMatchObject({ status: 'awaiting_approval' });
    answers([video('awaiting_approval'), video('completed', 100)], [frame('2.0', 'completed', video('completed'))]);
    expect(await server.client().videos.waitFor(ID)).toMatchObject({ status: 'completed' });
  });

  it('is not put off by a gate that was decided before anybody looked', async () => {
    const told = frame('1.0', 'approval', { type: 'script', status: 'pending' });
    const rest = frame('2.0', 'approval', { type: 'script', status: 'approved' }) + frame('3.0', 'completed', {});
    answers([video('processing'), video('processing'), video('completed', 100)], [told + rest, rest]);
    expect(await server.client().videos.waitFor(ID, { until: 'gate' })).toMatchObject({ status: 'completed' });
    expect(server.asked.map(({ headers }) => headers['last-event-id'])).toContain('1.0');
  });

  it('ends when its time is over, when the caller says so, and when there is no such video', async () => {
    const silent = ((_request: unknown, response: { writeHead(status: number): { write(text: string): void } }) =>
      response.writeHead(200).write(': \n')) as never;
    answers([video('processing')], silent);
    await expect(server.client().videos.waitFor(ID, { timeoutMs: 200 })).rejects.toBeInstanceOf(TimeoutError);
    const controller = new AbortController();
    answers([video('processing')], ((...of: never[]) => {
      (silent as (...of: never[]) => void)(...of);
      controller.abort();
    }) as never);
    await expect(server.client().videos.waitFor(ID, { signal: controller.signal })).rejects.toBeInstanceOf(AbortError);
    answers([problem(404, 'video_not_found')], []);
    await expect(server.client().videos.waitFor(ID)).rejects.toBeInstanceOf(NotFound);
  });
});
