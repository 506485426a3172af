import { type Models } from '#integrations';
import { type JobsConfig } from '../jobs.config.js';

/** `voice` of an order, as far as it says who speaks. */
export interface WantedVoice {
  readonly provider: string;
  /** By name; null: any. */
  readonly voice: string | null;
}

/**
 * The model that narrates: the one named, or for `local` a voice that is installed for this language and is the one that is wanted, and
 * else the voice that is always there. @param language BCP 47
 */
export function narratorModel(models: Models, config: JobsConfig, { provider, voice }: WantedVoice, language: string): string {
  return (provider === 'local' ? models.narrator(language, voice) : null) ?? config.voiceModel(provider);
}
