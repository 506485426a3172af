import { table } from '#platform/json';
import { type ModelInfo } from '../../contracts/model-info.js';
import { type Makers, type Provider } from '../../contracts/models.js';
import { GeminiScriptWriter } from './gemini.script-writer.js';

/** Micro-dollars per token, from the vendor's page of November 2026; unlisted ones are taken at the price of their neighbour. */
const WRITERS: Readonly<Record<string, { readonly inMicros: number; readonly outMicros: number; readonly retiredOn?: string }>> = table({
  'gemini-3.8-flash': { inMicros: 1.5, outMicros: 7.5 },
  'gemini-3.6-flash': { inMicros: 1.5, outMicros: 7.5 },
  'gemini-3.5-flash-lite': { inMicros: 0.3, outMicros: 2.5 },
  'gemini-3.1-flash-lite': { inMicros: 0.3, outMicros: 2.5, retiredOn: '2027-05-07' },
  'gemini-2.5-flash': { inMicros: 0.3, outMicros: 2.5, retiredOn: '2026-10-16' },
  'gemini-2.5-pro': { inMicros: 1.25, outMicros: 10, retiredOn: '2026-10-16' },
});
const SUCCESSOR = 'gemini:gemini-3.8-flash';

/** `gemini`: scripts by response schema. */
export function geminiProvider(): Provider {
  const models = Object.entries(WRITERS).map(([name, { outMicros, retiredOn }]): ModelInfo => ({
    id: `gemini:${name}`,
    provider: 'gemini',
    capability: 'script',
    durationsSeconds: null,
    aspectRatios: null,
    unit: 'token',
    priceMicros: Math.ceil(outMicros),
    available: true,
    unavailableReason: null,
    successor: retiredOn === undefined ? null : SUCCESSOR,
    ...(retiredOn !== undefined && { retiredOn }),
  }));
  const makers = new Map(
    Object.entries(WRITERS).map(([name, price]): [string, Makers] => [`gemini:${name}`, { script: new GeminiScriptWriter(name, price) }]),
  );
  return { name: 'gemini', models: () => models, makers: (id) => makers.get(id) ?? {} };
}
