import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClipRequest, type WordTimer } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider, type SeenRequest } from '../../testing/recorded-provider.js';
import { ProviderHttp } from '../http/provider-http.js';
import { pollResultOfRecord } from './kie.answer.js';
import { KieClient } from './kie.client.js';
import { kieProvider, KIE_MODELS } from './kie.provider.js';

let kie: RecordedProvider;
let folder: string;
beforeAll(async () => {
  kie = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-kie-'));
});
afterAll(async () => {
  await kie.stop();
  rmSync(folder, { recursive: true });
});

const ok = (data: unknown) => ({ body: { code: 200, msg: 'success', data } });
const verdict = (code: number, msg = 'said so') => ({ body: { code, msg, data: null } });
const isCreate = ({ path: at }: SeenRequest): boolean => at === '/api/v1/jobs/createTask';
const isRecord = ({ path: at }: SeenRequest): boolean => at.startsWith('/api/v1/jobs/recordInfo?taskId=t-1');
const record = (over: object) =>
  ok({ taskId: 't-1', model: 'veo-3-1', state: 'generating', resultJson: '', failCode: '', failMsg: '', ...over });
const file = ({ path: at }: SeenRequest) =>
  at.startsWith('/out/') ? { body: Buffer.from('film'), headers: { 'content-type': 'video/mp4' } } : null;

const timer: WordTimer = { time: ({ text }) => Promise.resolve({ words: [{ text, startSeconds: 0, endSeconds: 1 }], cost: null }) };
const provider = () => kieProvider({ timer });

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
  durationSeconds: 6,
  firstImagePath: null,
  lastImagePath: null,
};
const make = (
  model: string,
  over: Partial<ClipRequest> = {},
  callbackUrl: string | null = 'https://kadr.example/webhooks/kie-ai/1?token=t',
) => {
  const maker = provider().makers(`kie:${model}`).clip;
  if (!maker) throw new Error(`no maker for ${model}`);
  const context = adapterContext(directCalls(kie.url, { apiKey: 'kie-key', callbackUrl }), folder);
  return maker.make({ ...request, ...over }, { path: path.join(folder, 'clip.mp4') }, context);
};

