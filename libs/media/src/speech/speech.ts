import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MediaError, type SpokenText } from '../contracts.js';
import { locateFfmpeg } from '../ffmpeg/locate.js';
import { checkRequest, type EngineRequest, type EngineSound, LEAD_SECONDS, silenceFor, TAIL_SECONDS } from './engine.js';
import { type EspeakProgram, espeakLanguages, speakWithEspeak } from './espeak.engine.js';
import { speakWithFlite } from './flite.engine.js';
import { masterSpeech } from './mastering.js';
import { toSpokenForm } from './spoken-form.js';
import { chooseVoice, fliteVoices, espeakVoicesFor, languageOfScript, type Voice } from './voices.js';
import { toTimedWords } from './word-slots.js';

export interface SpeechOptions {
  /** The espeak-ng program; default `espeak-ng` from PATH. */
  readonly espeakPath?: string;
  /** Folder that holds `espeak-ng-data`. */
  readonly espeakDataPath?: string;
  /** Folder of libespeak-ng.so for a copy unpacked outside the system. */
  readonly espeakLibraryPath?: string;
  /** Default: the one that renders, {@link locateFfmpeg}. */
  readonly ffmpegPath?: string;
}

export interface SpeakRequest {
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  /** An id of `voices()`, or its engine name ("slt"). Default: the first voice of the language. */
  readonly voice?: string;
  /** 0.5-2; 1 is the narrator's normal pace. */
  readonly speed: number;
  /** Absolute path of the WAV to write; replaced as a whole. */
  readonly outPath: string;
  readonly signal: AbortSignal;
}

export interface Speech {
  /**
   * Speaks `text`; times are given for every word as written. Safe to call twice. @throws MediaError
   * `voice_unavailable` (no engine for the language, or no such voice; the message says what to install),
   * `speed_out_of_range`, `text_empty`, `speech_failed` or `program_*` (retryable).
   */
  speak(request: SpeakRequest): Promise<SpokenText>;
  /** Every voice that can be used now. */
  voices(): Promise<Voice[]>;
  /** Whether `speak` has an engine for this BCP 47 language. */
  supports(language: string): Promise<boolean>;
}

export function createSpeech(options: SpeechOptions = {}): Speech {
  const program: EspeakProgram = {
    path: options.espeakPath ?? 'espeak-ng',
    ...(options.espeakDataPath === undefined ? {} : { dataPath: options.espeakDataPath }),
    ...(options.espeakLibraryPath === undefined ? {} : { libraryPath: options.espeakLibraryPath }),
  };
  let known: Voice[] | undefined;

  const voices = async (): Promise<Voice[]> => {
    if (known) return known;
    try {
      const languages = await espeakLanguages(program, new AbortController().signal);
      known = [...fliteVoices, ...espeakVoicesFor(languages)];
      return known;
    } catch (error) {
      // Not remembered: espeak-ng may be installed while we run.
      if (error instanceof MediaError) return [...fliteVoices];
      throw error;
    }
  };

  return {
    voices,
    async supports(language) {
      return chooseVoice(await voices(), language) !== null;
    },
    async speak(request) {
      const { text, outPath, signal } = request;
      checkRequest(request);
      const language = languageOfScript(text, request.language);
      const voice = chooseVoice(await voices(), language, request.voice);
      if (!voice) throw unavailable(language, request.voice);
      const form = toSpokenForm(text, language);
      const folder = await mkdtemp(join(dirname(outPath), 'speech-'));
      try {
        const job: EngineRequest = {
          utterances: form.utterances,
          speed: request.speed,
          folder,
          rawPath: join(folder, 'speech.raw'),
          leadSeconds: LEAD_SECONDS,
          tailSeconds: TAIL_SECONDS,
          signal,
        };
        const sound = await speakUnits(job, voice, program, form.written.length);
        const { sampleRateHz } = sound;
        const durationSeconds = await masterSpeech({
          rawPath: job.rawPath,
          sampleRateHz,
          engine: voice.engine,
          outPath,
          ffmpegPath: options.ffmpegPath ?? locateFfmpeg().ffmpegPath,
          signal,
        });
        return { path: outPath, contentType: 'audio/wav', durationSeconds, words: toTimedWords(form, sound.spans, durationSeconds) };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function speakUnits(job: EngineRequest, voice: Voice, program: EspeakProgram, writtenWords: number): Promise<EngineSound> {
  const silence = await silenceFor(job, writtenWords);
  if (silence) return silence;
  if (voice.engine === 'flite') return speakWithFlite({ ...job, voice: voice.engineVoice, stretch: voice.stretch });
  return speakWithEspeak({
    ...job,
    program,
    voice: { voice: voice.engineVoice, wordsPerMinute: voice.wordsPerMinute, pitch: voice.pitch },
  });
}

function unavailable(language: string, voice: string | undefined): MediaError {
  const wanted = voice === undefined ? `for language "${language}"` : `"${voice}" for language "${language}"`;
  return new MediaError(
    'voice_unavailable',
    `No local voice ${wanted}. English needs nothing; other languages need the program espeak-ng: ` +
      '"apt-get install espeak-ng" or "brew install espeak-ng", or set ESPEAK_PATH to it.',
    false,
  );
}
