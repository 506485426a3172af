import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CallContext, type ClipRequest, type ScriptRequest, type WordTimer } from '../contracts/makers.js';
import { adapterContext, directCalls } from '../testing/direct-calls.js';
import { fantaprojektProvider } from './fantaprojekt/fantaprojekt.provider.js';
import { geminiProvider } from './gemini/gemini.provider.js';
import { kieProvider } from './kie/kie.provider.js';
import { openaiProvider } from './openai/openai.provider.js';
import { pexelsProvider } from './pexels/pexels.provider.js';
import { runwareProvider } from './runware/runware.provider.js';
import { runwayProvider } from './runway/runway.provider.js';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Whatever is asked is answered alike. */
let server: Server;
let answer: Answer;
let requests = 0;
let folder: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    request.resume().on('end', () => answer(response, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-unclear-'));
  writeFileSync(path.join(folder, 'speech.wav'), Buffer.alloc(9600));
});
beforeEach(() => {
  requests = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const clip: ClipRequest = {
  ...{ prompt: 'An octopus opens a jar', negativePrompt: null, narration: 'An octopus', language: 'en', style: 'cinematic', film: null },
  ...{ widthPx: 720, heightPx: 1280, seed: 7, fps: 30, durationSeconds: 6, firstImagePath: null, lastImagePath: null },
};
const script: ScriptRequest = {
  ...{ prompt: 'octopuses', title: null, language: 'en', style: 'cinematic', tone: 'curious', audience: 'general' },
  ...{ durationSeconds: 30, beats: 2, seed: 7 },
};
const montage = {
  format: { widthPx: 480, heightPx: 854, fps: 24 },
  scenes: [{ url: 'https://kadr.example/v1/media/a/000.mp4', text: 'First.', durationSeconds: 5 }],
};
const timer: WordTimer = { time: ({ text }) => Promise.resolve({ words: [{ text, startSeconds: 0, endSeconds: 1 }], cost: null }) };
const out = () => ({ path: path.join(folder, 'out') });
const openai = openaiProvider({ timer });
const must = <T>(maker: T | undefined): T => {
  if (!maker) throw new Error('no maker');
  return maker;
};

/** All that is paid, each with its kind of call, and what a task is that nobody named. */
const calls: readonly (readonly [what: string, unnamed: unknown, run: (context: CallContext) => Promise<unknown>])[] = [
  ['KIE.ai', { code: 200, msg: 'success', data: {} }, (c) => must(kieProvider({ timer }).makers('kie:veo-3-1').clip).make(clip, out(), c)],
  ['Runware', { data: [] }, (c) => must(runwareProvider().makers('runware:veo-3.1').clip).make(clip, out(), c)],
  ['Runway', { estimatedCost: {} }, (c) => must(runwayProvider().makers('runway:gen4.5').clip).make(clip, out(), c)],
  ['FantaProjekt', { success: true }, (c) => must(fantaprojektProvider().makers('fantaprojekt').montage).assemble(montage, out(), c)],
  ['OpenAI, a script', { id: 'x' }, (c) => must(openai.makers('openai:gpt-6-sol').script).write(script, c)],
  [
    'OpenAI, a voice',
    {},
    (c) =>
      must(openai.makers('openai:gpt-4o-mini-tts').voice).speak(
        { text: 'Hello.', language: 'en', voice: null, speed: 1 } as never,
        out(),
        c,
      ),
  ],
  [
    'OpenAI, words',
    { id: 'x' },
    (c) =>
      must(openai.makers('openai:whisper-1').transcription).time(
        { wavPath: path.join(folder, 'speech.wav'), text: 'Hello.', language: 'en' },
        c,
      ),
  ],
  ['Gemini', { modelVersion: 'x' }, (c) => must(geminiProvider().makers('gemini:gemini-3.8-flash').script).write(script, c)],
];
const context = () => {
  const { port } = server.address() as AddressInfo;
  const callbackUrl = 'https://kadr.example/webhooks/x/1?token=t';
  return adapterContext(directCalls(`http://127.0.0.1:${port}`, { apiKey: 'a-key', callbackUrl }), folder);
};

const JSON_TYPE = { 'content-type': 'application/json' };
const html =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html><h1>Bad Gateway</h1></html>');
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
const HALF = '{"code":200,"data":{"taskId":"t-';
const faults: readonly (readonly [string, Answer])[] = [
  ...[502, 504, 520, 522, 524, 500, 503, 400, 404, 200, 201].map((status) => [`${status} with a web page`, html(status)] as const),
  ...[502, 504, 524].map(
    (status) => [`${status} with JSON`, json(status, { error: { message: 'upstream' }, message: 'upstream' })] as const,
  ),
  ...[200, 500].map((status) => [`${status} with half a JSON`, ((r) => r.writeHead(status, JSON_TYPE).end(HALF)) as Answer] as const),
  ...[200, 502].map((status) => [`${status} without a body`, ((r) => r.writeHead(status, JSON_TYPE).end()) as Answer] as const),
  ['200 that is cut', (r) => void r.writeHead(200, { ...JSON_TYPE, 'content-length': '500' }).write(HALF, () => r.destroy())],
  ['200 that is cut, of unknown length', (r) => void r.writeHead(200, JSON_TYPE).write(HALF, () => r.destroy())],
  ['a connection that is reset after the request', (_r, request) => request.socket.destroy()],
];

describe.each(calls)('faults A9: a paid request to %s', (_what, unnamed, run) => {
  it.each([...faults, ['an answer that names nothing', json(200, unnamed)] as const])(
    'leaves the matter in doubt after %s, and is sent once',
    async (_fault, given) => {
      answer = given;
      await expect(run(context())).rejects.toMatchObject({ name: 'SubmissionInDoubt' });
      expect(requests).toBe(1);
    },
  );

  it.each([
    ['400', json(400, { code: 400, error: { message: 'no' }, errors: [{ code: 'invalidPrompt' }] }), false],
    ['401 with a web page', html(401), false],
    ['429 with a web page', html(429), true],
    ['503 with Retry-After', html(503, { 'retry-after': '5' }), true],
    ['500 with JSON', json(500, { code: 500, error: { message: 'no' }, errors: [{ code: 'serverError' }] }), true],
  ] as const)('is refused by %s', async (_refusal, given, retryable) => {
    answer = given;
    await expect(run(context())).rejects.toMatchObject({ name: 'ProviderError', retryable });
    expect(requests).toBe(1);
  });
});

describe('a request that costs nothing', () => {
  it.each(faults)('is just tried again after %s', async (_fault, given) => {
    answer = given;
    const search = must(pexelsProvider().makers('pexels').clip).make(clip, out(), context());
    await expect(search).rejects.toMatchObject({ name: expect.not.stringContaining('SubmissionInDoubt') });
  });
});
