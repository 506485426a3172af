import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type ScriptRequest, type ScriptWriter, type WrittenScript } from '../../contracts/makers.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { inDoubt } from '../http/paid-answer.js';
import { type DraftFault, draftFault } from '../writing/draft-fault.js';
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
  /** Paid for, and of no use. */
  readonly fault?: DraftFault;
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
    if (draft.fault) throw draftFault(draft.fault);
    const units = draft.inputTokens + draft.outputTokens;
    const cost = { provider: 'openai', model, units, amountMicros: this.costMicros(draft), currency: 'USD' } as const;
    return { ...writtenScript(parsed(draft.text), request), cost };
  }

  private draft({ text, fault }: Said, inputTokens: unknown, outputTokens: unknown): Draft {
    const used = { inputTokens: numberOf(inputTokens) ?? 0, outputTokens: numberOf(outputTokens) ?? 0 };
    return { text, ...used, costMicros: this.costMicros(used), ...(fault && { fault }) };
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
    const isWhole = answer['status'] === 'completed';
    const said = isWhole ? messageOf(answer) : incomplete(textOf(objectOf(answer['incomplete_details'])['reason']));
    const usage = objectOf(answer['usage']);
    return this.draft(said, usage['input_tokens'], usage['output_tokens']);
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
    const said = (): Said => {
      if (textOf(message['refusal'])) return REFUSED;
      if (choice['finish_reason'] !== 'stop') return incomplete(textOf(choice['finish_reason']));
      return { text: textOf(message['content']) ?? '' };
    };
    const usage = objectOf(answer['usage']);
    return this.draft(said(), usage['prompt_tokens'], usage['completion_tokens']);
  }
}

interface Said {
  readonly text: string;
  readonly fault?: DraftFault;
}

/** The items come in any order, and thoughts are among them. */
function messageOf(answer: Readonly<Record<string, unknown>>): Said {
  const contents = listOf(answer['output'])
    .map(objectOf)
    .filter(({ type }) => type === 'message')
    .flatMap(({ content }) => listOf(content).map(objectOf));
  if (contents.some(({ type }) => type === 'refusal')) return REFUSED;
  return { text: contents.map(({ type, text }) => (type === 'output_text' ? (textOf(text) ?? '') : '')).join('') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProviderError('script_unusable', 'the model wrote something that is no JSON', true, { maxRetries: 0, cause: error });
  }
}

const REFUSED: Said = { text: '', fault: { code: 'content_refused', message: 'OpenAI refused to write about this' } };
/** Cut JSON is not read. */
const incomplete = (reason: string | null): Said =>
  reason === 'content_filter'
    ? REFUSED
    : { text: '', fault: { code: 'script_unusable', message: `OpenAI stopped in the middle: ${reason ?? 'no reason'}` } };
