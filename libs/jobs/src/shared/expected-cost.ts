import { type ModelInfo } from '#integrations';

/** Letters a token stands for, on average, in English (OpenAI's rule of thumb, 2026-11). */
const CHARACTERS_PER_TOKEN = 4;

/** What one call is expected to cost by the catalogue, 1 USD = 1 000 000; the bill is what the provider says afterwards. */
export function expectedCostMicros({ unit, priceMicros }: ModelInfo, call: { durationSeconds: number | null; prompt: string }): number {
  switch (unit) {
    case 'second':
      return Math.ceil(priceMicros * (call.durationSeconds ?? 0));
    case 'character':
      return Math.ceil(priceMicros * call.prompt.length);
    case 'token':
      return Math.ceil((priceMicros * call.prompt.length) / CHARACTERS_PER_TOKEN);
    case 'call':
    case 'image':
      return Math.ceil(priceMicros);
  }
}
