import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScriptRequest, type WordTimer } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider } from '../../testing/recorded-provider.js';
import { faultOf } from './openai.client.js';
import { chargedMicros } from '../../provider-calls/attempt.js';
import { openaiProvider } from './openai.provider.js';
import { OpenAiScriptWriter } from './openai.script-writer.js';

let openai: RecordedProvider;
let folder: string;
beforeAll(async () => {
  openai = await RecordedProvider.start();
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-openai-'));
});
afterAll(async () => {
  await openai.stop();
  rmSync(folder, { recursive: true });
});

const timed: WordTimer = { time: ({ text }) => Promise.resolve({ words: [{ text, startSeconds: 0, endSeconds: 1 }], cost: null }) };
const provider = openaiProvider({ timer: timed, writers: ['llama3.2'] });
const context = () => adapterContext(directCalls(`${openai.url}/v1`, { apiKey: 'sk-test' }), folder);
const request: ScriptRequest = {
  prompt: 'Why octopuses have three hearts',
  title: null,
  language: 'en',
  style: 'cinematic',
  tone: 'curious',
  audience: 'general',
  durationSeconds: 30,
  beats: 2,
  seed: 7,
};
const narration = {
  title: 'Three hearts',
  hook: 'An octopus has three hearts.',
  tone: 'curious',
  format: 'question',
  audience: 'general',
  outline: ['hearts', 'why'],
  paragraphs: ['An octopus has three hearts.', 'Two of them feed the gills.'],
};
const completion = (over: object = {}) => ({
  body: {
    id: 'c-1',
    object: 'chat.completion',
    choices: [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify(narration), refusal: null }, ...over },
    ],
    usage: { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 },
  },
});

describe('a script by chat completions, as others than OpenAI speak', () => {
  it('is asked for with a strict schema and costs what its tokens cost', async () => {
    openai.when(() => completion());
    const written = await provider.makers('openai:gpt-6-sol').script?.write(request, context());
    expect(written).toEqual({
      ...narration,
      cost: { provider: 'openai', model: 'openai:gpt-6-sol', units: 300, amountMicros: 1400, currency: 'USD' },
    });
    const [asked] = openai.requests;
    expect([asked?.path, asked?.headers['authorization']]).toEqual(['/v1/chat/completions', 'Bearer sk-test']);
    const body = asked?.json as { response_format: object; max_tokens?: number; temperature?: number };
    expect(body.response_format).toMatchObject({ type: 'json_schema', json_schema: { name: 'narration', strict: true } });
    expect([body.max_tokens, body.temperature]).toEqual([undefined, undefined]);
  });

  it('is on the account of the call with what its tokens cost, whether anything becomes of it or not', async () => {
    const charged: number[] = [];
    const direct = context();
    const once: typeof direct.calls.once = async (call) => {
      const value = await direct.calls.once(call);
      charged.push(chargedMicros(value, call.expectedMicros));
      return value;
    };
    const writer = provider.makers('openai:gpt-6-sol').script;
    openai.when(() => completion());
    await writer?.write(request, { ...direct, calls: { ...direct.calls, once } });
    openai.when(() => completion({ message: { content: 'no JSON', refusal: null } }));
    await expect(writer?.write(request, { ...direct, calls: { ...direct.calls, once } })).rejects.toMatchObject({
      code: 'script_unusable',
      maxRetries: 0,
    });
    openai.when(() => completion({ finish_reason: 'length' }));
    await expect(writer?.write(request, { ...direct, calls: { ...direct.calls, once } })).rejects.toMatchObject({
      code: 'script_unusable',
      maxRetries: 0,
    });
    openai.when(() => completion({ message: { content: null, refusal: 'no' } }));
    await expect(writer?.write(request, { ...direct, calls: { ...direct.calls, once } })).rejects.toMatchObject({
      code: 'content_refused',
      retryable: false,
    });
    expect(charged).toEqual([1400, 1400, 1400, 1400]);
  });

  it("by a model of one's own is free", async () => {
    openai.when(() => completion());
    expect((await provider.makers('openai:llama3.2').script?.write(request, context()))?.cost?.amountMicros).toBe(0);
  });

  it.each([
    [{ finish_reason: 'length' }, { code: 'script_unusable', retryable: true }],
    [{ finish_reason: 'content_filter' }, { code: 'content_refused', retryable: false }],
    [{ message: { content: null, refusal: 'I will not' } }, { code: 'content_refused', retryable: false }],
    [{ message: { content: '{"title": "cu', refusal: null } }, { code: 'script_unusable', retryable: true }],
  ])('that ends as %j is not used', async (over, expected) => {
    openai.when(() => completion(over));
    await expect(provider.makers('openai:gpt-6-sol').script?.write(request, context())).rejects.toMatchObject(expected);
  });
});

