import { createHash } from 'node:crypto';
import { Directives, wordsIn } from '../core/directives.js';
import { answerAtOnce } from '../core/interference.js';
import { isBearer, type SandboxProvider, type World } from '../core/world.js';
import { fieldsOf, textOf, type Exchange, type Fields } from '../http/exchange.js';
import { sampleFor } from './json-sample.js';
import { strictProblem } from './openai.schema.js';

const CHAT_MODELS = [
  'gpt-6-luna',
  'gpt-6-sol',
  'gpt-6.1-sol',
  'gpt-6.1-terra',
  'gpt-6-astra',
  'gpt-5.6-luna',
  'gpt-5.6-terra',
  'gpt-5.6-sol',
  'gpt-5.5',
  'gpt-5.4',
  'gpt-5.4-mini',
];
const SPEECH_MODELS = ['gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15', 'gpt-4o-mini-tts-2025-03-20', 'tts-1', 'tts-1-hd'];
const HEARING_MODELS = ['whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-transcribe'];
const VOICES = ['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'onyx', 'nova', 'sage', 'shimmer', 'verse', 'marin', 'cedar'];
const AUDIO: Readonly<Record<string, string>> = {
  ...{ mp3: 'audio/mpeg', opus: 'audio/ogg', aac: 'audio/aac', flac: 'audio/flac', wav: 'audio/wav', pcm: 'audio/pcm' },
};
const NO_RATE = { count: 10_000, seconds: 1 };
const SPEECH_LIMIT = 4096;
/** What is heard when the sandbox has not spoken the file itself. */
const HEARD = 'this is what the sandbox hears in any sound that it did not make';

/** OpenAI: structured answers, speech, transcription. */
export class OpenAi implements SandboxProvider {
  readonly name = 'openai';
  /** What was said in the files made here, by their digest. */
  private readonly said = new Map<string, string>();

  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    exchange.response.setHeader('x-request-id', `req_${createHash('sha256').update(String(Math.random())).digest('hex').slice(0, 24)}`);
    if (!isBearer(this.world, 'openai', exchange))
      return refuse(exchange, 401, 'invalid_api_key', 'Incorrect API key provided.', null, 'invalid_request_error');
    const { method, path } = exchange;
    if (method === 'GET' && path === '/v1/models') {
      const data = [...CHAT_MODELS, ...SPEECH_MODELS, ...HEARING_MODELS].map((id) => ({
        id,
        object: 'model',
        created: 1_760_000_000,
        owned_by: 'openai',
      }));
      return exchange.send(200, { object: 'list', data });
    }
    const calls: Readonly<Record<string, () => Promise<void> | void>> = {
      '/v1/responses': () => this.write(exchange, 'responses'),
      '/v1/chat/completions': () => this.write(exchange, 'chat'),
      '/v1/audio/speech': () => this.speak(exchange),
      '/v1/audio/transcriptions': () => this.hear(exchange),
    };
    const call = calls[path];
    if (method !== 'POST' || !call) return refuse(exchange, 404, 'unknown_url', `Unknown request URL: ${method} ${path}.`);
    const faults = this.world.faults.of('openai');
    if (!this.world.rates.take('openai', faults.rate ?? NO_RATE))
      return refuse(exchange, 429, 'rate_limit_exceeded', 'Rate limit reached.', null, 'requests');
    if (faults.noCredits)
      return refuse(exchange, 429, 'insufficient_quota', 'You exceeded your current quota.', null, 'insufficient_quota');
    return call();
  }

  private write(exchange: Exchange, api: 'responses' | 'chat'): Promise<void> | void {
    const body = exchange.fields();
    if (!body) return refuse(exchange, 400, null, 'We could not parse the JSON body of your request.');
    const model = textOf(body['model']);
    const words = body[api === 'chat' ? 'messages' : 'input'];
    if (model === '') return refuse(exchange, 400, 'missing_required_parameter', "Missing required parameter: 'model'.", 'model');
    if (!CHAT_MODELS.includes(model))
      return refuse(exchange, 404, 'model_not_found', `The model '${model}' does not exist or you do not have access to it.`, 'model');
    const name = api === 'chat' ? 'messages' : 'input';
    if (words === undefined || words === '' || (Array.isArray(words) && words.length === 0))
      return refuse(exchange, 400, 'missing_required_parameter', `Missing required parameter: '${name}'.`, name);
    if (body['max_tokens'] !== undefined && api === 'chat')
      return refuse(
        exchange,
        400,
        'unsupported_parameter',
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        'max_tokens',
      );
    if (body['temperature'] !== undefined && body['temperature'] !== 1)
      return refuse(
        exchange,
        400,
        'unsupported_value',
        "Unsupported value: 'temperature'. Only the default (1) value is supported.",
        'temperature',
      );
    const format = formatOf(body, api);
    const problem = format ? strictProblem(format) : null;
    if (problem)
      return refuse(
        exchange,
        400,
        'invalid_json_schema',
        `Invalid schema for response_format '${textOf(format?.['name'])}': ${problem}`,
        api === 'chat' ? 'response_format' : 'text.format.schema',
      );
    const prompt = wordsIn(words);
    const text = format ? JSON.stringify(sampleFor(format['schema'], prompt)) : `The sandbox read ${prompt.length} characters.`;
    const answer = api === 'chat' ? chatAnswer(model, prompt, text) : responsesAnswer(model, prompt, text);
    return this.atOnce(exchange, new Directives(prompt, 'openai'), () =>
      Promise.resolve({ body: Buffer.from(JSON.stringify(answer)), headers: json() }),
    );
  }

  private speak(exchange: Exchange): Promise<void> | void {
    const body = exchange.fields() ?? {};
    const [model, input, voice] = [textOf(body['model']), textOf(body['input']), textOf(body['voice'])];
    const format = textOf(body['response_format']) || 'mp3';
    const speed = Number(body['speed'] ?? 1);
    if (!SPEECH_MODELS.includes(model)) return refuse(exchange, 404, 'model_not_found', `The model '${model}' does not exist.`, 'model');
    if (input === '' || input.length > SPEECH_LIMIT)
      return refuse(exchange, 400, 'string_above_max_length', `'input' must have 1 to ${SPEECH_LIMIT} characters.`, 'input');
    if (!VOICES.includes(voice))
      return refuse(exchange, 400, 'invalid_value', `Invalid value: '${voice}'. Supported voices: ${VOICES.join(', ')}.`, 'voice');
    if (!AUDIO[format]) return refuse(exchange, 400, 'invalid_value', `Invalid value: '${format}'.`, 'response_format');
    if (!(speed >= 0.25 && speed <= 4)) return refuse(exchange, 400, 'invalid_value', "'speed' must be from 0.25 to 4.", 'speed');
    const directives = new Directives(input, 'openai');
    return this.atOnce(exchange, directives, async () => {
      const spoken = input.replaceAll(/\[\[\s*sandbox:[^\]]*\]\]/gi, '').trim() || 'Hm.';
      const file = await this.world.shelf.speech(spoken, voice, speed, format);
      const audio = await import('node:fs/promises').then(({ readFile }) => readFile(file.path));
      this.said.set(digestOf(audio), spoken);
      return { body: audio, headers: { 'content-type': AUDIO[format] ?? '' } };
    });
  }

  private async hear(exchange: Exchange): Promise<void> {
    const form = await exchange.form().catch(() => null);
    const [file, model] = [form?.get('file'), textOf(form?.get('model'))];
    if (!form || !(file instanceof File))
      return refuse(exchange, 400, 'missing_required_parameter', "Missing required parameter: 'file'.", 'file');
    if (!HEARING_MODELS.includes(model)) return refuse(exchange, 404, 'model_not_found', `The model '${model}' does not exist.`, 'model');
    const format = textOf(form.get('response_format')) || 'json';
    const granularities = form.getAll('timestamp_granularities[]').map(textOf);
    if (model !== 'whisper-1' && (format !== 'json' || granularities.length > 0))
      return refuse(
        exchange,
        400,
        'unsupported_value',
        `response_format '${format}' is not compatible with model '${model}'. Use 'json' instead.`,
        'response_format',
      );
    if (granularities.length > 0 && format !== 'verbose_json')
      return refuse(exchange, 400, 'invalid_value', 'timestamp_granularities need verbose_json.', 'timestamp_granularities');
    const audio = Buffer.from(await file.arrayBuffer());
    const seconds = await this.world.shelf.secondsOf(audio).catch(() => null);
    if (seconds === null) return refuse(exchange, 400, null, 'Audio file might be corrupted or unsupported', 'file');
    const known = this.said.get(digestOf(audio));
    const text = known ?? HEARD;
    const answer = format === 'verbose_json' ? verbose(text, seconds, granularities, known) : { text };
    const headers = format === 'text' ? { 'content-type': 'text/plain' } : json();
    await this.atOnce(exchange, new Directives(textOf(form.get('prompt')), 'openai'), () =>
      Promise.resolve({ body: Buffer.from(format === 'text' ? text : JSON.stringify(answer)), headers }),
    );
  }

  private atOnce(
    exchange: Exchange,
    directives: Directives,
    answer: () => Promise<{ body: Buffer; headers: Record<string, string> }>,
  ): Promise<void> {
    return answerAtOnce(this.world, exchange, directives, {
      provider: 'openai',
      refuse: (status) =>
        refuse(
          exchange,
          status,
          status === 429 ? 'rate_limit_exceeded' : 'server_error',
          'Refused, as the prompt asked.',
          null,
          status >= 500 ? 'server_error' : 'requests',
        ),
      answer,
    });
  }
}

