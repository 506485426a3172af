import { type ModelCapability, type ModelInfo } from './capability.js';
import { ProviderError } from './errors.js';
import {
  type ClipMaker,
  type FilmRenderer,
  type ImageMaker,
  type MusicMaker,
  type ScriptWriter,
  type VoiceMaker,
  type WordTimer,
} from './makers.js';

/** What one model can be asked for; what it cannot do is absent. */
export interface Makers {
  readonly script?: ScriptWriter;
  readonly image?: ImageMaker;
  readonly clip?: ClipMaker;
  readonly voice?: VoiceMaker;
  readonly music?: MusicMaker;
  readonly transcription?: WordTimer;
  readonly render?: FilmRenderer;
}

/** Somebody who offers models. Availability may change at any time, so `models()` is asked anew on every look-up. */
export interface Provider {
  readonly name: string;
  /** One entry for each model and capability. */
  models(): readonly ModelInfo[];
  makers(modelId: string): Makers;
}

/** The catalogue, and the way from a model id (`provider:model`) to what carries it out. */
export class Models {
  private readonly providers = new Map<string, Provider>();

  constructor(providers: readonly Provider[] = []) {
    for (const provider of providers) this.register(provider);
  }

  /** A provider of the same name is replaced. */
  register(provider: Provider): void {
    this.providers.set(provider.name, provider);
  }

  /** Everything known, or what is known for one capability, in the order of registration. */
  catalogue(capability?: ModelCapability): readonly ModelInfo[] {
    const all = [...this.providers.values()].flatMap((provider) => provider.models());
    return capability ? all.filter((model) => model.capability === capability) : all;
  }

  find(id: string, capability?: ModelCapability): ModelInfo | null {
    return this.catalogue(capability).find((model) => model.id === id) ?? null;
  }

  isKnown(id: string, capability?: ModelCapability): boolean {
    return this.find(id, capability) !== null;
  }

  isAvailable(id: string, capability?: ModelCapability): boolean {
    return this.find(id, capability)?.available ?? false;
  }

  /** @throws ProviderError `unknown_model`, `model_unavailable`; as all of the following. */
  script(id: string): ScriptWriter {
    return this.maker(id, 'script');
  }
  image(id: string): ImageMaker {
    return this.maker(id, 'image');
  }
  clip(id: string): ClipMaker {
    return this.maker(id, 'clip');
  }
  voice(id: string): VoiceMaker {
    return this.maker(id, 'voice');
  }
  music(id: string): MusicMaker {
    return this.maker(id, 'music');
  }
  timer(id: string): WordTimer {
    return this.maker(id, 'transcription');
  }
  renderer(id = 'ffmpeg'): FilmRenderer {
    return this.maker(id, 'render');
  }

  private maker<K extends keyof Makers>(id: string, kind: K): NonNullable<Makers[K]> {
    const info = this.find(id);
    const maker = info && this.providers.get(info.provider)?.makers(id)[kind];
    if (!info || !maker) throw new ProviderError('unknown_model', `no provider offers "${id}" for ${kind}`, false);
    if (!info.available)
      throw new ProviderError('model_unavailable', `"${id}" cannot be used: ${info.unavailableReason ?? 'unknown reason'}`, false);
    return maker;
  }
}
