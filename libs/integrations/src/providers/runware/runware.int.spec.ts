import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClipRequest } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider, type SeenRequest } from '../../testing/recorded-provider.js';
import { objectOf } from '#platform';
import { pollResultOf } from './runware.answer.js';
import { runwareProvider } from './runware.provider.js';

/** Answers as the reference records them. */
let runware: RecordedProvider;
let folder: string;
beforeAll(async () => {
  runware = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-runware-'));
});
afterAll(async () => {
  await runware.stop();
  rmSync(folder, { recursive: true });
});

const taskOf = ({ json }: SeenRequest) => objectOf(Array.isArray(json) ? json[0] : null);
const isTask = (type: string) => (request: SeenRequest) => request.method === 'POST' && taskOf(request)['taskType'] === type;
const request: ClipRequest = {
  prompt: 'An octopus opens a jar',
  negativePrompt: null,
  narration: '',
  language: 'en',
  style: 'cinematic',
  widthPx: 720,
  heightPx: 1280,
  seed: 7,
  film: null,
  fps: 30,
  durationSeconds: 5.2,
  firstImagePath: null,
  lastImagePath: null,
};
const make = (over: Partial<ClipRequest> = {}, callbackUrl: string | null = null) => {
  const maker = runwareProvider().makers('runware:veo-3.1').clip;
  if (!maker) throw new Error('no maker');
  const context = adapterContext(directCalls(`${runware.url}/v1`, { apiKey: 'rw-key', callbackUrl }), folder);
  return maker.make({ ...request, ...over }, { path: path.join(folder, 'clip.mp4') }, context);
};
const acknowledged = (seen: SeenRequest) => ({ body: { data: [{ taskType: 'videoInference', taskUUID: taskOf(seen)['taskUUID'] }] } });
const processing = (seen: SeenRequest) => ({
  body: { data: [{ taskType: 'videoInference', taskUUID: taskOf(seen)['taskUUID'], status: 'processing', progress: 40 }] },
});
const success = (seen: SeenRequest) => ({
  body: {
    data: [
      {
        taskType: 'videoInference',
        taskUUID: taskOf(seen)['taskUUID'],
        status: 'success',
        videoUUID: 'v-1',
        videoURL: `${runware.url}/out/v-1.mp4`,
        cost: 0.18,
        seed: 7,
      },
    ],
  },
});
const film = ({ path: at }: SeenRequest) =>
  at.startsWith('/out/') ? { body: Buffer.from('the film'), headers: { 'content-type': 'video/mp4' } } : null;

describe('a clip from Runware', () => {
  it('is ordered as a task of its own id, asked for until it is there, and brought here with its cost', async () => {
    let polls = 0;
    runware.when(
      film,
      (seen) => (isTask('videoInference')(seen) ? acknowledged(seen) : null),
      (seen) => (isTask('getResponse')(seen) ? (++polls < 3 ? processing(seen) : success(seen)) : null),
    );
    const made = await make({}, 'https://kadr.example/webhooks/runware/1?token=t');
    expect(made.cost).toEqual({ provider: 'runware', model: 'runware:veo-3.1', units: 6, amountMicros: 180_000, currency: 'USD' });
    expect(readFileSync(made.path, 'utf8')).toBe('the film');
    const [order, ...questions] = runware.requests.filter(({ method }) => method === 'POST');
    expect(order?.headers['authorization']).toBe('Bearer rw-key');
    expect(order?.json).toEqual([
      {
        taskType: 'videoInference',
        taskUUID: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        model: 'google:3@2',
        positivePrompt: 'An octopus opens a jar',
        duration: 6,
        width: 720,
        height: 1280,
        seed: 7,
        numberResults: 1,
        outputType: 'URL',
        outputFormat: 'MP4',
        includeCost: true,
        deliveryMethod: 'async',
        webhookURL: 'https://kadr.example/webhooks/runware/1?token=t',
      },
    ]);
    expect(new Set(questions.map((question) => taskOf(question)['taskUUID']))).toEqual(new Set([taskOf(order as SeenRequest)['taskUUID']]));
  });

  it('carries first and last frame, and then a resolution instead of a size', async () => {
    const picture = path.join(folder, 'frame.png');
    writeFileSync(picture, Buffer.from('89504e470d0a1a0a0000000d', 'hex'));
    runware.when(
      film,
      (seen) => (isTask('videoInference')(seen) ? acknowledged(seen) : null),
      (seen) => (isTask('getResponse')(seen) ? success(seen) : null),
    );
    await make({ firstImagePath: picture, lastImagePath: picture });
    const task = taskOf(runware.requests[0] as SeenRequest);
    expect(task['inputs']).toEqual({
      frameImages: [
        { image: expect.stringMatching(/^data:image\/png;base64,/), frame: 'first' },
        { image: expect.stringMatching(/^data:image\/png;base64,/), frame: 'last' },
      ],
    });
    expect([task['resolution'], task['width'], task['height']]).toEqual(['720p', undefined, undefined]);
  });

  it.each([
    [{ code: 'invalidApiKey', message: 'no' }, 401, { code: 'key_rejected', unavailable: 'key_rejected' }],
    [{ code: 'insufficientCredits', message: 'no' }, 402, { code: 'no_credit', unavailable: 'no_credit' }],
    [
      { code: 'unsupportedDuration', message: "Invalid value for 'duration' parameter" },
      200,
      { code: 'provider_refused', retryable: false },
    ],
    [{ code: 'rateLimitExceeded', message: 'slow down' }, 429, { code: 'provider_busy', retryable: true }],
    [{ code: 'providerContentPolicyViolation', message: 'no' }, 200, { code: 'content_refused', retryable: false }],
    [{ code: 'somethingNew', message: 'what' }, 200, { code: 'provider_failed', retryable: true, maxRetries: 2 }],
  ])('is refused as its error %j says', async (error, status, expected) => {
    runware.when((seen) => ({ status, body: { errors: [{ ...error, taskUUID: taskOf(seen)['taskUUID'] }] } }));
    await expect(make()).rejects.toMatchObject(expected);
    expect(runware.requests).toHaveLength(1);
  });
});

describe('an answer about a task', () => {
  const id = '00000000-0000-4000-a000-000000000001';
  it.each([
    ['an error inside data', 200, { data: [{ taskUUID: id, status: 'error', error: { code: 'timeoutProvider', message: 'late' } }] }, true],
    ['an error beside data', 200, { data: [], errors: [{ code: 'invalidPrompt', taskUUID: id, message: 'no' }] }, false],
  ])('that holds %s has failed', (_what, status, answer, retryable) => {
    expect(pollResultOf(status, answer, id)).toMatchObject({ state: 'failed', error: { retryable } });
  });

  it('about another task, or without any news, is no news', () => {
    expect(pollResultOf(200, { data: [{ taskUUID: 'other', status: 'success', videoURL: 'https://x.example/a.mp4' }] }, id)).toEqual({
      state: 'pending',
    });
    expect(pollResultOf(200, {}, id)).toEqual({ state: 'pending' });
  });

  it('that is an error of the server is no verdict on the task', () => {
    expect(() => pollResultOf(503, {}, id)).toThrow(expect.objectContaining({ code: 'provider_busy', retryable: true }));
  });
});
