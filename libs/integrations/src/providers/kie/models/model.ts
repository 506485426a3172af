import { type ModelCapability } from '../../../contracts/model-info.js';
import { type Params } from './params.js';

/** One model of KIE.ai, as data. */
export interface KieModel {
  /** KIE's own id; `kie:<id>` in the catalogue. */
  readonly id: string;
  readonly capabilities: readonly ModelCapability[];
  /** Null: known by name only. Such a model is listed, and refused before anything is spent. */
  readonly input: Params | null;
  /** KIE's credits for one result or one second; what is billed is what the finished task says. */
  readonly credits: { readonly perSecond: number } | { readonly each: number };
  /** Path of an older API of the model's own; absent: `jobs/createTask`. */
  readonly dedicated?: 'veo' | 'runway' | 'gpt4o-image' | 'flux-kontext' | 'suno';
  /** Gone: the id of the catalogue to use instead. */
  readonly successor?: string;
}

/** KIE publishes prices as prose, and not for all; these are what a plan is made with where nothing better is known. */
export const ASSUMED = { perSecond: 10, image: 6, edit: 8, upscale: 10, music: 20, voice: 8 };
