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

const MAX_PAIRS = 120;
const LENGTHS = { min: 1, max: 15 };
const SCENE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const MEMBERS = new Set(['first_frame', 'last_frame', 'duration']);
const MAX_ADDRESS = 4096;
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
  if (scenes.length < 1 || scenes.length > MAX_PAIRS) {
    const nearest = scenes.length < 1 ? 1 : MAX_PAIRS;
    faults.push({ ...fieldError('frames', `must have 1 to ${MAX_PAIRS} pairs; these are ${scenes.length}`), nearest: [nearest] });
  }
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
  const faults: FieldError[] = [];
  if (!SCENE.test(scene))
    faults.push(fieldError(here, 'must be named with 1 to 64 letters, digits, "-" or "_", beginning with a letter or digit'));
  const isPair = typeof pair === 'object' && pair !== null && !Array.isArray(pair);
  const { first_frame, last_frame, duration, ...others } = (isPair ? pair : {}) as Record<string, unknown>;
  if (!isPair) faults.push(fieldError(here, 'must be an object with first_frame and last_frame'));
  for (const name of Object.keys(others))
    if (!MEMBERS.has(name)) faults.push(fieldError(`${here}.${name}`, 'is not a field of this request'));
  const pictures: InputImage[] = [];
  for (const [edge, url] of isPair
    ? ([
        ['first', first_frame],
        ['last', last_frame],
      ] as const)
    : []) {
    const path = `${here}.${edge}_frame`;
    const isInline = typeof url === 'string' && /^data:/i.test(url);
    if (typeof url !== 'string' || url === '') faults.push(fieldError(path, 'must be the address of a picture'));
    else if (!isInline && url.length > MAX_ADDRESS) faults.push(fieldError(path, `must have ${MAX_ADDRESS} characters at most`));
    else pictures.push({ name: pictureName(clipId, edge), path, url });
  }
  const wished = duration ?? nearestLength(model?.durationsSeconds ?? null, config.durationSeconds);
  const isNumber = typeof wished === 'number' && Number.isFinite(wished);
  const durationSeconds = isNumber ? wished : 0;
  const length = isNumber && model ? lengthFault(`${here}.duration`, wished, model.durationsSeconds, LENGTHS) : null;
  if (!isNumber) faults.push(fieldError(`${here}.duration`, 'must be a number of seconds'));
  if (length) faults.push(length);
  const expectedMicros = model ? expectedCostMicros(model, { durationSeconds, prompt: '' }) : 0;
  return { clip: { clipId, scene, durationSeconds, seed, expectedMicros }, pictures, faults };
}

/** Who has paid for a provider wants it used; without one, the clips are drawn here. */
function firstAvailable(models: Models, orgId: string): string {
  const able = models.catalogue('frames-to-video', orgId).filter(({ available }) => available);
  return (able.find(({ provider }) => provider !== 'local') ?? able[0])?.id ?? 'local:illustrator';
}
