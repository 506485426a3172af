import { randomUUID } from 'node:crypto';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateMultipartUploadCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GoogleGenAI } from '@google/genai';
import RunwayML from '@runwayml/sdk';
import { StorageClient } from '@supabase/storage-js';
import OpenAI from 'openai';
import { Agent, setGlobalDispatcher } from 'undici';
import { KEYS, KIE_WEBHOOK_KEY, S3_ACCESS_KEY_ID, startSandbox, type Sandbox } from './testing/index.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'kadr-sandbox-'));
let sandbox: Sandbox;
let listener: Server;
let calls: { headers: Record<string, unknown>; body: { code: number; data: { taskId: string; state: string } } }[] = [];

beforeAll(async () => {
  // Gemini's client looks for it in the global object, and Jest gives each spec file one of its own.
  setGlobalDispatcher(new Agent());
  sandbox = await startSandbox({ port: 0, dataDir, speed: 40 });
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as (typeof calls)[0]['body'] });
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  calls = [];
  sandbox.clearJournal();
  sandbox.setFaults({ kie: { rate: { count: 1000, seconds: 1 }, noCredits: false, revokedKey: false, down: false } });
});
afterAll(async () => {
  await sandbox.stop();
  listener.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Json = Record<string, unknown>;
const kie = async (target: string, body?: unknown, key: string = KEYS.kie) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${sandbox.url}/kie${target}`, { ...init, headers: { authorization: `Bearer ${key}` } });
  return { status: answer.status, ...((await answer.json()) as { code: number; data: Json }) };
};
const create = (prompt: string, more = {}) =>
  kie('/api/v1/jobs/createTask', { model: 'z-image', input: { prompt, aspect_ratio: '1:1' }, ...more });
const callBackUrl = () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/callbacks/11111111-2222-4333-8444-555555555555`;

/** Asks until it is as wanted; the spec's own limit ends it. */
async function until<T>(ask: () => Promise<T> | T, isWanted: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (isWanted(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const ended = async (prompt: string) => {
  const { data } = await create(prompt);
  const record = () => kie(`/api/v1/jobs/recordInfo?taskId=${String(data['taskId'])}`).then((answer) => answer.data);
  return { record, data: await until(record, (one) => ['success', 'fail'].includes(String(one['state']))) };
};
const urlIn = (data: Json) => (JSON.parse(String(data['resultJson'])) as { resultUrls: string[] }).resultUrls[0] ?? '';

describe('KIE', () => {
  it('makes a picture that can be fetched whole and in part', async () => {
    const { data } = await ended('a red fox');
    const whole = await fetch(urlIn(data));
    expect(whole.headers.get('content-type')).toBe('image/jpeg');
    const bytes = Buffer.from(await whole.arrayBuffer());
    const part = await fetch(urlIn(data), { headers: { range: 'bytes=0-9' } });
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, bytes.subarray(0, 10)]);
  });

  it('answers 200 with the verdict inside for a wrong key, a wrong type, a withdrawn model and an unknown task', async () => {
    const wrongType = { model: 'kling-2.6/text-to-video', input: { prompt: 'x', duration: 5, aspect_ratio: '16:9', sound: false } };
    const answers = [
      await kie('/api/v1/chat/credit', undefined, 'wrong'),
      await kie('/api/v1/jobs/createTask', wrongType),
      await create('x', { model: 'sora-2-text-to-video' }),
      await kie('/api/v1/jobs/recordInfo?taskId=unknown'),
    ];
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [200, 401],
      [200, 422],
      [200, 422],
      [200, 422],
    ]);
  });

  it('refuses what is above the limit in force, and what cannot be paid', async () => {
    sandbox.setFaults({ kie: { rate: { count: 2, seconds: 1000 } } });
    const codes = [await create('r1'), await create('r2'), await create('r3')].map(({ code }) => code);
    expect(codes.at(-1)).toBe(429);
    sandbox.setFaults({ kie: { rate: { count: 1000, seconds: 1 }, noCredits: true } });
    expect((await create('no money')).code).toBe(402);
  });

  it.each(['', '[[sandbox: twice]]', '[[sandbox: forged]]', '[[sandbox: early]]'])('calls back, signed %s', async (fault) => {
    const { data } = await create(`call me ${fault}`, { callBackUrl: callBackUrl() });
    if (fault.includes('early')) expect(calls).toHaveLength(1);
    await until(
      () => calls.length,
      (count) => count >= (fault.includes('twice') ? 2 : 1),
    );
    const { headers, body } = calls[0] ?? { headers: {} as Record<string, unknown>, body: null };
    const signed = `${body?.data.taskId}.${String(headers['x-webhook-timestamp'])}`;
    const right = createHmac('sha256', KIE_WEBHOOK_KEY).update(signed).digest('base64');
    expect(headers['x-webhook-signature'] === right).toBe(!fault.includes('forged'));
    expect(body).toMatchObject({ code: 200, data: { taskId: data['taskId'], state: 'success' } });
  });

  it('fails with the code that was asked for; the submission with the other', async () => {
    expect((await ended('[[sandbox: fail 501]]')).data).toMatchObject({ state: 'fail', failCode: '501' });
    expect((await create('[[sandbox: code 433]]')).code).toBe(433);
    expect((await ended('[[sandbox: fail-first 1]] a')).data['state']).toBe('fail');
    expect((await ended('[[sandbox: fail-first 1]] a')).data['state']).toBe('success');
    expect([(await create('[[sandbox: 429]] b')).code, (await create('[[sandbox: 429]] b')).code]).toEqual([429, 200]);
  });

  it('keeps out of faults that are meant for another provider', async () => {
    const [meant, other] = [await ended('cat [[sandbox@kie: fail 501]]'), await ended('cat [[sandbox@runware: fail 501]]')];
    expect([meant.data['state'], other.data['state']]).toEqual(['fail', 'success']);
  });

  it('breaks the connection after it has accepted and charged', async () => {
    await expect(create('[[sandbox: reset]]', { callBackUrl: callBackUrl() })).rejects.toThrow();
    expect(sandbox.stats()['kie']).toMatchObject({ paidSubmissions: 1, byClientId: { '11111111-2222-4333-8444-555555555555': 1 } });
    await until(
      () => calls.length,
      (count) => count === 1,
    );
  });

  it('serves a result that never ends a byte at a time', async () => {
    const reader = (await fetch(urlIn((await ended('[[sandbox: trickle]]')).data))).body?.getReader();
    await reader?.read();
    for (let more = 0; more < 2; more++) expect(((await reader?.read())?.value as Uint8Array).length).toBeGreaterThan(0);
    await reader?.cancel();
  });

  it('serves results as broken as asked', async () => {
    const resultOf = async (fault: string) => fetch(urlIn((await ended(`[[sandbox: ${fault}]]`)).data));
    expect((await resultOf('html')).headers.get('content-type')).toMatch('text/html');
    expect((await (await resultOf('empty')).arrayBuffer()).byteLength).toBe(0);
    expect(await (await resultOf('hls')).text()).toMatch(/^#EXTM3U/);
    await expect((await resultOf('truncated')).arrayBuffer()).rejects.toThrow();
    const reader = (await resultOf('huge')).body?.getReader();
    let bytes = 0;
    while (bytes < 20_000_000) bytes += ((await reader?.read())?.value as Uint8Array).length;
    await reader?.cancel();
  });

  it('lets the first link expire and renews it', async () => {
    const { data, record } = await ended('[[sandbox: expired]]');
    expect((await fetch(urlIn(data))).status).toBe(403);
    expect((await fetch(urlIn(await record()))).status).toBe(200);
  });
});

describe('Runware', () => {
  const send = async (tasks: unknown, key: string = KEYS.runware) => {
    const init = { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(tasks) };
    const answer = await fetch(`${sandbox.url}/runware/v1`, init);
    return { status: answer.status, ...((await answer.json()) as { data?: Json[]; errors?: Json[] }) };
  };
  const taskUUID = '0f0e0d0c-0b0a-4908-8706-050403020100';
  const task = {
    taskType: 'videoInference',
    taskUUID,
    model: 'google:3@3',
    positivePrompt: 'a lake',
    duration: 4,
    deliveryMethod: 'async',
  };

  it('takes the id of the client once, and tells the result under it', async () => {
    expect((await send([task])).data).toEqual([{ taskType: 'videoInference', taskUUID }]);
    expect((await send([task])).errors?.[0]).toMatchObject({ taskUUID });
    const done = await until(
      () => send([{ taskType: 'getResponse', taskUUID }]),
      ({ data }) => data?.[0]?.['status'] === 'success',
    );
    const film = await fetch(String(done.data?.[0]?.['videoURL']));
    expect([film.headers.get('content-type'), film.status]).toEqual(['video/mp4', 200]);
  });

  it('refuses a wrong key and a wrong duration', async () => {
    expect(await send([task], 'wrong')).toMatchObject({ status: 401, errors: [{ code: 'invalidApiKey' }] });
    const bad = { ...task, taskUUID: taskUUID.replace('0f', '1f'), duration: 5 };
    expect(await send([bad])).toMatchObject({ status: 400, errors: [{ parameter: 'duration' }] });
  });
});

describe('an answer that is unclear', () => {
  const post = (target: string, body: unknown, key: string, headers: Record<string, string> = {}) =>
    fetch(sandbox.url + target, {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    });
  const scene = (text: string) => ({ text, media: { type: 'url', url: 'https://kadr.example/a.mp4' } });
  const orders: readonly (readonly [keyof typeof KEYS, (prompt: string) => Promise<Response>])[] = [
    ['kie', (prompt) => post('/kie/api/v1/jobs/createTask', { model: 'z-image', input: { prompt, aspect_ratio: '1:1' } }, KEYS.kie)],
    [
      'runware',
      (positivePrompt) => {
        const task = { taskType: 'videoInference', taskUUID: randomUUID(), model: 'google:3@2', duration: 6, width: 720, height: 1280 };
        return post('/runware/v1', [{ ...task, positivePrompt, deliveryMethod: 'async' }], KEYS.runware);
      },
    ],
    [
      'runway',
      (promptText) => {
        const version = { 'x-runway-version': '2024-11-06' };
        return post('/runway/v1/text_to_video', { model: 'gen4.5', promptText, ratio: '720:1280', duration: 5 }, KEYS.runway, version);
      },
    ],
    ['fantaprojekt', (text) => post('/fantaprojekt/api/short-video', { scenes: [scene(text)], config: { voice: 'x' } }, KEYS.fantaprojekt)],
    [
      'openai',
      (content) => post('/openai/v1/chat/completions', { model: 'gpt-6-sol', messages: [{ role: 'user', content }] }, KEYS.openai),
    ],
    [
      'gemini',
      (text) =>
        post('/gemini/v1beta/models/gemini-3.8-flash:generateContent', { contents: [{ parts: [{ text }] }] }, '', {
          'x-goog-api-key': KEYS.gemini,
        }),
    ],
  ];

  it.each(orders)('of %s is given when it is asked for, and charged every time', async (provider, order) => {
    const gateway = await order('cat [[sandbox: gateway 504]]');
    expect([gateway.status, gateway.headers.get('content-type')]).toEqual([504, 'text/html']);
    expect((await order('cat [[sandbox: html-answer]]')).headers.get('content-type')).toBe('text/html');
    await expect((await order('cat [[sandbox: half-answer]]')).json()).rejects.toMatchObject({ name: 'SyntaxError' });
    await expect(order('cat [[sandbox: cut-answer]]').then((answer) => answer.text())).rejects.toThrow();
    await expect(order('cat [[sandbox: reset]]')).rejects.toThrow();
    const unnamed = await (await order('cat [[sandbox: unnamed]]')).text();
    expect(unnamed).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|choices|candidates/);
    expect(sandbox.stats()[provider]?.paidSubmissions).toBe(6);
    expect(sandbox.charges().map((charge) => charge.provider)).toEqual(Array.from({ length: 6 }, () => provider));
  });
});

describe('the official clients', () => {
  it('Runway: makes a picture, refuses a bad ratio and a wrong key', async () => {
    const client = new RunwayML({ apiKey: KEYS.runway, baseURL: `${sandbox.url}/runway`, maxRetries: 0 });
    const { id } = await client.textToImage.create({ model: 'gen4_image', promptText: 'a hill', ratio: '1280:720' });
    const task = await until(
      () => client.tasks.retrieve(id),
      ({ status }) => status === 'SUCCEEDED',
    );
    expect(task).toMatchObject({ output: [expect.stringContaining('/files/')] });
    await expect(client.textToImage.create({ model: 'gen4_image', promptText: 'a', ratio: '1:1' as '1280:720' })).rejects.toMatchObject({
      status: 400,
    });
    const stranger = new RunwayML({ apiKey: 'key_x', baseURL: `${sandbox.url}/runway`, maxRetries: 0 });
    await expect(stranger.tasks.retrieve(id)).rejects.toMatchObject({ status: 401 });
  });

  it('OpenAI: writes by schema, speaks, and hears what it said', async () => {
    const client = new OpenAI({ apiKey: KEYS.openai, baseURL: `${sandbox.url}/openai/v1`, maxRetries: 0 });
    const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'], additionalProperties: false };
    const format = { type: 'json_schema' as const, name: 'a', strict: true, schema };
    const written = await client.responses.create({ model: 'gpt-6-luna', input: 'Write', text: { format } });
    expect(JSON.parse(written.output_text)).toEqual({ title: expect.any(String) });
    const loose = { ...format, schema: { ...schema, required: [] } };
    await expect(client.responses.create({ model: 'gpt-6-luna', input: 'Write', text: { format: loose } })).rejects.toMatchObject({
      code: 'invalid_json_schema',
    });
    const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Two hearts.', response_format: 'wav' });
    const file = new File([await speech.arrayBuffer()], 'a.wav');
    const heard = await client.audio.transcriptions.create({
      file,
      model: 'whisper-1',
      response_format: 'verbose_json',
      timestamp_granularities: ['word'],
    });
    expect(heard.words?.map(({ word }) => word)).toEqual(['Two', 'hearts']);
  });

  it('Gemini: answers by schema, and 400 to a wrong key', async () => {
    const client = (apiKey: string) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: `${sandbox.url}/gemini`, apiVersion: 'v1beta' } });
    const config = {
      responseMimeType: 'application/json',
      responseSchema: { type: 'OBJECT', properties: { n: { type: 'INTEGER' } } } as never,
    };
    const request = { model: 'gemini-3.8-flash', contents: 'Count', config };
    expect(JSON.parse((await client(KEYS.gemini).models.generateContent(request)).text ?? '')).toEqual({ n: expect.any(Number) });
    await expect(client('wrong').models.generateContent(request)).rejects.toMatchObject({ status: 400 });
  });

  it('S3: stores, reads a part, lists, and checks the signature', async () => {
    const client = (secretAccessKey: string) =>
      new S3Client({
        endpoint: `${sandbox.url}/s3`,
        region: 'us-east-1',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey },
      });
    const s3 = client(KEYS.s3);
    await s3.send(new PutObjectCommand({ Bucket: 'kadr', Key: 'a/b c.txt', Body: 'hello world' }));
    const part = await s3.send(new GetObjectCommand({ Bucket: 'kadr', Key: 'a/b c.txt', Range: 'bytes=0-4' }));
    expect(await part.Body?.transformToString()).toBe('hello');
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'kadr', Prefix: 'a/' }))).Contents?.map(({ Key }) => Key)).toEqual([
      'a/b c.txt',
    ]);
    expect((await s3.send(new CreateMultipartUploadCommand({ Bucket: 'kadr', Key: 'm' }))).UploadId).toBeTruthy();
    await expect(client('wrong').send(new GetObjectCommand({ Bucket: 'kadr', Key: 'a/b c.txt' }))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('Supabase: stores once, signs, lists and removes', async () => {
    const url = `${sandbox.url}/supabase/storage/v1`;
    const bucket = new StorageClient(url, { apikey: KEYS.supabase }).from('kadr');
    expect((await bucket.upload('a/b.txt', Buffer.from('hello'), { contentType: 'text/plain' })).error).toBeNull();
    expect((await bucket.upload('a/b.txt', Buffer.from('again'))).error).not.toBeNull();
    const { data } = await bucket.createSignedUrl('a/b.txt', 60);
    expect(await (await fetch(data?.signedUrl ?? '')).text()).toBe('hello');
    expect((await bucket.list('a')).data?.map(({ name }) => name)).toEqual(['b.txt']);
    expect((await fetch(`${url}/object/kadr/missing`, { method: 'HEAD', headers: { apikey: KEYS.supabase } })).status).toBe(400);
    expect((await bucket.remove(['a/b.txt', 'missing'])).data).toHaveLength(1);
    expect((await new StorageClient(url, { apikey: 'wrong' }).from('kadr').list()).error).not.toBeNull();
  });
});

