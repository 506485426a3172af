import { isRetired, type ModelCapability, type ModelInfo } from './model-info.js';
import { bindCalls, type OpenCalls } from '../provider-calls/bind-calls.js';
import { noPaidCalls } from '../provider-calls/no-paid-calls.js';
import { ProviderError } from './errors.js';
import {
  type Bound,
  type ClipMaker,
  type ClipSketcher,
  type ImageMaker,
  type MusicMaker,
  type ScriptWriter,
  type VoiceMaker,
  type WordTimer,
} from './makers.js';
import { type FilmRenderer, type RemoteRenderer } from './rendering.js';

/** What one model can be asked for; what it cannot do is absent. */
export interface Makers {
  readonly script?: ScriptWriter;
  readonly image?: ImageMaker;
  readonly clip?: ClipMaker;
  readonly sketch?: ClipSketcher;
  readonly voice?: VoiceMaker;
  readonly music?: MusicMaker;
  readonly transcription?: WordTimer;
  readonly render?: FilmRenderer;
  readonly montage?: RemoteRenderer;
}

/** Somebody who offers models. Availability may change at any time, so `models()` is asked anew on every look-up. */
export interface Provider {
  readonly name: string;
  /** One entry for each model and capability. */
  models(): readonly ModelInfo[];
  makers(modelId: string): Makers;
  /** The voices of its voice models, where it can list them. */
  voices?(): Promise<readonly NamedVoice[]>;
  /**
   * Its voice model that an installation has chosen to narrate a language with.
   * @param language BCP 47 @param voice by name, or null for any @returns null: none
   */
  narrator?(language: string, voice: string | null): string | null;
}

/** A voice that a request can name. */
export interface NamedVoice {
  readonly id: string;
  readonly name: string;
  /** BCP 47. */
  readonly language: string;
  readonly model: string;
}

/** Whether a provider can be used at the moment, and with whose key. */
export interface ModelAvailability {
  /** @param orgId null: with the installation's key. @returns a sentence, or null when nothing speaks against it */
  reasonAgainst(provider: string, orgId: string | null): string | null;
}

/** The catalogue, and the way from a model id (`provider:model`) to what carries it out. */
export class Models {
  private readonly providers = new Map<string, Provider>();

  /**
   * @param availability default: whatever needs no key, so everything that providers themselves call available
   * @param openCalls default: nobody is paid
   * @param now RFC 3339, for what is withdrawn on a day; default: the clock of this machine
   */
  constructor(
    providers: readonly Provider[] = [],
    private readonly availability: ModelAvailability | null = null,
    private readonly openCalls: OpenCalls = () => noPaidCalls,
    private readonly now: () => string = () => new Date().toISOString(),
  ) {
    for (const provider of providers) this.register(provider);
  }

  /** A provider of the same name is replaced. */
  register(provider: Provider): void {
    this.providers.set(provider.name, provider);
  }

  /**
   * Everything known, or what is known for one capability, in the order of registration.
   * @param orgId whose keys count besides the installation's
   */
  catalogue(capability?: ModelCapability, orgId: string | null = null): readonly ModelInfo[] {
    return this.known((model) => capability === undefined || model.capability === capability).map((model) => this.judged(model, orgId));
  }

  find(id: string, capability?: ModelCapability, orgId: string | null = null): ModelInfo | null {
    const model = this.first(id, capability);
    return model ? this.judged(model, orgId) : null;
  }

  /** Everything that one model can do, in the order of its provider. None: nobody offers it. @param orgId as in `catalogue` */
  entriesOf(id: string, orgId: string | null = null): readonly ModelInfo[] {
    return this.known((model) => model.id === id).map((model) => this.judged(model, orgId));
  }

  isKnown(id: string, capability?: ModelCapability): boolean {
    return this.first(id, capability) !== null;
  }

