import { type ModelInfo } from '../../contracts/model-info.js';
import { type WordTimer } from '../../contracts/makers.js';
import { type Makers, type Provider } from '../../contracts/models.js';
import { ProviderHttp } from '../http/provider-http.js';
import { MICROS_PER_CREDIT } from './kie.answer.js';
import { KieClient } from './kie.client.js';
import { lengthsOf, ratiosOf } from './kie.input.js';
import { KieClipMaker, KieImageMaker } from './kie.makers.js';
import { KieMusicMaker, KieVoiceMaker } from './kie.sound-makers.js';
import { AUDIO_MODELS } from './models/audio-models.js';
import { DEDICATED_MODELS } from './models/dedicated-models.js';
import { IMAGE_MODELS } from './models/image-models.js';
import { type KieModel } from './models/model.js';
import { NAMED_MODELS } from './models/named-models.js';
import { VIDEO_MODELS } from './models/video-models.js';

export const KIE_MODELS: readonly KieModel[] = [...VIDEO_MODELS, ...IMAGE_MODELS, ...AUDIO_MODELS, ...DEDICATED_MODELS, ...NAMED_MODELS];

export interface KieOptions {
  /** Times the words of its voices. */
  readonly timer: WordTimer;
  /** Where pictures are sent to; null: KIE's own host. */
  readonly uploadBaseUrl?: string | null;
  /** A voice id of ElevenLabs for requests that name none. */
  readonly defaultVoice?: string;
}

/** "Rachel", one of the voices that every account of ElevenLabs has. */
const DEFAULT_VOICE = '21m00Tcm4TlvDq8ikWAM';

/** `kie`: more than a hundred models behind one key. */
export function kieProvider({ timer, uploadBaseUrl = null, defaultVoice = DEFAULT_VOICE }: KieOptions): Provider {
  const client = new KieClient(new ProviderHttp('KIE.ai'), uploadBaseUrl);
  const makersOf = (model: KieModel): Makers => {
    const [capability = ''] = model.capabilities;
    if (capability.endsWith('-to-video')) return { clip: new KieClipMaker(client, model) };
    if (['text-to-image', 'image-edit', 'upscale'].includes(capability)) return { image: new KieImageMaker(client, model) };
    if (capability === 'music') return { music: new KieMusicMaker(client, model) };
    if (capability === 'voice') return { voice: new KieVoiceMaker(client, model, timer, defaultVoice) };
    return {};
  };
  const models = KIE_MODELS.flatMap(infosOf);
  const makers = new Map(KIE_MODELS.map((model): [string, Makers] => [`kie:${model.id}`, makersOf(model)]));
  return { name: 'kie', models: () => models, makers: (id) => makers.get(id) ?? {} };
}

function infosOf({ id, capabilities, input, credits, successor }: KieModel): ModelInfo[] {
  const isPerSecond = 'perSecond' in credits;
  return capabilities.map((capability) => ({
    id: `kie:${id}`,
    provider: 'kie',
    capability,
    durationsSeconds: input && lengthsOf(input),
    aspectRatios: input && ratiosOf(input),
    unit: isPerSecond ? 'second' : capability === 'text-to-image' ? 'image' : 'call',
    priceMicros: (isPerSecond ? credits.perSecond : credits.each) * MICROS_PER_CREDIT,
    available: input !== null && successor === undefined,
    unavailableReason: successor !== undefined ? 'withdrawn' : input === null ? 'its parameters are not described yet' : null,
    successor: successor ?? null,
  }));
}