describe('a clip from KIE.ai', () => {
  it('is ordered at the unified API, asked for until it is there, and brought here with its cost', async () => {
    const states = [{ state: 'waiting' }, { state: 'queuing' }, { state: 'generating' }];
    kie.when(
      file,
      (seen) => (isCreate(seen) ? ok({ taskId: 't-1', recordId: 'r-1' }) : null),
      (seen) => {
        if (!isRecord(seen)) return null;
        const resultJson = JSON.stringify({ resultUrls: [`${kie.url}/out/a.mp4`] });
        return record(states.shift() ?? { state: 'success', resultJson, creditsConsumed: 60.5 });
      },
    );
    const made = await make('veo-3-1');
    expect(made.cost).toEqual({ provider: 'kie', model: 'kie:veo-3-1', units: 6, amountMicros: 302_500, currency: 'USD' });
    expect(readFileSync(made.path, 'utf8')).toBe('film');
    const [order] = kie.requests;
    expect(order?.headers['authorization']).toBe('Bearer kie-key');
    expect(order?.json).toEqual({
      model: 'veo-3-1',
      callBackUrl: 'https://kadr.example/webhooks/kie-ai/1?token=t',
      input: {
        prompt: 'An octopus opens a jar',
        generation_type: 'TEXT_2_VIDEO',
        aspect_ratio: '9:16',
        resolution: '720p',
        duration: 6,
      },
    });
  });

  it('uploads the pictures it starts and ends with, and orders with their addresses', async () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d', 'hex'), Buffer.from('picture')]);
    const picture = path.join(folder, 'first.png');
    writeFileSync(picture, bytes);
    const digest = createHash('sha256').update(bytes).digest('hex');
    kie.when(
      file,
      ({ path: at, body }) => {
        if (at !== '/api/file-stream-upload') return null;
        const isWhole = body.includes(bytes) && body.includes('uploadPath');
        return ok({ fileName: 'first.png', downloadUrl: `https://files.example/${isWhole ? digest : 'cut'}.png` });
      },
      (seen) => (isCreate(seen) ? ok({ taskId: 't-1' }) : null),
      () => record({ state: 'success', resultJson: JSON.stringify({ resultUrls: [`${kie.url}/out/a.mp4`] }) }),
    );
    await make('veo-3-1', { firstImagePath: picture, lastImagePath: picture });
    expect(kie.requests.find(isCreate)?.json).toMatchObject({
      input: {
        image_urls: [`https://files.example/${digest}.png`, `https://files.example/${digest}.png`],
        generation_type: 'FIRST_AND_LAST_FRAMES_2_VIDEO',
      },
    });
  });

  it.each([
    [429, { code: 'provider_busy', retryable: true }],
    [455, { code: 'provider_busy', retryable: true }],
    [500, { code: 'provider_busy', retryable: true }],
    [408, { code: 'provider_busy', retryable: true }],
    [400, { code: 'content_refused', retryable: false, unavailable: null }],
    [422, { code: 'provider_refused', retryable: false }],
    [451, { code: 'provider_refused', retryable: false }],
    [501, { code: 'provider_failed', retryable: false }],
    [505, { code: 'provider_refused', retryable: false }],
    [531, { code: 'provider_failed', retryable: false }],
    [401, { code: 'key_rejected', unavailable: 'key_rejected' }],
    [402, { code: 'no_credit', unavailable: 'no_credit' }],
    [433, { code: 'no_credit', unavailable: 'no_credit' }],
    [999, { code: 'provider_failed', retryable: true, maxRetries: 2 }],
  ])('refused with HTTP 200 and code %d means what the table says, after one order', async (code, expected) => {
    kie.when(() => verdict(code));
    await expect(make('veo-3-1')).rejects.toMatchObject(expected);
    expect(kie.requests).toHaveLength(1);
  });

  it.each([
    ['501', { code: 'provider_failed', retryable: false }],
    ['500', { code: 'provider_busy', retryable: true }],
    ['', { code: 'provider_failed', retryable: true, maxRetries: 2 }],
  ])('that fails with code "%s" after it was taken is read by the same table', (failCode, error) => {
    expect(pollResultOfRecord({ state: 'fail', failCode, failMsg: 'no' })).toMatchObject({ state: 'failed', error });
  });

  it('that is not visible yet is waited for', async () => {
    let polls = 0;
    kie.when(
      file,
      (seen) => (isCreate(seen) ? ok({ taskId: 't-1' }) : null),
      (seen) => {
        if (!isRecord(seen)) return null;
        polls += 1;
        if (polls === 1) return verdict(422, 'recordInfo is null');
        if (polls === 2) return verdict(404, 'unknown');
        return record({ state: 'success', response: { resultUrls: [`${kie.url}/out/a.mp4`] } });
      },
    );
    await make('veo-3-1');
    expect(polls).toBe(3);
  });

  it('of a model whose parameters nobody wrote down is refused before anything is sent', async () => {
    kie.when();
    await expect(make('wan/3-0-video')).rejects.toMatchObject({ code: 'model_unavailable', retryable: false });
    expect(kie.requests).toEqual([]);
  });
});

describe('the older APIs', () => {
  it('of Veo are ordered and asked at their own paths', async () => {
    let polls = 0;
    kie.when(
      file,
      ({ path: at }) => (at === '/api/v1/veo/generate' ? ok({ taskId: 'v-1' }) : null),
      ({ path: at }) => {
        if (at !== '/api/v1/veo/record-info?taskId=v-1') return null;
        polls += 1;
        return polls === 1
          ? ok({ taskId: 'v-1', successFlag: 0 })
          : ok({ taskId: 'v-1', successFlag: 1, response: { taskId: 'v-1', resultUrls: [`${kie.url}/out/veo.mp4`], resolution: '720p' } });
      },
    );
    const made = await make('veo3_fast');
    expect(made.cost).toMatchObject({ model: 'kie:veo3_fast', amountMicros: 300_000 });
    expect(kie.requests[0]?.json).toMatchObject({ model: 'veo3_fast', generationType: 'TEXT_2_VIDEO', callBackUrl: expect.any(String) });
  });

  it('say that they failed in their own way', async () => {
    kie.when(
      ({ path: at }) => (at === '/api/v1/veo/generate' ? ok({ taskId: 'v-1' }) : null),
      () => ok({ taskId: 'v-1', successFlag: 3, errorCode: 501, errorMessage: 'no' }),
    );
    await expect(make('veo3_fast')).rejects.toMatchObject({ code: 'provider_failed', retryable: false });
  });

  it('of Runway hold the film in its own place', async () => {
    kie.when(
      file,
      ({ path: at }) => (at === '/api/v1/runway/generate' ? ok({ taskId: 'r-1' }) : null),
      () => ok({ taskId: 'r-1', state: 'success', videoInfo: { videoId: 'x', videoUrl: `${kie.url}/out/r.mp4` } }),
    );
    expect(readFileSync((await make('runway-api')).path, 'utf8')).toBe('film');
  });
});

