import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MediaError, type SpokenText, type TimedWord } from '../../contracts.js';
import { locateFfmpeg } from '../../ffmpeg/locate.js';
import { alignStretches } from '../alignment/align-words.js';
import { checkRequest, LEAD_SECONDS, PAUSE_SECONDS, silenceFor, TAIL_SECONDS } from '../engine.js';
import { masterSpeech } from '../mastering.js';
import type { SpeakRequest, Speech } from '../speech.js';
import { type SpokenForm, textOf, toSpokenForm, type Utterance } from '../spoken-form.js';
import { chooseVoice, languageOfScript } from '../voices.js';
import { toTimedWords } from '../word-slots.js';
import { InstalledVoices, type NeuralVoice } from './installed-voices.js';
import { SherpaHost } from './sherpa.host.js';

export interface NeuralSpeechOptions {
  /** Absolute; holds a folder for each voice. It need not be there. */
  readonly voicesFolder: string;
  /** Reads the same text, to find out when each word is said: models do not tell. */
  readonly reference: Speech;
  /** Default: the one that renders. */
  readonly ffmpegPath?: string;
  /** How long a model stays loaded that nobody speaks with; default a minute. */
  readonly idleMs?: number;
}

export interface NeuralSpeech {
  /**
   * As {@link Speech.speak}, with the same errors, and `voice_broken`: the voice's files are not those that were installed, or no model that
   * the runtime can use.
   */
  speak(request: SpeakRequest): Promise<SpokenText>;
  /** What speaks: another one when the voice is installed anew, or another voice is. Null: none does. */
  versionOf(request: Pick<SpeakRequest, 'text' | 'language' | 'voice'>): string | null;
  /** Every voice that is installed now. */
  voices(): readonly NeuralVoice[];
  /** Whether a voice is installed that reads this BCP 47 language, and is the one that is wanted. */
  supports(language: string, voice?: string): boolean;
  /** Null: voices can be used where they are installed; else why not. */
  readonly reasonAgainst: string | null;
  /** Whether a model is in memory at the moment. */
  readonly isLoaded: boolean;
  /** Ends what was started; the next text starts it again. */
  stop(): void;
}

/** Narration by models that are installed in the data folder. */
export function createNeuralSpeech({ voicesFolder, reference, ffmpegPath, idleMs }: NeuralSpeechOptions): NeuralSpeech {
  const installed = new InstalledVoices(voicesFolder);
  const host = new SherpaHost(idleMs);

  const read = async (
    request: SpeakRequest,
    voice: NeuralVoice,
    form: SpokenForm,
    language: string,
    folder: string,
  ): Promise<SpokenText> => {
    const { text, speed, outPath, signal } = request;
    const { utterances, written } = form;
    const rawPath = join(folder, 'speech.raw');
    const silence = await silenceFor({ utterances, speed, rawPath }, written.length);
    const sound = silence ?? (await host.speak(jobOf(voice, utterances, speed, rawPath), signal));
    const { sampleRateHz } = sound;
    const tools = { ffmpegPath: ffmpegPath ?? locateFfmpeg().ffmpegPath, signal };
    const durationSeconds = await masterSpeech({ rawPath, sampleRateHz, engine: 'studio', outPath, ...tools });
    const timed = async (): Promise<readonly TimedWord[]> => {
      if (!('stretches' in sound)) return toTimedWords(form, sound.spans, durationSeconds);
      const stretches = sound.stretches.map((stretch, i) => ({ ...stretch, words: wordsOf(utterances[i]) }));
      return alignStretches(reference, { text, language, speed, wavPath: outPath, workDir: folder, signal, stretches });
    };
    return { path: outPath, contentType: 'audio/wav', durationSeconds, words: await timed() };
  };

  const chosenFor = ({ text, language: asked, voice }: Pick<SpeakRequest, 'text' | 'language' | 'voice'>): NeuralVoice | null => {
    const language = languageOfScript(text, asked);
    const all = installed.all();
    // Its script may have a name of its own (`zh` is `cmn` to espeak-ng), which voices need not know.
    const isRenamed = language === languageOfScript('', asked);
    return chooseVoice(all, language, voice) ?? (isRenamed ? chooseVoice(all, asked, voice) : null);
  };

  return {
    versionOf: (request) => {
      const voice = chosenFor(request);
      return voice && `${voice.version} ${voice.id}`;
    },
    voices: () => installed.all(),
    supports: (language, voice) => chooseVoice(installed.all(), language, voice) !== null,
    reasonAgainst: SherpaHost.reasonAgainst,
    get isLoaded() {
      return host.isRunning;
    },
    stop: () => host.stop(),
    async speak(request) {
      checkRequest(request);
      const language = languageOfScript(request.text, request.language);
      const voice = chosenFor(request);
      if (!voice || SherpaHost.reasonAgainst !== null) throw unavailable(language, request.voice);
      const folder = await mkdtemp(join(dirname(request.outPath), 'speech-'));
      try {
        return await read(request, voice, toSpokenForm(request.text, language), language, folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function jobOf(
  { file, folder, version, language, speaker }: NeuralVoice,
  utterances: readonly Utterance[],
  speed: number,
  rawPath: string,
) {
  const { family, model, tokens, styles, phonemes, lexicon, files } = file;
  return {
    ...{ speaker, speed, rawPath, leadSeconds: LEAD_SECONDS },
    model: { version, folder, family, model, tokens, styles, phonemes, lexicon, language, files },
    utterances: utterances.map((utterance, i) => ({
      text: textOf(utterance),
      pauseAfterSeconds: i === utterances.length - 1 ? TAIL_SECONDS : PAUSE_SECONDS[utterance.end] / speed,
    })),
  };
}

const wordsOf = (utterance: Utterance | undefined): number =>
  utterance?.units.reduce((sum, { writtenWords }) => sum + writtenWords, 0) ?? 0;

function unavailable(language: string, voice: string | undefined): MediaError {
  const wanted = voice === undefined ? `for language "${language}"` : `"${voice}" for language "${language}"`;
  const why = SherpaHost.reasonAgainst ?? '"npm run voices -- list" shows which can be added';
  return new MediaError('voice_unavailable', `No neural voice ${wanted} is installed: ${why}.`, false);
}
