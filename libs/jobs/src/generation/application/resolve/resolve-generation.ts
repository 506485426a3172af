import { type ModelCapability, type ModelInfo, type Models } from '#integrations';
import { languageOf } from '#media';
import { expectedCostMicros } from '../../../shared/expected-cost.js';
import { type InputImage, type InputImages } from '../../../shared/input-images.js';
import { type FieldError, FaultyRequest, fieldError } from '../../../shared/faulty-request.js';
import { type LengthRange, lengthFault, nearestLength } from '../../../shared/lengths.js';
import { NamedModelUnavailable, namedModel } from '../../../shared/named-model.js';
import { type GenerationCapability } from '../../../contracts/generation.events.js';
import { type RequestGeneration } from '../../domain/generation.commands.js';
import { type CreateGenerationRequest, type GenerationInputBody } from './create-generation.request.js';

const MAX_ADDRESS = 4096;
const DEFAULT_ASPECT_RATIO = '9:16';

/** Everything that can be called by itself, in the order in which a model that can do several is understood. */
const CAPABILITIES: readonly GenerationCapability[] = [
  'text-to-image',
  'image-edit',
  'upscale',
  'text-to-video',
  'image-to-video',
  'frames-to-video',
  'music',
  'voice',
  'stock',
];
const FROM_PICTURE: readonly ModelCapability[] = ['image-edit', 'upscale', 'image-to-video', 'frames-to-video'];

/** Lengths of what has one, in seconds: what is taken from a model that can make any, and what is made when nothing is said. */
const LENGTHS: Readonly<Partial<Record<ModelCapability, LengthRange & { readonly usual: number }>>> = {
  'text-to-video': { min: 1, max: 60, usual: 5 },
  'image-to-video': { min: 1, max: 60, usual: 5 },
  'frames-to-video': { min: 1, max: 60, usual: 5 },
  stock: { min: 1, max: 60, usual: 10 },
  music: { min: 1, max: 600, usual: 30 },
};

export interface ResolvedGeneration {
  readonly data: RequestGeneration['data'];
  readonly pictures: readonly InputImage[];
}

export interface GenerationResolution {
  readonly orgId: string;
  readonly generationId: string;
  readonly assetId: string;
  /** Used when the request names none. */
  readonly seed: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Finds out what the model is asked for, fills in what is left open and takes in the pictures that were sent along.
 * @throws FaultyRequest with all faults, NamedModelUnavailable
 */
export async function resolveGeneration(
  { model: modelId, input }: CreateGenerationRequest,
  { orgId, generationId, assetId, seed, today }: GenerationResolution,
  { models, pictures }: { models: Models; pictures: InputImages },
): Promise<ResolvedGeneration> {
  const named = namedModel(models, modelId, CAPABILITIES, { orgId, today });
  const given = picturesOf(input);
  const faults = [...given.faults, ...(await pictures.receive({ orgId, subjectId: generationId }, given.pictures))];
  if ('fault' in named) throw new FaultyRequest([named.fault, ...faults], named.details);
  const model = meant(named.entries, input);
  const aspectRatio = input.aspectRatio ?? DEFAULT_ASPECT_RATIO;
  if ('path' in model) throw new FaultyRequest([model, ...faults]);
  if (model.aspectRatios && !model.aspectRatios.includes(aspectRatio)) {
    faults.push(fieldError('input.aspectRatio', `must be one of ${model.aspectRatios.join(', ')} for ${modelId}`));
  }
  const range = LENGTHS[model.capability];
  const durationSeconds = range ? (input.durationSeconds ?? nearestLength(model.durationsSeconds, range.usual)) : null;
  const length =
    range && durationSeconds !== null ? lengthFault('input.durationSeconds', durationSeconds, model.durationsSeconds, range) : null;
  if (length) faults.push(length);
  if (faults.length > 0) throw new FaultyRequest(faults);
  if (!model.available) throw new NamedModelUnavailable(model);
  const { prompt, negativePrompt = null } = input;
  return {
    data: {
      generationId,
      model: model.id,
      capability: model.capability,
      input: {
        prompt,
        negativePrompt,
        durationSeconds,
        aspectRatio,
        language: languageOf(prompt),
        seed: input.seed ?? seed,
        pictures: given.pictures.map(({ name }) => (name === 'image' ? 'image' : 'lastImage')),
      },
      assetId,
      expectedMicros: expectedCostMicros(model, { durationSeconds, prompt }),
    },
    pictures: given.pictures,
  };
}

type Meant = ModelInfo & { readonly capability: GenerationCapability };

/** @returns the entry of the model that fits what was given, or why none does. */
function meant(entries: readonly ModelInfo[], { imageUrl, lastImageUrl, durationSeconds }: GenerationInputBody): Meant | FieldError {
  const can = CAPABILITIES.flatMap((capability) => {
    const entry = entries.find((one) => one.capability === capability);
    return entry ? [{ ...entry, capability }] : [];
  });
  const id = entries[0]?.id ?? '';
  const hasLength = (entry: Meant): boolean => LENGTHS[entry.capability] !== undefined;
  const takesPicture = (entry: Meant): boolean => FROM_PICTURE.includes(entry.capability);
  if (lastImageUrl !== undefined) {
    const between = can.find(({ capability }) => capability === 'frames-to-video');
    if (!between) return fieldError('input.lastImageUrl', `${id} makes no clips between two pictures`);
    return imageUrl === undefined ? fieldError('input.imageUrl', 'is needed with lastImageUrl: the picture the clip begins with') : between;
  }
  const fitting = can.filter((entry) => takesPicture(entry) === (imageUrl !== undefined) && entry.capability !== 'frames-to-video');
  const [first] = fitting;
  if (!first) {
    if (imageUrl === undefined) return fieldError('input.imageUrl', `is needed: ${id} works from a picture`);
    if (can.some(takesPicture)) return fieldError('input.lastImageUrl', `is needed: ${id} makes clips between two pictures`);
    return fieldError('input.imageUrl', `${id} takes no picture`);
  }
  if (durationSeconds === undefined) return first;
  return fitting.find(hasLength) ?? fieldError('input.durationSeconds', `what ${id} makes has no length to choose`);
}

function picturesOf(input: GenerationInputBody): { pictures: InputImage[]; faults: FieldError[] } {
  const pictures: InputImage[] = [];
  const faults: FieldError[] = [];
  for (const [name, url] of [
    ['image', input.imageUrl],
    ['lastImage', input.lastImageUrl],
  ] as const) {
    const path = `input.${name}Url`;
    if (url === undefined) continue;
    if (url.length > MAX_ADDRESS && !/^data:/i.test(url)) faults.push(fieldError(path, `must have ${MAX_ADDRESS} characters at most`));
    else pictures.push({ name, path, url });
  }
  return { pictures, faults };
}