const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const json = () => ({
  ...{ 'content-type': 'application/json', 'x-ratelimit-limit-requests': '10000', 'x-ratelimit-remaining-requests': '9999' },
  'x-ratelimit-reset-requests': '6ms',
});

/** Name, schema and strict, which chat completions keep one level deeper. */
function formatOf(body: Fields, api: 'responses' | 'chat'): Fields | null {
  const format = fieldsOf(api === 'chat' ? body['response_format'] : fieldsOf(body['text'])?.['format']);
  if (format?.['type'] !== 'json_schema') return null;
  return api === 'chat' ? (fieldsOf(format['json_schema']) ?? {}) : format;
}

const tokens = (text: string): number => Math.ceil(text.length / 4);

function responsesAnswer(model: string, prompt: string, text: string): object {
  const id = digestOf(Buffer.from(prompt)).slice(0, 32);
  return {
    ...{
      id: `resp_${id}`,
      object: 'response',
      created_at: Math.floor(Date.now() / 1000),
      status: 'completed',
      model,
      error: null,
      incomplete_details: null,
    },
    output: [
      { type: 'reasoning', id: `rs_${id}`, summary: [] },
      {
        type: 'message',
        id: `msg_${id}`,
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [] }],
      },
    ],
    usage: {
      ...{ input_tokens: tokens(prompt), input_tokens_details: { cached_tokens: 0 }, output_tokens: tokens(text) },
      ...{ output_tokens_details: { reasoning_tokens: 0 }, total_tokens: tokens(prompt) + tokens(text) },
    },
  };
}

