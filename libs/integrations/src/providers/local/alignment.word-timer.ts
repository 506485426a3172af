import { alignWords, type createSpeech, type TimedWord } from '#media';
import { type CallContext, type TimingRequest, type WordTimer } from '../../contracts/makers.js';

/** `local:alignment`: lays a recording beside our own reading of the same text. */
export class LocalWordTimer implements WordTimer {
  constructor(private readonly speech: ReturnType<typeof createSpeech>) {}

  async time(request: TimingRequest, { workDir, signal }: CallContext): Promise<{ words: readonly TimedWord[]; cost: null }> {
    return { words: await alignWords(this.speech, { ...request, workDir, signal }), cost: null };
  }
}
