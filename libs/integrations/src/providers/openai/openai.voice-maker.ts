import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type OpenAI } from 'openai';
import { type Output, takeInSpeech } from '#media';
import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type SpeechRequest, type Spoken, type VoiceMaker, type WordTimer } from '../../contracts/makers.js';
import { OPENAI_VOICES, SPEECH_MICROS_PER_CHARACTER } from './openai.catalogue.js';
import { viaOpenAi } from './openai.client.js';

const MAX_CHARACTERS = 4096;
const DEFAULT_VOICE = 'alloy';

/** Speech by one of OpenAI's voices. The answer is sound alone, so its words are timed afterwards. */
export class OpenAiVoiceMaker implements VoiceMaker {
  constructor(
    private readonly model: string,
    private readonly timer: WordTimer,
  ) {}

  async speak({ text, language, voice, speed }: SpeechRequest, { path: outPath }: Output, context: CallContext): Promise<Spoken> {
    const { calls, workDir, signal } = context;
    const name = voice ?? DEFAULT_VOICE;
    if (!OPENAI_VOICES.includes(name)) throw new ProviderError('invalid_parameter', `OpenAI has no voice "${name}"`, false);
    if (text.length > MAX_CHARACTERS)
      throw new ProviderError('invalid_parameter', `OpenAI speaks at most ${MAX_CHARACTERS} characters`, false);
    const model = `openai:${this.model}`;
    const amountMicros = text.length * SPEECH_MICROS_PER_CHARACTER;
    const mp3 = await calls.once({
      provider: 'openai',
      model,
      name: 'speak',
      expectedMicros: amountMicros,
      request: async (submission) => {
        const body = { model: this.model, input: text, voice: name, speed, response_format: 'mp3' as const };
        const ask = async (client: OpenAI) => (await client.audio.speech.create(body, { signal: submission.signal })).arrayBuffer();
        return Buffer.from(await viaOpenAi(submission, ask, isSound)).toString('base64');
      },
    });
    const inputPath = path.join(workDir, 'spoken.mp3');
    await writeFile(inputPath, Buffer.from(mp3, 'base64'));
    const taken = await takeInSpeech({ inputPath, outPath, signal });
    const { words } = await this.timer.time({ wavPath: outPath, text, language }, context);
    return { ...taken, words, cost: { provider: 'openai', model, units: text.length, amountMicros, currency: 'USD' } };
  }
}

/** What a gateway puts in the place of sound is text; compatible servers do not all name the type. */
const isSound = (contentType: string, body: Buffer): boolean => body.length > 0 && !/^text\/|json|xml|html/.test(contentType);
