import { Directives, wordsIn } from '../core/directives.js';
import { answerAtOnce } from '../core/interference.js';
import { isKey, type SandboxProvider, type World } from '../core/world.js';
import { fieldsOf, listOf, type Exchange, type Fields } from '../http/exchange.js';
import { sampleFor } from './json-sample.js';

const MODELS = [
  'gemini-3.8-flash',
  'gemini-3.7-flash',
  'gemini-3.6-flash',
  'gemini-3.5-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.1-flash-lite',
  'gemini-3.1-pro-preview',
];
const NO_RATE = { count: 10_000, seconds: 1 };
const STATUSES: Readonly<Record<number, string>> = {
  ...{ 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED' },
  ...{ 500: 'INTERNAL', 503: 'UNAVAILABLE', 504: 'DEADLINE_EXCEEDED' },
};

/** Gemini's generateContent. */
export class Gemini implements SandboxProvider {
  readonly name = 'gemini';

  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    if (!isKey(this.world, 'gemini', exchange.header('x-goog-api-key') || exchange.query('key')))
      return refuse(exchange, 400, 'API key not valid. Please pass a valid API key.', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
      ]);
    if (exchange.method === 'GET' && exchange.path === '/v1beta/models')
      return exchange.send(200, {
        models: MODELS.map((model) => ({ name: `models/${model}`, supportedGenerationMethods: ['generateContent'] })),
      });
    const [, model = '', action = ''] = /^\/v1beta\/models\/([^/:]+):(\w+)$/.exec(decodeURIComponent(exchange.path)) ?? [];
    if (exchange.method !== 'POST' || action !== 'generateContent') return refuse(exchange, 404, 'The requested URL was not found.');
    if (!MODELS.includes(model)) return refuse(exchange, 404, `models/${model} is not found for API version v1beta.`);
    const body = exchange.fields();
    const problem = body ? problemWith(body) : 'Invalid JSON payload received.';
    if (problem !== null || !body) return refuse(exchange, 400, problem ?? '');
    if (!this.world.rates.take('gemini', this.world.faults.of('gemini').rate ?? NO_RATE))
      return refuse(exchange, 429, 'Resource has been exhausted.');
    if (this.world.faults.of('gemini').noCredits) return refuse(exchange, 403, 'Billing is not active for this project.');
    const directives = new Directives(wordsIn(body['contents']), 'gemini');
    await answerAtOnce(this.world, exchange, directives, {
      provider: 'gemini',
      refuse: (status) => refuse(exchange, status, 'Refused, as the prompt asked.'),
      answer: () =>
        Promise.resolve({
          body: Buffer.from(JSON.stringify(answerTo(model, body))),
          headers: { 'content-type': 'application/json; charset=UTF-8' },
        }),
    });
  }
}

function problemWith(body: Fields): string | null {
  const contents = listOf(body['contents']).map(fieldsOf);
  if (contents.length === 0) return '* GenerateContentRequest.contents: contents is not specified';
  if (contents.some((one) => !['user', 'model', undefined].includes(one?.['role'] as string | undefined)))
    return 'Please use a valid role: user, model.';
  if (contents.some((one) => listOf(one?.['parts']).length === 0))
    return '* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.';
  const config = fieldsOf(body['generationConfig']) ?? {};
  if (config['responseSchema'] !== undefined && config['responseJsonSchema'] !== undefined)
    return 'responseSchema and responseJsonSchema cannot both be set.';
  if ((config['responseSchema'] ?? config['responseJsonSchema']) !== undefined && config['responseMimeType'] !== 'application/json')
    return 'responseMimeType must be application/json when a schema is set.';
  const refused =
    config['responseSchema'] === undefined ? null : /"(additionalProperties|\$ref)":/.exec(JSON.stringify(config['responseSchema']))?.[1];
  return refused
    ? `Invalid JSON payload received. Unknown name "${refused}" at 'generation_config.response_schema': Cannot find field.`
    : null;
}

function answerTo(model: string, body: Fields): object {
  const config = fieldsOf(body['generationConfig']) ?? {};
  const schema = config['responseSchema'] ?? config['responseJsonSchema'];
  const prompt = wordsIn(body['contents']);
  const text = schema === undefined ? `The sandbox read ${prompt.length} characters.` : JSON.stringify(sampleFor(schema, prompt));
  const [inTokens, outTokens] = [Math.ceil(prompt.length / 4), Math.ceil(text.length / 4)];
  // Split on purpose, and with a thought before it, as the service may.
  const half = Math.floor(text.length / 2);
  const parts = [{ text: 'Thinking about it.', thought: true }, { text: text.slice(0, half) }, { text: text.slice(half) }];
  return {
    candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0, safetyRatings: [] }],
    usageMetadata: {
      promptTokenCount: inTokens,
      candidatesTokenCount: outTokens,
      thoughtsTokenCount: 5,
      totalTokenCount: inTokens + outTokens + 5,
    },
    ...{ modelVersion: model, responseId: `sandbox-${prompt.length}-${text.length}` },
  };
}

function refuse(exchange: Exchange, code: number, message: string, details: readonly object[] = []): void {
  const retry = code === 429 ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' }] : [];
  exchange.send(code, { error: { code, message, status: STATUSES[code] ?? 'UNKNOWN', details: [...details, ...retry] } });
}
