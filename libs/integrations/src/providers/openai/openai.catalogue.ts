import { table } from '#platform/json';
import { type ModelInfo } from '../../contracts/model-info.js';

/** Prices in micro-dollars per token, from the vendor's page of November 2026. */
export interface TokenPrice {
  readonly inMicros: number;
  readonly outMicros: number;
}

export const OPENAI_WRITERS: Readonly<Record<string, TokenPrice>> = table({
  'gpt-6-luna': { inMicros: 0.1, outMicros: 0.5 },
  'gpt-6-sol': { inMicros: 2, outMicros: 10 },
});

/** A thousand characters cost about this much. */
export const SPEECH_MICROS_PER_CHARACTER = 15;
/** 0.006 USD a minute. */
export const TRANSCRIPTION_MICROS_PER_SECOND = 100;

/** Speech ends on the first date, transcription on the second, as announced; word times then come from our own alignment. */
export const SPEECH_RETIRED_ON = '2027-01-06';
export const TRANSCRIPTION_RETIRED_ON = '2027-02-26';

export const OPENAI_VOICES = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'fable',
  'onyx',
  'nova',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
];

const model = (name: string, more: Pick<ModelInfo, 'capability' | 'unit' | 'priceMicros'> & Partial<ModelInfo>): ModelInfo => ({
  id: `openai:${name}`,
  provider: 'openai',
  durationsSeconds: null,
  aspectRatios: null,
  available: true,
  unavailableReason: null,
  successor: null,
  ...more,
});

/** @param extraWriters names of models behind the same address, e.g. of Ollama, whose price is 0 */
export const openaiModels = (extraWriters: readonly string[]): readonly ModelInfo[] => [
  ...Object.entries(OPENAI_WRITERS).map(([name, { outMicros }]) =>
    model(name, { capability: 'script', unit: 'token', priceMicros: Math.max(1, Math.round(outMicros)) }),
  ),
  ...extraWriters.map((name) => model(name, { capability: 'script', unit: 'token', priceMicros: 0 })),
  ...['gpt-4o-mini-tts', 'tts-1', 'tts-1-hd'].map((name) =>
    model(name, {
      capability: 'voice',
      unit: 'character',
      priceMicros: SPEECH_MICROS_PER_CHARACTER,
      retiredOn: SPEECH_RETIRED_ON,
      successor: 'kie:elevenlabs/text-to-speech-turbo-2-5',
    }),
  ),
  model('whisper-1', {
    capability: 'transcription',
    unit: 'second',
    priceMicros: TRANSCRIPTION_MICROS_PER_SECOND,
    retiredOn: TRANSCRIPTION_RETIRED_ON,
    successor: 'local:alignment',
  }),
];