describe('a script by the Responses API', () => {
  const writer = new OpenAiScriptWriter('gpt-6-luna', { inMicros: 0.1, outMicros: 0.5 });
  /** The SDK goes where it is told; only the name decides which API is spoken. */
  const atOpenAi = () => {
    const calls = directCalls('https://api.openai.com/v1', { apiKey: 'sk-test' });
    return adapterContext({ ...calls, once: (call) => call.request({ ...submissionTo('https://api.openai.com/v1') }) }, folder);
  };
  const submissionTo = (baseUrl: string) => ({
    apiKey: 'sk-test',
    baseUrl,
    signal: new AbortController().signal,
    attemptId: 'a',
    callbackUrl: null,
  });
  const realFetch = globalThis.fetch;
  afterAll(() => {
    globalThis.fetch = realFetch;
  });
  const answerWith = (answer: object): { body: unknown }[] => {
    const seen: { body: unknown }[] = [];
    globalThis.fetch = (_url, init) => {
      seen.push({ body: JSON.parse(String(init?.body)) as unknown });
      return Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } }));
    };
    return seen;
  };
  const response = (over: object = {}) => ({
    id: 'r-1',
    object: 'response',
    status: 'completed',
    output: [
      { type: 'reasoning', summary: [] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: JSON.stringify(narration), annotations: [] }] },
    ],
    usage: { input_tokens: 1000, output_tokens: 2000, total_tokens: 3000 },
    ...over,
  });

  it('finds the message among the thoughts, stores nothing there, and sets the schema where this API wants it', async () => {
    const seen = answerWith(response());
    const written = await writer.write(request, atOpenAi());
    expect([written.title, written.cost?.amountMicros]).toEqual(['Three hearts', 1100]);
    expect(seen[0]?.body).toMatchObject({
      model: 'gpt-6-luna',
      store: false,
      text: { format: { type: 'json_schema', name: 'narration', strict: true } },
    });
  });

  it.each([
    [
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      { code: 'script_unusable', retryable: true },
    ],
    [
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
      { code: 'content_refused', retryable: false },
    ],
    [{ output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'no' }] }] }, { code: 'content_refused', retryable: false }],
  ])('that is %j is not used', async (over, expected) => {
    answerWith(response(over));
    await expect(writer.write(request, atOpenAi())).rejects.toMatchObject(expected);
  });
});