const chatAnswer = (model: string, prompt: string, text: string): object => ({
  ...{
    id: `chatcmpl-${digestOf(Buffer.from(prompt)).slice(0, 24)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
  },
  choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: text, refusal: null } }],
  usage: { prompt_tokens: tokens(prompt), completion_tokens: tokens(text), total_tokens: tokens(prompt) + tokens(text) },
});

function verbose(text: string, duration: number, granularities: readonly string[], known: string | undefined): object {
  const plain = text
    .split(/\s+/)
    .map((word) => word.replaceAll(/[^\p{L}\p{N}'’-]/gu, ''))
    .filter(Boolean);
  const letters = plain.reduce((sum, word) => sum + word.length + 1, 0);
  let before = 0;
  const words = plain.map((word) => {
    const start = (before / letters) * duration;
    before += word.length + 1;
    return { word, start: round(start), end: round(Math.min(((before - 1) / letters) * duration, duration)) };
  });
  const segment = {
    id: 0,
    seek: 0,
    start: 0,
    end: duration,
    text,
    tokens: [],
    temperature: 0,
    avg_logprob: -0.1,
    compression_ratio: 1,
    no_speech_prob: known ? 0.01 : 0.9,
  };
  return {
    ...{ task: 'transcribe', language: /[а-яё]/i.test(text) ? 'russian' : 'english', duration, text, segments: [segment] },
    ...(granularities.includes('word') && { words }),
    usage: { type: 'duration', seconds: Math.ceil(duration) },
  };
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;

function refuse(
  exchange: Exchange,
  status: number,
  code: string | null,
  message: string,
  param: string | null = null,
  type = 'invalid_request_error',
): void {
  exchange.send(status, { error: { message, type, param, code } }, status === 429 ? { 'retry-after': '1' } : {});
}