describe('sound from KIE.ai', () => {
  const sound = (seconds: number): Buffer => {
    const source = ['-f', 'lavfi', '-i', `sine=frequency=300:duration=${seconds}`, '-c:a', 'libmp3lame', '-f', 'mp3', '-'];
    return spawnSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', ...source]).stdout;
  };
  const context = () => adapterContext(directCalls(kie.url), folder);
  const serving = (bytes: Buffer, data: object) =>
    kie.when(
      ({ path: at }) => (at.startsWith('/out/') ? { body: bytes, headers: { 'content-type': 'audio/mpeg' } } : null),
      (seen) => (isCreate(seen) ? ok({ taskId: 't-1' }) : null),
      () => ok({ taskId: 't-1', state: 'success', ...data }),
    );

  it('is music of exactly the length of the film, ordered with the generation inside the input', async () => {
    serving(sound(2), { response: { data: [{ id: 's', audio_url: `${kie.url}/out/s.mp3`, duration: 2 }] }, creditsConsumed: 12 });
    const made = await provider()
      .makers('kie:ai-music-api/generate:V6')
      .music?.compose({ mood: 'calm', durationSeconds: 3, seed: 1 }, { path: path.join(folder, 'music.wav') }, context());
    expect(readFileSync(made?.path ?? '').length).toBeGreaterThanOrEqual(3 * 48_000 * 4);
    expect(made?.cost).toMatchObject({ model: 'kie:ai-music-api/generate:V6', amountMicros: 60_000 });
    expect(kie.requests[0]?.json).toEqual({
      model: 'ai-music-api/generate',
      input: { prompt: expect.stringContaining('calm'), model: 'V6', custom_mode: false, instrumental: true },
    });
  });

  it('is speech by the voice that is named, at a rate the voice can', async () => {
    serving(sound(1), { resultJson: JSON.stringify({ resultUrls: [`${kie.url}/out/v.mp3`] }) });
    const spoken = await provider()
      .makers('kie:elevenlabs/text-to-speech-turbo-2-5')
      .voice?.speak({ text: 'Three hearts', language: 'en', voice: 'v-1', speed: 2 }, { path: path.join(folder, 'v.wav') }, context());
    expect(kie.requests[0]?.json).toEqual({
      model: 'elevenlabs/text-to-speech-turbo-2-5',
      input: { text: 'Three hearts', voice: 'v-1', speed: 1.2 },
    });
    expect(spoken).toMatchObject({ contentType: 'audio/wav', words: [{ text: 'Three hearts' }] });
  });
});

describe('the account', () => {
  const access = () => ({ apiKey: 'kie-key', baseUrl: kie.url, signal: new AbortController().signal });
  const client = new KieClient(new ProviderHttp('KIE.ai'), null);
  it('has a balance with decimals', async () => {
    kie.when(() => ok(1234.5));
    expect(await client.balance(access())).toBe(1234.5);
  });
  it('gives fresh links to results of its own', async () => {
    kie.when(({ json }) =>
      (json as { url?: string }).url === 'https://old.example/a.mp4' ? ok('https://fresh.example/a.mp4') : verdict(422),
    );
    expect(await client.freshLink(access(), 'https://old.example/a.mp4')).toBe('https://fresh.example/a.mp4');
  });
});

describe('the catalogue', () => {
  it('knows more than a hundred models, each by one id', () => {
    expect(new Set(KIE_MODELS.map(({ id }) => id)).size).toBe(KIE_MODELS.length);
    expect(KIE_MODELS.length).toBeGreaterThan(100);
  });
  it('names a successor that is there for each that is gone', () => {
    const known = provider().models();
    const gone = known.filter(({ successor }) => successor !== null);
    expect(gone.map(({ id }) => id)).toEqual(expect.arrayContaining(['kie:sora-2-text-to-video', 'kie:midjourney']));
    for (const { successor } of gone) expect(known).toContainEqual(expect.objectContaining({ id: successor, available: true }));
  });
});