describe('a refusal', () => {
  it.each([
    [401, { code: 'invalid_api_key' }, { code: 'key_rejected', unavailable: 'key_rejected' }],
    [429, { code: 'rate_limit_exceeded' }, { code: 'provider_busy', retryable: true, unavailable: null }],
    [429, { code: 'insufficient_quota', type: 'insufficient_quota' }, { code: 'no_credit', unavailable: 'no_credit' }],
    [429, { code: 'organization_spend_limit_exceeded', type: 'x' }, { code: 'no_credit', unavailable: 'no_credit' }],
    [400, { code: 'invalid_json_schema' }, { code: 'provider_refused', retryable: false }],
    [404, { code: 'model_not_found' }, { code: 'model_unavailable', retryable: false }],
    [503, { code: 'server_is_overloaded' }, { code: 'provider_busy', retryable: true }],
  ])('with %d %j means what the table says', (status, error, expected) => {
    expect(faultOf(status, error)).toMatchObject(expected);
  });
  it('never repeats the key, and says when to come back', async () => {
    openai.when(() => ({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { error: { message: 'Slow down, sk-test', type: 'requests', code: 'rate_limit_exceeded' } },
    }));
    const error = await provider
      .makers('openai:gpt-6-sol')
      .script?.write(request, context())
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ retryAfterMs: 7000 });
    expect(String(error)).not.toContain('sk-test');
    expect(openai.requests).toHaveLength(1);
  });
});

describe('speech', () => {
  const mp3 = (): Buffer => {
    const source = ['-f', 'lavfi', '-i', 'sine=frequency=300:duration=1', '-c:a', 'libmp3lame', '-f', 'mp3', '-'];
    return spawnSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', ...source]).stdout;
  };

  it('is asked for by name of the voice, measured, brought into our form and timed', async () => {
    const sound = mp3();
    openai.when(() => ({ body: sound, headers: { 'content-type': 'audio/mpeg' } }));
    const speech = { text: 'Three hearts', language: 'en', voice: 'nova', speed: 1.1 };
    const outPath = path.join(folder, 'speech.wav');
    const spoken = await provider.makers('openai:gpt-4o-mini-tts').voice?.speak(speech, { path: outPath }, context());
    expect(openai.requests[0]?.json).toEqual({
      model: 'gpt-4o-mini-tts',
      input: 'Three hearts',
      voice: 'nova',
      speed: 1.1,
      response_format: 'mp3',
    });
    expect(spoken?.durationSeconds).toBeGreaterThan(0.9);
    expect(spoken?.words).toEqual([{ text: 'Three hearts', startSeconds: 0, endSeconds: 1 }]);
    expect(spoken?.cost?.amountMicros).toBe(180);
    expect(readFileSync(outPath).toString('latin1', 0, 4)).toBe('RIFF');
  });

  it('by a voice that is not there, or of too long a text, is refused before it is paid', async () => {
    openai.when();
    const voice = provider.makers('openai:tts-1').voice;
    const speech = { text: 'Hi', language: 'en', voice: 'nobody', speed: 1 };
    await expect(voice?.speak(speech, { path: path.join(folder, 'x.wav') }, context())).rejects.toMatchObject({
      code: 'invalid_parameter',
    });
    const long = { ...speech, voice: null, text: 'x'.repeat(4097) };
    await expect(voice?.speak(long, { path: path.join(folder, 'x.wav') }, context())).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(openai.requests).toEqual([]);
  });

  it('can be timed by transcription', async () => {
    const wavPath = path.join(folder, 'speech.wav');
    openai.when(() => ({
      body: {
        task: 'transcribe',
        language: 'english',
        duration: 1,
        text: 'three hearts',
        words: [
          { word: 'three', start: 0.1, end: 0.4 },
          { word: 'hearts', start: 0.5, end: 0.8 },
        ],
      },
    }));
    const timer = provider.makers('openai:whisper-1').transcription;
    const { words } = (await timer?.time({ wavPath, text: 'Three hearts!', language: 'en-US' }, context())) ?? { words: [] };
    expect(words).toEqual([
      { text: 'Three', startSeconds: 0.1, endSeconds: 0.4 },
      { text: 'hearts!', startSeconds: 0.5, endSeconds: 0.8 },
    ]);
    const form = openai.requests[0]?.body.toString('latin1') ?? '';
    expect(form).toMatch(/name="timestamp_granularities\[\]"\r\n\r\nword/);
    expect(form).toMatch(/name="response_format"\r\n\r\nverbose_json/);
    expect(form).toMatch(/name="language"\r\n\r\nen\r\n/);
  });
});