describe('Pexels and FantaProjekt', () => {
  it('finds films page by page, in the shape asked for', async () => {
    const ask = (query: string, authorization: string) =>
      fetch(`${sandbox.url}/pexels/v1/videos/search?${query}`, { headers: { authorization } });
    const answer = await ask('query=sea&orientation=portrait&per_page=2&page=2', KEYS.pexels);
    const page = (await answer.json()) as { next_page: string; prev_page: string; videos: { width: number; height: number }[] };
    expect(page.videos.map(({ width, height }) => height > width)).toEqual([true, true]);
    expect([page.next_page, page.prev_page, answer.headers.get('x-ratelimit-limit')]).toEqual([
      expect.any(String),
      expect.any(String),
      '20000',
    ]);
    expect((await ask('query=sea', `Bearer ${KEYS.pexels}`)).status).toBe(401);
  });

  it('renders scenes to a film and tells all missing fields', async () => {
    const api = `${sandbox.url}/fantaprojekt/api/short-video`;
    const post = (body: unknown) => fetch(api, { method: 'POST', body: JSON.stringify(body) });
    const { videoId } = (await (await post({ scenes: [{ text: 'Hi', searchTerms: ['sea'] }], config: { voice: 'af_heart' } })).json()) as {
      videoId: string;
    };
    await until(
      async () => (await (await fetch(`${api}/${videoId}/status`)).json()) as Json,
      ({ status }) => status === 'ready',
    );
    expect((await fetch(`${api}/${videoId}`)).headers.get('content-type')).toBe('video/mp4');
    expect(await (await post({ scenes: [{}] })).json()).toMatchObject({
      missingFields: { 'scenes.0.text': 'Required', config: 'Required' },
    });
  });
});

describe('the control API', () => {
  it('takes a provider down and up again, and refuses what it does not know', async () => {
    const put = (body: unknown) => fetch(`${sandbox.url}/__sandbox/faults`, { method: 'PUT', body: JSON.stringify(body) });
    await put({ pexels: { down: true } });
    expect((await fetch(`${sandbox.url}/pexels/v1/search?query=a`)).status).toBe(503);
    await put({ pexels: null });
    expect((await fetch(`${sandbox.url}/pexels/v1/search?query=a`)).status).toBe(401);
    expect((await put({ pexels: { dwon: true } })).status).toBe(400);
  });

  it('keeps no secret in its journal', async () => {
    await fetch(`${sandbox.url}/gemini/v1beta/models?key=${KEYS.gemini}`);
    expect(sandbox.journal()).toHaveLength(1);
    expect(JSON.stringify(sandbox.journal())).not.toContain(KEYS.gemini);
  });
});
