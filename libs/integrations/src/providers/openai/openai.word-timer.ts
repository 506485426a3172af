import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type TimedWord } from '#media';
import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type CallCost, type TimingRequest, type WordTimer } from '../../contracts/makers.js';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { TRANSCRIPTION_MICROS_PER_SECOND } from './openai.catalogue.js';
import { inDoubt } from '../http/paid-answer.js';
import { viaOpenAi } from './openai.client.js';
import { type HeardWord, wordsAsWritten } from '../words/words-as-written.js';

const MAX_BYTES = 25 * 1024 * 1024;
const WAV_BYTES_PER_SECOND = 96_000;

/** Word times from OpenAI's transcription; what was heard is brought back to what is written. */
export class OpenAiWordTimer implements WordTimer {
  constructor(private readonly model: string) {}

  async time({ wavPath, text, language }: TimingRequest, { calls }: CallContext): Promise<{ words: readonly TimedWord[]; cost: CallCost }> {
    const { size } = await stat(wavPath);
    if (size > MAX_BYTES) throw new ProviderError('input_too_large', `OpenAI takes ${MAX_BYTES} bytes of sound, this has ${size}`, false);
    const seconds = size / WAV_BYTES_PER_SECOND;
    const model = `openai:${this.model}`;
    const amountMicros = Math.ceil(seconds * TRANSCRIPTION_MICROS_PER_SECOND);
    const heard = await calls.once({
      provider: 'openai',
      model,
      name: 'transcribe',
      expectedMicros: amountMicros,
      request: async (submission) => {
        const body = {
          file: createReadStream(wavPath),
          model: this.model,
          response_format: 'verbose_json' as const,
          timestamp_granularities: ['word' as const],
          language: language.toLowerCase().split('-')[0] ?? language,
        };
        const answer = await viaOpenAi(submission, (client) => client.audio.transcriptions.create(body, { signal: submission.signal }));
        const isHeard = Array.isArray(objectOf(answer)['words']) || textOf(objectOf(answer)['text']) !== null;
        if (!isHeard) throw inDoubt('OpenAI', 'its answer is no transcription');
        return heardWords(answer);
      },
    });
    return {
      words: wordsAsWritten(text, heard, seconds),
      cost: { provider: 'openai', model, units: seconds, amountMicros, currency: 'USD' },
    };
  }
}

function heardWords(answer: unknown): HeardWord[] {
  return listOf(objectOf(answer)['words'])
    .map(objectOf)
    .flatMap(({ word, start, end }) => {
      const [text, startSeconds, endSeconds] = [textOf(word), numberOf(start), numberOf(end)];
      return text !== null && startSeconds !== null && endSeconds !== null ? [{ word: text, startSeconds, endSeconds }] : [];
    });
}