  isAvailable(id: string, capability?: ModelCapability, orgId: string | null = null): boolean {
    return this.find(id, capability, orgId)?.available ?? false;
  }

  /** Every voice that a provider lists and whose model can be used, in the order of registration. @param orgId whose keys count */
  async voices(orgId: string | null = null): Promise<readonly NamedVoice[]> {
    const listed = await Promise.all([...this.providers.values()].map((provider) => provider.voices?.() ?? []));
    const usable = new Set(this.catalogue('voice', orgId).flatMap(({ id, available }) => (available ? [id] : [])));
    return listed.flat().filter(({ model }) => usable.has(model));
  }

  /** The voice model that narrates a language here where a request names none; null: what narrates everywhere. @param voice as requested */
  narrator(language: string, voice: string | null): string | null {
    for (const provider of this.providers.values()) {
      const model = provider.narrator?.(language, voice) ?? null;
      if (model !== null) return model;
    }
    return null;
  }

  /** @throws ProviderError `unknown_model`, `model_unavailable`; as all of the following. */
  script(id: string): Bound<ScriptWriter> {
    return this.maker(id, 'script');
  }
  image(id: string): Bound<ImageMaker> {
    return this.maker(id, 'image');
  }
  clip(id: string): Bound<ClipMaker> {
    return this.maker(id, 'clip');
  }
  /** @returns null when it does not draw here itself */
  sketcher(id: string): Bound<ClipSketcher> | null {
    const model = this.first(id);
    return model && this.providers.get(model.provider)?.makers(id).sketch ? this.maker(id, 'sketch') : null;
  }
  voice(id: string): Bound<VoiceMaker> {
    return this.maker(id, 'voice');
  }
  music(id: string): Bound<MusicMaker> {
    return this.maker(id, 'music');
  }
  timer(id: string): Bound<WordTimer> {
    return this.maker(id, 'transcription');
  }
  montage(id: string): Bound<RemoteRenderer> {
    return this.maker(id, 'montage');
  }
  renderer(id = 'ffmpeg'): Bound<FilmRenderer> {
    return this.maker(id, 'render');
  }

  private known(isWanted: (model: ModelInfo) => boolean): readonly ModelInfo[] {
    const found: ModelInfo[] = [];
    for (const provider of this.providers.values()) for (const model of provider.models()) if (isWanted(model)) found.push(model);
    return found;
  }

  /** An order looks some sixty models up, a batch of a thousand rows does so a thousand times: no list of all is made for it. */
  private first(id: string, capability?: ModelCapability): ModelInfo | null {
    for (const provider of this.providers.values())
      for (const model of provider.models())
        if (model.id === id && (capability === undefined || model.capability === capability)) return model;
    return null;
  }

  private judged(model: ModelInfo, orgId: string | null): ModelInfo {
    if (!model.available) return model;
    // The day is written out only for those that are withdrawn on one.
    const reason = isRetired(model, typeof model.retiredOn === 'string' ? this.now().slice(0, 10) : '')
      ? `withdrawn${typeof model.retiredOn === 'string' ? ` on ${model.retiredOn}` : ''}`
      : (this.availability?.reasonAgainst(model.provider, orgId) ?? null);
    return reason === null ? model : { ...model, available: false, unavailableReason: reason };
  }

  /** Keys, credit and breakdowns are not asked for here: whoever pays for a call waits for them, or gives way. */
  private maker<K extends keyof Makers>(id: string, kind: K): Bound<NonNullable<Makers[K]>> {
    const info = this.first(id);
    const maker = info && this.providers.get(info.provider)?.makers(id)[kind];
    if (!info || !maker) throw new ProviderError('unknown_model', `no provider offers "${id}" for ${kind}`, false);
    if (!info.available)
      throw new ProviderError('model_unavailable', `"${id}" cannot be used: ${info.unavailableReason ?? 'unknown reason'}`, false);
    return bindCalls(maker, this.openCalls);
  }
}
