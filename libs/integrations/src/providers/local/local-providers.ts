import { createIllustrator, createNeuralSpeech, createSpeech, FilmEngine } from '#media';
import { type ModelInfo } from '../../contracts/model-info.js';
import { type Makers, type NamedVoice, type Provider } from '../../contracts/models.js';
import { FfmpegFilmRenderer } from './ffmpeg.film-renderer.js';
import { IllustratorClipMaker, IllustratorImageMaker, IllustratorSketcher, MotionCardMaker } from './illustrator.makers.js';
import { LocalWordTimer } from './alignment.word-timer.js';
import { localModel } from './local-info.js';
import { LocalMusicMaker } from './music.music-maker.js';
import { OutlineScriptWriter } from './outline.script-writer.js';
import { LocalVoiceMaker } from './speech.voice-maker.js';

export interface LocalProviderOptions {
  /** The espeak-ng program, its data and its library, where they are not the system's. */
  readonly espeakPath?: string;
  readonly espeakDataPath?: string;
  readonly espeakLibraryPath?: string;
  /** Absolute: where narrator voices are installed, a folder each; default: nowhere. */
  readonly voicesFolder?: string;
}

const NEURAL = 'local:neural';

/** `local`: everything that needs neither key nor network. */
export function localProvider({ voicesFolder, ...options }: LocalProviderOptions = {}): Provider {
  const illustrator = createIllustrator();
  const speech = createSpeech(options);
  const neural = voicesFolder === undefined ? null : createNeuralSpeech({ voicesFolder, reference: speech });
  const isInstalled = (): boolean => neural !== null && neural.voices().length > 0;
  const makers: Readonly<Record<string, Makers>> = {
    'local:outline': { script: new OutlineScriptWriter() },
    'local:illustrator': {
      image: new IllustratorImageMaker(illustrator),
      clip: new IllustratorClipMaker(illustrator),
      sketch: new IllustratorSketcher(illustrator, 'sketch'),
    },
    'local:motion-card': { clip: new MotionCardMaker(illustrator), sketch: new IllustratorSketcher(illustrator, 'cardSketch') },
    'local:speech': { voice: new LocalVoiceMaker(speech) },
    ...(neural && { [NEURAL]: { voice: new LocalVoiceMaker(neural) } }),
    'local:music': { music: new LocalMusicMaker() },
    'local:alignment': { transcription: new LocalWordTimer(speech) },
  };
  const models: readonly ModelInfo[] = [
    localModel('local:outline', 'script'),
    localModel('local:illustrator', 'text-to-image', 'image'),
    localModel('local:illustrator', 'text-to-video', 'second'),
    localModel('local:illustrator', 'image-to-video', 'second'),
    localModel('local:illustrator', 'frames-to-video', 'second'),
    localModel('local:motion-card', 'text-to-video', 'second'),
    localModel('local:speech', 'voice', 'character'),
    localModel('local:music', 'music', 'second'),
    localModel('local:alignment', 'transcription', 'second'),
  ];
  const neuralInfo: ModelInfo = {
    ...localModel(NEURAL, 'voice', 'character'),
    ...(neural?.reasonAgainst && { available: false, unavailableReason: neural.reasonAgainst }),
  };
  const withNeural = [...models, neuralInfo];
  const named = (model: string) => (voice: Omit<NamedVoice, 'model'>) => ({
    id: voice.id,
    name: voice.name,
    language: voice.language,
    model,
  });
  return {
    name: 'local',
    // Where no voice is installed nobody need know that there could be one.
    models: () => (isInstalled() ? withNeural : models),
    makers: (id) => makers[id] ?? {},
    voices: async () => [...(neural?.voices() ?? []).map(named(NEURAL)), ...(await speech.voices()).map(named('local:speech'))],
    narrator: (language, voice) =>
      neural && neural.reasonAgainst === null && neural.supports(language, voice ?? undefined) ? NEURAL : null,
  };
}

/** How long an FFmpeg that was not found is taken for missing before it is looked for again. */
const LOOK_AGAIN_MS = 30_000;

/** `ffmpeg`: the renderer of this machine. Not available, with the reason, while no usable FFmpeg is there. */
export function ffmpegProvider(openEngine: () => FilmEngine = () => new FilmEngine()): Provider {
  let engine: FilmEngine | null = null;
  let missing: { readonly reason: string; readonly at: number } | null = null;
  const find = (): string | null => {
    if (engine) return null;
    if (missing && Date.now() - missing.at < LOOK_AGAIN_MS) return missing.reason;
    try {
      engine = openEngine();
      return null;
    } catch (error) {
      missing = { reason: error instanceof Error ? error.message : String(error), at: Date.now() };
      return missing.reason;
    }
  };
  const renderer = new FfmpegFilmRenderer(() => (engine ??= openEngine()));
  const info = localModel('ffmpeg', 'render', 'second');
  return {
    name: 'ffmpeg',
    models: () => {
      const unavailableReason = find();
      return [{ ...info, available: unavailableReason === null, unavailableReason }];
    },
    makers: () => ({ render: renderer }),
  };
}
