/** Which models make the pictures of a film: those named, and those that stand in for them. */
import { type ModelCapability, type Models } from '#integrations';
import { isPhotoLed } from '#media/plan';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { ANIMATED_STILL, needsImages } from '../../domain/fallback-chain.js';
import { type JobsConfig } from '../../../jobs.config.js';
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';
import { type ModelRequester, namedModel } from '../../../shared/named-model.js';
import { type VideoOrder } from '../../../contracts/video-order.js';
import { ModelRetired, ModelUnavailable, UnknownModel } from './request.errors.js';

/** Other providers that are tried before stock: each of them costs money and minutes. */
const MAX_OTHERS = 3;
const CLIP_CAPABILITIES: readonly ModelCapability[] = ['text-to-video', 'image-to-video', 'frames-to-video', 'stock'];

/** What a clip starts from. */
export type ClipStart = 'text' | 'still' | 'pair';

const CAPABILITIES: Readonly<Record<ClipStart, readonly ModelCapability[]>> = {
  text: ['text-to-video', 'stock'],
  still: ['image-to-video', 'frames-to-video', 'stock'],
  pair: ['frames-to-video'],
};

/**
 * Who makes the clips where the order names nobody. A style that asks for photos asks the libraries of photos and footage that are open first,
 * unless the installation has painters of its own choice: they are told the style, and may know better.
 */
export function clipModels(
  { style, visuals, frames }: Pick<VideoOrder, 'style' | 'visuals' | 'frames'>,
  orgId: string,
  { models, config }: { models: Pick<Models, 'catalogue'>; config: Pick<JobsConfig, 'clipModels' | 'stockModels'> },
): readonly string[] {
  if (visuals?.models) return visuals.models;
  if (visuals?.mode === 'stock') return config.stockModels;
  const isDrawnHere = config.clipModels.every((id) => id.startsWith('local:'));
  if (visuals?.mode !== undefined || frames || !isDrawnHere || !isPhotoLed(style ?? '')) return config.clipModels;
  const open = models.catalogue('stock', orgId).flatMap(({ id, available }) => (available ? [id] : []));
  return open.length > 0 ? open : config.clipModels;
}

/** Other models that are available, then stock, then the still by itself, then what is drawn here. */
export function defaultFallback(
  chosen: readonly string[],
  start: ClipStart,
  orgId: string,
  { models, config }: { models: Models; config: JobsConfig },
): string[] {
  const available = (capability: ModelCapability): string[] =>
    models.catalogue(capability, orgId).flatMap(({ id, provider, available: isOpen }) => (isOpen && provider !== 'local' ? [id] : []));
  const generating = CAPABILITIES[start].filter((capability) => capability !== 'stock').flatMap(available);
  const others = [...new Set(generating)].filter((id) => !chosen.includes(id)).slice(0, MAX_OTHERS);
  const stock = start === 'pair' ? [] : available('stock').slice(0, 1);
  const still = start === 'text' ? [] : [ANIMATED_STILL];
  return [...new Set([...others, ...stock, ...still, ...config.fallbackModels])].filter((id) => !chosen.includes(id));
}

/** @returns the lengths that one of the models at least can make; null: any. */
export function makeableLengths(chain: readonly string[], models: Models): readonly number[] | null {
  const lengths = new Set<number>();
  for (const id of chain) {
    // A still lasts as long as it is requested to; of an unknown model nothing can be said here.
    const entries = id === ANIMATED_STILL ? [] : models.entriesOf(id).filter(({ capability }) => CLIP_CAPABILITIES.includes(capability));
    if (entries.length === 0 || entries.some(({ durationsSeconds }) => durationsSeconds === null)) return null;
    for (const seconds of entries.flatMap(({ durationsSeconds }) => durationsSeconds ?? [])) lengths.add(seconds);
  }
  return lengths.size === 0 ? null : [...lengths].sort((a, b) => a - b);
}

export interface NamedWish {
  /** The field that names it. */
  readonly path: string;
  readonly id: string;
}

/** Models asked for when segments are made anew. @returns what is wrong with them @throws UnknownModel, ModelRetired */
export function checkRequestedModels(wishes: readonly NamedWish[], asking: ModelRequester, models: Models): FieldError[] {
  const unknown = wishes.filter(({ id }) => !models.isKnown(id)).map(({ id }) => id);
  if (unknown.length > 0) throw new UnknownModel(unknown);
  return wishes.flatMap(({ path, id }) => {
    const found = namedModel(models, id, CLIP_CAPABILITIES, asking);
    if (!('fault' in found)) return [];
    if (found.fault.code === 'model_retired') throw new ModelRetired(id, found.details);
    return [{ ...found.fault, path }];
  });
}

/** @throws UnknownModel, ModelRetired, and ModelUnavailable where there is no other fault */
export function checkModels(
  request: VideoRequest,
  body: VideoOrder,
  asking: ModelRequester,
  { models, config }: { models: Models; config: JobsConfig },
  faults: FieldError[],
): void {
  const named = { models: body.visuals?.models ?? [], fallback: (body.visuals?.fallback ?? []).filter((id) => id !== ANIMATED_STILL) };
  const unknown = [...named.models, ...named.fallback].filter((id) => !models.isKnown(id));
  if (request.voice !== false && !models.isKnown(config.voiceModel(request.voice.provider), 'voice')) unknown.push(request.voice.provider);
  if (unknown.length > 0) throw new UnknownModel(unknown);
  const isAnimated = request.visuals.mode === 'text-to-video' || request.visuals.mode === 'image-to-video';
  const start: ClipStart = request.frames ? 'pair' : needsImages(request) ? 'still' : 'text';
  for (const field of ['models', 'fallback'] as const) {
    const usable = field === 'models' && isAnimated ? CAPABILITIES[start] : CLIP_CAPABILITIES;
    named[field].forEach((id, index) => {
      const found = namedModel(models, id, usable, asking);
      if (!('fault' in found)) return;
      if (found.fault.code === 'model_retired') throw new ModelRetired(id, found.details);
      faults.push(fieldError(`visuals.${field}.${index}`, found.fault.message));
    });
  }
  const chain = [...request.visuals.models, ...request.visuals.fallback];
  const isPossible = chain.some((id) => id === ANIMATED_STILL || models.isAvailable(id, undefined, asking.orgId));
  if (faults.length === 0 && !isPossible) throw new ModelUnavailable(chain);
  const { renderer } = request;
  if (renderer !== 'ffmpeg' && !models.isAvailable(renderer, 'render', asking.orgId)) throw new ModelUnavailable([renderer]);
}
