import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type ScriptRequest, type ScriptWriter, type WrittenScript } from '../../contracts/makers.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { inDoubt } from '../http/paid-answer.js';
import { SCRIPT_SCHEMA, scriptBrief, writtenScript } from '../writing/script-brief.js';
import { type TokenPrice } from './openai.catalogue.js';
import { viaOpenAi } from './openai.client.js';

/** Includes what a model thinks before it writes. */
const MAX_OUTPUT_TOKENS = 16_000;
const EXPECTED_TOKENS = 3_000;
const OWN_HOST = 'api.openai.com';

interface Draft {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Read by whoever keeps the account of calls: also when nothing becomes of the text. */
  readonly costMicros: number;
}

/** A narration by structured output: through the Responses API at OpenAI, through chat completions at everyone who speaks like it. */
export class OpenAiScriptWriter implements ScriptWriter {
  constructor(
    /** As OpenAI, or whoever answers at the address, calls it. */
    private readonly model: string,
    private readonly price: TokenPrice,
  ) {}

  async write(request: ScriptRequest, { calls }: CallContext): Promise<WrittenScript> {
    const model = `openai:${this.model}`;
    const draft = await calls.once({
      provider: 'openai',
      model,
      name: 'write',
      expectedMicros: Math.ceil(EXPECTED_TOKENS * this.price.outMicros),
      request: (submission) =>
        new URL(submission.baseUrl).hostname === OWN_HOST ? this.respond(request, submission) : this.chat(request, submission),
    });
    const units = draft.inputTokens + draft.outputTokens;
    const cost = { provider: 'openai', model, units, amountMicros: this.costMicros(draft), currency: 'USD' } as const;
    return { ...writtenScript(parsed(draft.text), request), cost };
  }

  private draft(text: string, inputTokens: number, outputTokens: number): Draft {
    return { text, inputTokens, outputTokens, costMicros: this.costMicros({ inputTokens, outputTokens }) };
  }

  private costMicros({ inputTokens, outputTokens }: Pick<Draft, 'inputTokens' | 'outputTokens'>): number {
    return Math.ceil(inputTokens * this.price.inMicros + outputTokens * this.price.outMicros);
  }

  private async respond(request: ScriptRequest, submission: Submission): Promise<Draft> {
    const { instructions, input } = scriptBrief(request);
    const answer = objectOf(
      await viaOpenAi(submission, (client) =>
        client.post<unknown>('/responses', {
          body: {
            model: this.model,
            instructions,
            input,
            store: false,
            max_output_tokens: MAX_OUTPUT_TOKENS,
            text: { format: { type: 'json_schema', name: 'narration', schema: SCRIPT_SCHEMA, strict: true } },
          },
          signal: submission.signal,
        }),
      ),
    );
    if (textOf(answer['status']) === null) throw inDoubt('OpenAI', 'its answer is no response');
    if (answer['status'] !== 'completed') throw incomplete(textOf(objectOf(answer['incomplete_details'])['reason']));
    const usage = objectOf(answer['usage']);
    return this.draft(messageOf(answer), numberOf(usage['input_tokens']) ?? 0, numberOf(usage['output_tokens']) ?? 0);
  }

  private async chat(request: ScriptRequest, submission: Submission): Promise<Draft> {
    const { instructions, input } = scriptBrief(request);
    const answer = objectOf(
      await viaOpenAi(submission, (client) =>
        client.post<unknown>('/chat/completions', {
          body: {
            model: this.model,
            messages: [
              { role: 'system', content: instructions },
              { role: 'user', content: input },
            ],
            max_completion_tokens: MAX_OUTPUT_TOKENS,
            response_format: { type: 'json_schema', json_schema: { name: 'narration', schema: SCRIPT_SCHEMA, strict: true } },
          },
          signal: submission.signal,
        }),
      ),
    );
    if (listOf(answer['choices']).length === 0) throw inDoubt('OpenAI', 'its answer has no choices');
    const choice = objectOf(listOf(answer['choices'])[0]);
    const message = objectOf(choice['message']);
    if (textOf(message['refusal'])) throw refused();
    if (choice['finish_reason'] !== 'stop') throw incomplete(textOf(choice['finish_reason']));
    const usage = objectOf(answer['usage']);
    const text = textOf(message['content']) ?? '';
    return this.draft(text, numberOf(usage['prompt_tokens']) ?? 0, numberOf(usage['completion_tokens']) ?? 0);
  }
}

/** The items come in any order, and thoughts are among them. */
function messageOf(answer: Readonly<Record<string, unknown>>): string {
  const contents = listOf(answer['output'])
    .map(objectOf)
    .filter(({ type }) => type === 'message')
    .flatMap(({ content }) => listOf(content).map(objectOf));
  if (contents.some(({ type }) => type === 'refusal')) throw refused();
  return contents.map(({ type, text }) => (type === 'output_text' ? (textOf(text) ?? '') : '')).join('');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProviderError('script_unusable', 'the model wrote something that is no JSON', true, { maxRetries: 0, cause: error });
  }
}

const refused = (): ProviderError => new ProviderError('content_refused', 'OpenAI refused to write about this', false);
/** Cut JSON is not read. */
const incomplete = (reason: string | null): ProviderError =>
  reason === 'content_filter'
    ? refused()
    : new ProviderError('script_unusable', `OpenAI stopped in the middle: ${reason ?? 'no reason'}`, true);
