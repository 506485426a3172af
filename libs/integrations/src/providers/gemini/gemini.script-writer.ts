import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type ScriptRequest, type ScriptWriter, type WrittenScript } from '../../contracts/makers.js';
import { paidFetch } from '../http/paid-answer.js';
import { viaSdk } from '../http/sdk-errors.js';
import { draftFault } from '../writing/draft-fault.js';
import { SCRIPT_SCHEMA, scriptBrief, writtenScript } from '../writing/script-brief.js';
import { draftOf, faultOf } from './gemini.answer.js';

/** Includes what it thinks before it writes. */
const MAX_OUTPUT_TOKENS = 16_000;
const EXPECTED_TOKENS = 3_000;
const TIMEOUT_MS = 120_000;
/** The one that knows response schemas. */
const API_VERSION = 'v1beta';

interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A narration by a response schema. */
export class GeminiScriptWriter implements ScriptWriter {
  constructor(
    private readonly model: string,
    /** Micro-dollars per token. */
    private readonly price: { readonly inMicros: number; readonly outMicros: number },
  ) {}

  async write(request: ScriptRequest, { calls }: CallContext): Promise<WrittenScript> {
    const model = `gemini:${this.model}`;
    const { inMicros, outMicros } = this.price;
    const costOf = ({ inputTokens, outputTokens }: Tokens): number => Math.ceil(inputTokens * inMicros + outputTokens * outMicros);
    const { instructions, input } = scriptBrief(request);
    const draft = await calls.once({
      provider: 'gemini',
      model,
      name: 'write',
      expectedMicros: Math.ceil(EXPECTED_TOKENS * outMicros),
      request: async ({ apiKey, baseUrl, signal, mustBeHeld }) => {
        // Loaded with the first call: most installations never make one.
        const { GoogleGenAI } = await import('@google/genai');
        const httpOptions = { baseUrl, apiVersion: API_VERSION, timeout: TIMEOUT_MS, fetch: paidFetch() };
        const client = new GoogleGenAI({ apiKey, httpOptions });
        const ask = () =>
          client.models.generateContent({
            model: this.model,
            contents: [{ role: 'user', parts: [{ text: input }] }],
            config: {
              systemInstruction: { parts: [{ text: instructions }] },
              responseMimeType: 'application/json',
              responseJsonSchema: SCRIPT_SCHEMA,
              maxOutputTokens: MAX_OUTPUT_TOKENS,
              abortSignal: signal,
            },
          });
        const answered = draftOf(await viaSdk({ provider: 'Gemini', isPaid: true, signal, mustBeHeld }, ask, faultOf));
        // Read by whoever keeps the account of calls: also when nothing becomes of the text.
        return { ...answered, costMicros: costOf(answered) };
      },
    });
    if (draft.fault) throw draftFault(draft.fault);
    const units = draft.inputTokens + draft.outputTokens;
    const cost = { provider: 'gemini', model, units, amountMicros: costOf(draft), currency: 'USD' } as const;
    return { ...writtenScript(parsed(draft.text), request), cost };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProviderError('script_unusable', 'Gemini wrote something that is no JSON', true, { maxRetries: 0, cause: error });
  }
}
