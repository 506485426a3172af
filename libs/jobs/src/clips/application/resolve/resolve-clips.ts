import { type ModelInfo, type Models } from '#integrations';
import { filmFormat } from '#media';
import { deriveId } from '#platform';
import { expectedCostMicros } from '../../../shared/expected-cost.js';
import { type InputImage, type InputImages } from '../../../shared/input-images.js';
import { type FieldError, FaultyRequest, fieldError } from '../../../shared/faulty-request.js';
import { lengthFault, nearestLength } from '../../../shared/lengths.js';
import { NamedModelUnavailable, namedModel } from '../../../shared/named-model.js';
import { pictureName } from '../tasks/task-kinds.js';
import { type ClipsConfig } from '../../clips.config.js';
import { type OrderedClip } from '../../../contracts/clip-set.events.js';
import { type RequestClipSet } from '../../domain/clip-set.commands.js';
import { type CreateClipsRequest } from './create-clips.request.js';
import { MAX_PAIRS, pairCountFaults, readFrames } from './read-frames.js';

const LENGTHS = { min: 1, max: 15 };
const SEED_MODULUS = 2 ** 31 - 1;

export interface ResolvedClips {
  readonly data: RequestClipSet['data'];
  readonly pictures: readonly InputImage[];
}

export interface ClipsResolution {
  readonly orgId: string;
  readonly clipSetId: string;
  readonly seed: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Fills in what a request leaves open and takes in the pictures that were sent along.
 * @throws FaultyRequest with the faults of all pairs, NamedModelUnavailable
 */
export async function resolveClips(
  body: CreateClipsRequest,
  { orgId, clipSetId, seed, today }: ClipsResolution,
  { models, pictures, config }: { models: Models; pictures: InputImages; config: ClipsConfig },
): Promise<ResolvedClips> {
  const faults: FieldError[] = [];
  let details: Readonly<Record<string, unknown>> = {};
  const aspectRatio = body.aspectRatio ?? config.aspectRatio;
  const modelId = body.model ?? config.model ?? firstAvailable(models, orgId);
  const named = namedModel(models, modelId, ['frames-to-video'], { orgId, today });
  const model = 'fault' in named ? null : named.entries[0];
  if ('fault' in named) {
    faults.push(named.fault);
    details = named.details;
  }
  if (model?.aspectRatios && !model.aspectRatios.includes(aspectRatio)) {
    faults.push(fieldError('aspectRatio', `must be one of ${model.aspectRatios.join(', ')} for ${model.id}`));
  }
  const scenes = Object.entries(body.frames);
  faults.push(...pairCountFaults(scenes.length));
  const pairs = scenes
    .slice(0, MAX_PAIRS)
    .map(([scene, pair], index) => readPair({ scene, pair, model, config, clipSetId, seed: (seed + index * 104_729) % SEED_MODULUS }));
  const given = pairs.flatMap((pair) => pair.pictures);
  faults.push(...pairs.flatMap((pair) => pair.faults), ...(await pictures.receive({ orgId, subjectId: clipSetId }, given)));
  if (faults.length > 0 || !model) throw new FaultyRequest(faults, details);
  if (!model.available) throw new NamedModelUnavailable(model);
  const { widthPx, heightPx, fps } = filmFormat(aspectRatio, config.resolution, config.fps);
  const clips = pairs.map((pair) => pair.clip);
  return { data: { clipSetId, model: model.id, aspectRatio, widthPx, heightPx, fps, clips }, pictures: given };
}

interface Pair {
  readonly clip: OrderedClip;
  readonly pictures: readonly InputImage[];
  readonly faults: readonly FieldError[];
}

function readPair(given: {
  scene: string;
  pair: unknown;
  model: ModelInfo | null;
  config: ClipsConfig;
  clipSetId: string;
  seed: number;
}): Pair {
  const { scene, pair, model, config, clipSetId, seed } = given;
  const clipId = deriveId(clipSetId, 'clip', scene);
  const here = `frames.${scene}`;
  const read = readFrames(scene, pair);
  const faults = [...read.faults];
  const pictures = read.addresses.map(({ edge, path, url }) => ({ name: pictureName(clipId, edge), path, url }));
  const wished = read.duration ?? nearestLength(model?.durationsSeconds ?? null, config.durationSeconds);
  const isNumber = typeof wished === 'number' && Number.isFinite(wished);
  const durationSeconds = isNumber ? wished : 0;
  const length = isNumber && model ? lengthFault(`${here}.duration`, wished, model.durationsSeconds, LENGTHS) : null;
  if (length) faults.push(length);
  const expectedMicros = model ? expectedCostMicros(model, { durationSeconds, prompt: '' }) : 0;
  return { clip: { clipId, scene, durationSeconds, seed, expectedMicros }, pictures, faults };
}

/** Who has paid for a provider wants it used; without one, the clips are drawn here. */
function firstAvailable(models: Models, orgId: string): string {
  const able = models.catalogue('frames-to-video', orgId).filter(({ available }) => available);
  return (able.find(({ provider }) => provider !== 'local') ?? able[0])?.id ?? 'local:illustrator';
}
