import { type NeuralSpeech, type Output, type Speech } from '#media';
import { type CallContext, type SpeechRequest, type Spoken, type VoiceMaker } from '../../contracts/makers.js';

/**
 * `local:speech`: voices that run on this machine; English without anything else, other languages through espeak-ng. `local:neural`: models
 * that are installed in the data folder.
 */
export class LocalVoiceMaker implements VoiceMaker {
  constructor(private readonly speech: Pick<Speech | NeuralSpeech, 'speak'>) {}

  async speak(request: SpeechRequest, { path: outPath }: Output, { signal }: CallContext): Promise<Spoken> {
    const { text, language, speed, voice } = request;
    const spoken = await this.speech.speak({ text, language, speed, outPath, signal, ...(voice !== null && { voice }) });
    return { ...spoken, cost: null };
  }
}
