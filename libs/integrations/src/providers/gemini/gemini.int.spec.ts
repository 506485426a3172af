import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScriptRequest } from '../../contracts/makers.js';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { RecordedProvider } from '../../testing/recorded-provider.js';
import { chargedMicros } from '../../provider-calls/attempt.js';
import { geminiProvider } from './gemini.provider.js';

let gemini: RecordedProvider;
beforeAll(async () => {
  gemini = await RecordedProvider.start();
});
afterAll(() => gemini.stop());

const request: ScriptRequest = {
  prompt: 'Почему у осьминога три сердца',
  title: null,
  language: 'ru',
  style: 'cinematic',
  tone: 'curious',
  audience: 'general',
  durationSeconds: 30,
  beats: 2,
  seed: 7,
};
const narration = {
  title: 'Три сердца',
  hook: 'У осьминога три сердца.',
  tone: 'curious',
  format: 'question',
  audience: 'general',
  outline: ['сердца'],
  paragraphs: ['У осьминога три сердца.', 'Два из них качают кровь через жабры.'],
};
const text = JSON.stringify(narration);
const answer = (over: object = {}) => ({
  body: {
    candidates: [
      {
        content: { role: 'model', parts: [{ text: 'I think', thought: true }, { text: text.slice(0, 20) }, { text: text.slice(20) }] },
        finishReason: 'STOP',
        index: 0,
        ...over,
      },
    ],
    usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 200, thoughtsTokenCount: 300, totalTokenCount: 600 },
    modelVersion: 'gemini-3.8-flash',
  },
});
const write = () =>
  geminiProvider()
    .makers('gemini:gemini-3.8-flash')
    .script?.write(request, adapterContext(directCalls(gemini.url, { apiKey: 'g-key' }), '/tmp'));

describe('a script by Gemini', () => {
  it('is asked for by schema, joined from its parts without the thoughts, and costs its tokens, thoughts included', async () => {
    gemini.when(() => answer());
    expect(await write()).toEqual({
      ...narration,
      cost: { provider: 'gemini', model: 'gemini:gemini-3.8-flash', units: 600, amountMicros: 3900, currency: 'USD' },
    });
    const [asked] = gemini.requests;
    expect([asked?.path, asked?.headers['x-goog-api-key']]).toEqual(['/v1beta/models/gemini-3.8-flash:generateContent', 'g-key']);
    expect(asked?.json).toMatchObject({
      contents: [{ role: 'user', parts: [{ text: expect.stringContaining('осьминога') }] }],
      systemInstruction: { parts: [{ text: expect.stringContaining('Language: ru') }] },
      generationConfig: { responseMimeType: 'application/json', responseJsonSchema: { type: 'object', additionalProperties: false } },
    });
    expect((asked?.json as { generationConfig: object }).generationConfig).not.toHaveProperty('temperature');
  });

  it('is on the account of the call with what its tokens cost, whether anything becomes of it or not', async () => {
    gemini.when(() => answer());
    const direct = directCalls(gemini.url, { apiKey: 'g-key' });
    const charged: number[] = [];
    const once: typeof direct.once = async (call) => {
      const value = await direct.once(call);
      charged.push(chargedMicros(value, call.expectedMicros));
      return value;
    };
    const writer = geminiProvider().makers('gemini:gemini-3.8-flash').script;
    await writer?.write(request, adapterContext({ ...direct, once }, '/tmp'));
    for (const finishReason of ['MAX_TOKENS', 'SAFETY']) {
      gemini.when(() => answer({ finishReason, content: undefined }));
      await expect(writer?.write(request, adapterContext({ ...direct, once }, '/tmp'))).rejects.toMatchObject({ maxRetries: 0 });
    }
    expect(charged).toEqual([3900, 3900, 3900]);
  });

  it.each([
    ['SAFETY', { code: 'content_refused', retryable: false }],
    ['MAX_TOKENS', { code: 'script_unusable', retryable: true }],
    ['OTHER', { code: 'script_unusable', retryable: true }],
  ])('that stopped for %s is not used', async (finishReason, expected) => {
    gemini.when(() => answer({ finishReason, content: undefined }));
    await expect(write()).rejects.toMatchObject(expected);
  });

  it('whose prompt is blocked has no candidate at all', async () => {
    gemini.when(() => ({ body: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } } }));
    await expect(write()).rejects.toMatchObject({ code: 'content_refused', retryable: false });
  });

  const error = (code: number, status: string, ...details: object[]) => ({ error: { code, message: 'said so', status, details } });
  it.each([
    [400, error(400, 'INVALID_ARGUMENT', { reason: 'API_KEY_INVALID' }), { code: 'key_rejected', unavailable: 'key_rejected' }],
    [400, error(400, 'INVALID_ARGUMENT'), { code: 'provider_refused', retryable: false }],
    [400, error(400, 'FAILED_PRECONDITION'), { code: 'no_credit', unavailable: 'no_credit' }],
    [404, error(404, 'NOT_FOUND'), { code: 'model_unavailable', retryable: false }],
    [429, error(429, 'RESOURCE_EXHAUSTED', { retryDelay: '30s' }), { code: 'provider_busy', retryable: true, retryAfterMs: 30_000 }],
    [503, error(503, 'UNAVAILABLE'), { code: 'provider_busy', retryable: true }],
  ])('refused with %d means what the table says, after one request', async (status, body, expected) => {
    gemini.when(() => ({ status, body }));
    await expect(write()).rejects.toMatchObject(expected);
    expect(gemini.requests).toHaveLength(1);
  });
});
