import { readFile, writeFile } from 'node:fs/promises';
import { type NeuralSpeech, type Output, type Speech, type SpokenText } from '#media';
import { BoundedCache, CacheRoom } from '#platform';
import { type CallContext, type SpeechRequest, type Spoken, type VoiceMaker } from '../../contracts/makers.js';

/** Some three minutes of sound, as it was written. */
const KEPT_BYTES = 16 * 2 ** 20;

interface Said {
  readonly sound: Buffer;
  readonly spoken: SpokenText;
}

/**
 * `local:speech`: voices that run on this machine; English without anything else, other languages through espeak-ng. `local:neural`: models
 * that are installed in the data folder.
 *
 * The sentences of a film are spoken before it is planned, to know how long they take, and again for the film: what was said the first time
 * is kept until it is asked for again, once.
 */
export class LocalVoiceMaker implements VoiceMaker {
  private readonly said = new BoundedCache<string, Said>(new CacheRoom('speech', KEPT_BYTES), ({ sound }) => sound.length);

  constructor(private readonly speech: Pick<Speech, 'speak'> & Partial<Pick<NeuralSpeech, 'versionOf'>>) {}

  async speak(request: SpeechRequest, { path: outPath }: Output, { signal }: CallContext): Promise<Spoken> {
    const { text, language, speed, voice } = request;
    // A voice may have been installed meanwhile: nobody is to be heard in two voices.
    const version = this.speech.versionOf?.({ text, language, ...(voice !== null && { voice }) }) ?? null;
    const name = JSON.stringify([text, language, speed, voice, version]);
    const known = this.said.get(name);
    if (known) {
      this.said.delete(name);
      await writeFile(outPath, known.sound);
      return { ...known.spoken, path: outPath, cost: null };
    }
    const spoken = await this.speech.speak({ text, language, speed, outPath, signal, ...(voice !== null && { voice }) });
    this.said.set(name, { sound: await readFile(outPath), spoken });
    return { ...spoken, cost: null };
  }
}
