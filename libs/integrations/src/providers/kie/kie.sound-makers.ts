import path from 'node:path';
import { type Output, takeInMusic, takeInSpeech } from '#media';
import { ProviderError } from '../../contracts/errors.js';
import {
  type CallContext,
  type Made,
  type MusicMaker,
  type MusicRequest,
  type SpeechRequest,
  type Spoken,
  type VoiceMaker,
  type WordTimer,
} from '../../contracts/makers.js';
import { type KieClient } from './kie.client.js';
import { fetchKie } from './kie.task.js';
import { type KieModel } from './models/model.js';

const NO_PICTURES = { firstPath: null, lastPath: null, sourcePath: null };
const NO_SHAPE = { negativePrompt: null, widthPx: 1, heightPx: 1 };

/** Songs come in lengths of their own: they are brought to the film's. */
export class KieMusicMaker implements MusicMaker {
  constructor(
    private readonly client: KieClient,
    private readonly model: KieModel,
  ) {}

  async compose({ mood, durationSeconds, seed }: MusicRequest, { path: outPath }: Output, context: CallContext): Promise<Made> {
    const prompt = `${mood}, instrumental background music for a narrated film, no vocals`;
    const order = { model: this.model, wishes: { ...NO_SHAPE, prompt, seed, durationSeconds }, pictures: NO_PICTURES, units: 1 };
    const song = await fetchKie(this.client, order, path.join(context.workDir, 'song'), 'audio', context);
    const taken = await takeInMusic({ inputPath: song.path, durationSeconds, outPath, signal: context.signal });
    return { ...taken, cost: song.cost };
  }
}

const MAX_CHARACTERS = 5000;

/** A voice of ElevenLabs behind KIE; its words are timed afterwards. */
export class KieVoiceMaker implements VoiceMaker {
  constructor(
    private readonly client: KieClient,
    private readonly model: KieModel,
    private readonly timer: WordTimer,
    private readonly defaultVoice: string,
  ) {}

  async speak({ text, language, voice, speed }: SpeechRequest, { path: outPath }: Output, context: CallContext): Promise<Spoken> {
    if (text.length > MAX_CHARACTERS) {
      throw new ProviderError('invalid_parameter', `kie:${this.model.id} speaks at most ${MAX_CHARACTERS} characters`, false);
    }
    const wishes = { ...NO_SHAPE, prompt: text, seed: 0, durationSeconds: null, voice: voice ?? this.defaultVoice, speed };
    const order = { model: this.model, wishes, pictures: NO_PICTURES, units: text.length };
    const spoken = await fetchKie(this.client, order, path.join(context.workDir, 'spoken'), 'audio', context);
    const taken = await takeInSpeech({ inputPath: spoken.path, outPath, signal: context.signal });
    const { words } = await this.timer.time({ wavPath: outPath, text, language }, context);
    return { ...taken, words, cost: spoken.cost };
  }
}
