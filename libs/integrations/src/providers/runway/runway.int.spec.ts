import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClipRequest } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider, type SeenRequest } from '../../testing/recorded-provider.js';
import { objectOf } from '#platform';
import { runwayProvider } from './runway.provider.js';
import { pollResultOf } from './runway.task.js';

let runway: RecordedProvider;
let folder: string;
beforeAll(async () => {
  runway = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-runway-'));
});
afterAll(async () => {
  await runway.stop();
  rmSync(folder, { recursive: true });
});

const ID = '17f20503-6c24-4c16-946b-35dbbce2af2f';
const created = ({ method, path: at }: SeenRequest) =>
  method === 'POST' && /_to_/.test(at) ? { body: { id: ID, estimatedCost: { credits: 60 } } } : null;
const task = (state: object) => (seen: SeenRequest) =>
  seen.method === 'GET' && seen.path === `/v1/tasks/${ID}` ? { body: { id: ID, createdAt: '2026-09-23T10:00:00.000Z', ...state } } : null;
const file = ({ path: at }: SeenRequest) =>
  at.startsWith('/out/') ? { body: Buffer.from('film'), headers: { 'content-type': 'video/mp4' } } : null;
const succeeded = () => task({ status: 'SUCCEEDED', output: [`${runway.url}/out/a.mp4`], cost: { credits: 60 } });

const request: ClipRequest = {
  prompt: 'An octopus opens a jar',
  negativePrompt: null,
  narration: '',
  language: 'en',
  style: 'cinematic',
  widthPx: 1080,
  heightPx: 1920,
  seed: 7,
  film: null,
  fps: 30,
  durationSeconds: 4.2,
  firstImagePath: null,
  lastImagePath: null,
};
const make = (model: string, over: Partial<ClipRequest> = {}) => {
  const maker = runwayProvider().makers(model).clip;
  if (!maker) throw new Error('no maker');
  return maker.make({ ...request, ...over }, { path: path.join(folder, 'clip.mp4') }, adapterContext(directCalls(runway.url), folder));
};
const picture = (bytes: number): string => {
  const at = path.join(folder, `${bytes}.png`);
  writeFileSync(at, Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d', 'hex'), Buffer.alloc(bytes)]));
  return at;
};

describe('a clip from Runway', () => {
  it('is ordered with version and key, waited for also while throttled, and brought here with its cost', async () => {
    const states = [{ status: 'PENDING' }, { status: 'THROTTLED' }, { status: 'RUNNING', progress: 0.4 }];
    runway.when(file, created, (seen) => {
      const state = seen.method === 'GET' ? states.shift() : undefined;
      return state ? task(state)(seen) : succeeded()(seen);
    });
    const made = await make('runway:gen4.5');
    expect(made.cost).toEqual({ provider: 'runway', model: 'runway:gen4.5', units: 5, amountMicros: 600_000, currency: 'USD' });
    expect(readFileSync(made.path, 'utf8')).toBe('film');
    const [order] = runway.requests;
    expect([order?.path, order?.headers['x-runway-version'], order?.headers['authorization']]).toEqual([
      '/v1/text_to_video',
      '2024-11-06',
      'Bearer a-key',
    ]);
    expect(order?.json).toEqual({ model: 'gen4.5', promptText: 'An octopus opens a jar', ratio: '720:1280', duration: 5, seed: 7 });
  });

  it('takes first and last frame where the model can, and only the first where it cannot', async () => {
    const frames = { firstImagePath: picture(10), lastImagePath: picture(20) };
    runway.when(file, created, succeeded());
    await make('runway:veo-3.1', frames);
    await make('runway:gen4-turbo', frames);
    const positions = runway.requests
      .filter(({ path: at }) => at === '/v1/image_to_video')
      .map(({ json }) => (objectOf(json)['promptImage'] as { position: string }[]).map(({ position }) => position));
    expect(positions).toEqual([['first', 'last'], ['first']]);
  });

  it('uploads a picture that is too large to be sent inline', async () => {
    runway.when(
      file,
      created,
      succeeded(),
      ({ path: at }) =>
        at === '/v1/uploads' ? { body: { uploadUrl: `${runway.url}/bucket`, fields: { key: 'k' }, runwayUri: 'runway://upload-1' } } : null,
      ({ path: at }) => (at === '/bucket' ? { status: 204, body: '' } : null),
    );
    await make('runway:gen4-turbo', { firstImagePath: picture(4_000_000) });
    const order = runway.requests.find(({ path: at }) => at === '/v1/image_to_video');
    expect(objectOf(order?.json)['promptImage']).toEqual([{ uri: 'runway://upload-1', position: 'first' }]);
  });

  it('that needs a picture is not ordered without one', async () => {
    runway.when(created);
    await expect(make('runway:gen4-turbo')).rejects.toMatchObject({ code: 'input_unsupported', retryable: false });
    expect(runway.requests).toEqual([]);
  });

  it.each([
    [400, { error: 'Validation of body failed' }, { code: 'provider_refused', retryable: false }],
    [400, { error: 'You do not have enough credits to run this task.' }, { code: 'no_credit', unavailable: 'no_credit' }],
    [401, { error: 'Incorrect API key' }, { code: 'key_rejected', unavailable: 'key_rejected' }],
    [429, {}, { code: 'provider_busy', retryable: true }],
    [503, {}, { code: 'provider_busy', retryable: true }],
  ])('is refused with %d %j as the status says, after one request', async (status, body, expected) => {
    runway.when(() => ({ status, body }));
    await expect(make('runway:gen4.5')).rejects.toMatchObject(expected);
    expect(runway.requests).toHaveLength(1);
  });

  it('whose order is cut off after it was sent is in doubt', async () => {
    runway.when(() => ({ status: 200, body: '{"id":', headers: { 'content-length': '1000', 'content-type': 'application/json' } }));
    const failure = expect(make('runway:gen4.5')).rejects.toMatchObject({ name: 'SubmissionInDoubt' });
    for (let look = 0; look < 6_000 && runway.requests.length === 0; look += 1) await new Promise((go) => setTimeout(go, 5));
    runway.dropConnections();
    await failure;
    expect(runway.requests).toHaveLength(1);
  });
});

describe('the state of a task', () => {
  it.each([
    ['SAFETY.INPUT.TEXT', { code: 'content_refused', retryable: false }],
    ['INPUT_PREPROCESSING.SAFETY.TEXT', { code: 'content_refused', retryable: false }],
    ['ASSET.INVALID', { code: 'provider_refused', retryable: false }],
    ['INTERNAL.BAD_OUTPUT.CODE01', { code: 'provider_failed', retryable: true, maxRetries: 1 }],
    ['INTERNAL', { code: 'provider_failed', retryable: true, maxRetries: null }],
    ['THIRD_PARTY.UNAVAILABLE', { code: 'provider_busy', retryable: true, retryAfterMs: 60_000 }],
    ['SOMETHING.NEW', { code: 'provider_failed', retryable: true, maxRetries: 2 }],
  ])('FAILED with %s says whether to try again', (failureCode, error) => {
    expect(pollResultOf({ status: 'FAILED', failure: 'not for users', failureCode }, ID)).toMatchObject({ state: 'failed', error });
  });
  it.each(['PENDING', 'THROTTLED', 'RUNNING', 'A_NEW_STATE'])('%s is no end', (status) => {
    expect(pollResultOf({ status }, ID)).toEqual({ state: 'pending' });
  });
  it('CANCELLED is final', () => {
    expect(pollResultOf({ status: 'CANCELLED' }, ID)).toMatchObject({ state: 'failed', error: { retryable: false } });
  });
});
