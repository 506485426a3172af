import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ExpectedFile } from '../contracts/provider-calls.js';
import { calling, CallSpecs, remote } from '../testing/call-specs.js';
import { ask, note } from '#tasks/testing';
import { contentTypeOf } from './result-download.js';

let specs: CallSpecs;

beforeAll(async () => {
  specs = await CallSpecs.begin();
});
afterEach(() => specs.afterEach());
afterAll(() => specs.end());

/** What becomes of a task that fetches this. */
async function fetching(url: string, expected: Partial<ExpectedFile> = {}, maxAttempts = 1): Promise<string | undefined> {
  const handler = calling({
    run: async (task, { calls, workDir }) => {
      const file = await calls.download(url, { path: path.join(workDir, 'film') }, { kind: 'video', ...expected });
      return note(task.subjectId, `${file.contentType}: ${await readFile(file.path, 'utf8')}`);
    },
  });
  const worker = await specs.process(handler);
  const wanted = remote({ maxAttempts });
  await ask(worker, wanted);
  await specs.world.eventually(async () => (await specs.world.notes(wanted.subjectId)).length === 1);
  return (await specs.world.notes(wanted.subjectId))[0];
}

const link = (): string => `${specs.wire.url}/files/${randomUUID()}`;
const renewing = (to: string) => ({ renewal: { provider: 'wire', link: () => Promise.resolve(to) } });

describe('a result', () => {
  it('is fetched once, and is what is in it, whatever the provider calls it', async () => {
    expect(await fetching(link())).toBe('video/mp4: a film');
    expect(specs.wire.filesServed).toBe(1);
  });

  it.each([
    ['is a web page', '<html></html>', 'result_invalid', 3],
    ['is empty', '', 'result_invalid', 3],
    ['is gone', 410, 'result_lost', 1],
    ['is not given out', 503, 'result_lost', 3],
  ])('that %s is fetched twice more at most, and never taken', async (_, file, code, fetches) => {
    specs.wire.file = () => file;
    expect(await fetching(link())).toBe(`gave up: ${code} after 1`);
    expect(specs.wire.filesServed).toBe(fetches);
  });

  it.each([
    ['is cut in the middle', 'cut', 'result_lost'],
    ['never ends and comes too slowly', 'trickle', 'result_lost'],
  ] as const)('faults A7: that %s is fetched three times at most, whatever retries are left', async (_, fault, code) => {
    specs.wire.file = () => ({ fault });
    expect(await fetching(link(), {}, 4)).toBe(`gave up: ${code} after 1`);
    expect(specs.wire.filesServed).toBe(3);
  });

  it('faults A7: that never ends is given up when it is too large, or the time for the whole is over', async () => {
    specs.wire.file = () => ({ fault: 'endless' });
    expect(await fetching(link(), { maxBytes: 100_000 }, 4)).toBe('gave up: result_invalid after 1');
    expect(specs.wire.filesServed).toBe(1);
    expect(await fetching(link(), {}, 4)).toBe('gave up: result_lost after 1');
    expect(specs.wire.filesServed).toBe(2);
  });

  it('that came broken is fetched again', async () => {
    specs.wire.file = (count) => (count === 0 ? 'half a' : count === 1 ? 503 : 'a film, whole');
    expect(await fetching(link())).toBe('video/mp4: a film, whole');
  });

  it('whose link is over is fetched by a new one', async () => {
    specs.wire.file = (count) => (count === 0 ? 403 : 'a film');
    expect(await fetching(link(), renewing(link()))).toBe('video/mp4: a film');
    expect(specs.wire.filesServed).toBe(2);
  });

  it('that is too large is not fetched to its end', async () => {
    specs.wire.file = () => `a film${'.'.repeat(100_000)}`;
    expect(await fetching(link(), { maxBytes: 1000 })).toBe('gave up: result_invalid after 1');
    expect(specs.wire.filesServed).toBe(1);
  });

  it.each(['http://localhost/film', 'https://169.254.169.254/latest', 'file:///etc/passwd', 'https://10.0.0.1/film'])(
    'at %s is never fetched',
    async (url) => {
      expect(await fetching(url)).toBe('gave up: result_invalid after 1');
    },
  );

  it('is judged by what is in it', () => {
    const video = { codec: 'h264', widthPx: 16, heightPx: 16, fps: 25, frames: 1, pixelFormat: 'yuv420p' };
    const audio = { codec: 'aac', sampleRateHz: 48_000, channels: 1 };
    const facts = (container: string, over: object) => ({ container, durationSeconds: 1, video: null, audio: null, ...over });
    expect(contentTypeOf(facts('png', { video }), 'image')).toBe('image/png');
    expect(contentTypeOf(facts('png', { video }), 'video')).toBeNull();
    expect(contentTypeOf(facts('webm', { video, audio }), 'video')).toBe('video/webm');
    expect(contentTypeOf(facts('mp4', { audio }), 'video')).toBeNull();
    expect(contentTypeOf(facts('mp4', { audio }), 'audio')).toBe('audio/mp4');
    expect(contentTypeOf(facts('mp4', { video, audio }), 'audio')).toBeNull();
    expect(contentTypeOf(facts('mp3', { audio }), 'image')).toBeNull();
  });
});
