import { ProviderError } from '#integrations';
import { type ImageGenerateStep, type VideoGenerateStep } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { type TaskCall, type TaskNode } from '../node-type.js';
import {
  modelOf,
  mostCharacters,
  mostOf,
  numberParam,
  ofLength,
  text,
  textParam,
  typed,
  wordsOf,
  MODEL_PARAMS,
} from '../model/model-params.js';
import { creditOf, imageValue, pictureOf, renderSecondsOf } from '../model/picture-params.js';
import { pricesOf } from '../model/prices.js';
import { partContext } from '../part-context.js';

const MAX_QUERY = 500;
const [USUAL_COUNT, MAX_COUNT] = [6, 20];
const [USUAL_SECONDS, MAX_SECONDS] = [5, 30];
const FPS = 30;
const ASPECTS: Readonly<Record<string, string>> = { portrait: '9:16', landscape: '16:9', square: '1:1' };

export interface StockSteps {
  readonly clips: VideoGenerateStep;
  readonly pictures: ImageGenerateStep;
  /** Ids of stock that was found here before: in takes of this run, and in the runs before it. */
  readonly before: (orgId: string, of: StockPlace) => Promise<FoundBefore>;
}

/** A node that finds stock. */
export interface StockPlace {
  readonly runId: string;
  readonly workflowId: string;
  readonly node: string;
}

export interface FoundBefore {
  readonly inRun: readonly string[];
  readonly inOthers: readonly string[];
}

/** What was found, and by what it is known to the library. */
interface Found {
  readonly value: MediaValue;
  readonly id: string | null;
}

export const inputStock = (steps: StockSteps): TaskNode => ({
  type: 'Input.Stock',
  title: 'Stock',
  group: 'input',
  description: 'Finds clips or pictures in a library of stock, none twice; draws them where there is no library.',
  // 2: what was found before is left out, and what is found says whom to name.
  version: 2,
  inputs: [{ name: 'query', types: ['text'], required: true, param: 'query', description: 'What is to be seen.' }],
  outputs: [
    { name: 'clips', type: 'video[]', description: 'The clips.', when: { param: 'kind', is: [null, 'video'] } },
    { name: 'clips', type: 'image[]', description: 'The pictures.', when: { param: 'kind', is: ['image'] } },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...MODEL_PARAMS,
      query: { ...text(MAX_QUERY), minLength: 1 },
      count: { type: 'integer', minimum: 1, maximum: MAX_COUNT },
      kind: { enum: ['video', 'image'] },
      orientation: { enum: Object.keys(ASPECTS) },
      durationSeconds: { type: 'number', minimum: 1, maximum: MAX_SECONDS },
      avoidRepeats: {
        type: 'boolean',
        description: 'What the last 20 runs of the workflow have found here is left out while there is anything else. Default: true.',
      },
    },
  },
  weight: 'task',
  queue: 'stock',
  most: ({ params }) => {
    const { count, seconds } = mostFound(params);
    return { clips: { items: count, seconds: count * seconds } };
  },
  estimate({ params, inputs, model }) {
    const query = ofLength(mostCharacters(params['query'], MAX_QUERY, inputs['query']));
    const { count, seconds } = mostFound(params);
    const wanted = { ...wantedOf(params, query, 0), model: model?.model ?? '' };
    const one = isPictures(params)
      ? steps.pictures.estimate(wanted, pricesOf(model))
      : steps.clips.estimate({ ...wanted, ...clipOf(seconds, []) }, pricesOf(model));
    const work = renderSecondsOf(model?.model ?? '', isPictures(params) ? undefined : seconds);
    const times = (quantity = 0): number => quantity * count;
    return {
      provider_cost_micros: times(one.provider_cost_micros),
      storage_bytes: times(one.storage_bytes),
      render_seconds: times(work),
    };
  },
  async execute(call, context) {
    const model = modelOf(call);
    const { params } = call;
    const query = wordsOf(call, 'query', MAX_QUERY);
    const count = numberParam(params, 'count') ?? USUAL_COUNT;
    const found: Found[] = [];
    // Items of a map are kept in no run; what is drawn here is no stock.
    const isKnown = call.startedAt !== null && !model.startsWith('local:');
    const { inRun, inOthers } = isKnown ? await steps.before(context.orgId, placeOf(call)) : NOTHING;
    const avoided = params['avoidRepeats'] === false ? [] : inOthers;
    // One after another: each has to know what is taken already.
    for (let index = 0; index < count; index += 1) {
      context.signal.throwIfAborted();
      const taken = [...inRun, ...found.flatMap(({ id }) => (id === null ? [] : [id]))];
      const wanted = { params, query, model, index };
      const fresh = await findOne(steps, { ...wanted, taken: [...taken, ...avoided] }, await partContext(context, `stock-${index}`)).catch(
        nullWhenExhausted(avoided),
      );
      found.push(fresh ?? (await findOne(steps, { ...wanted, taken }, await partContext(context, `stock-${index}-again`))));
    }
    const values = found.map(({ value }) => value);
    const seconds = isPictures(params) ? undefined : lengthOf(params);
    const quantities = {
      storage_bytes: values.reduce((sum, { file }) => sum + file.sizeBytes, 0),
      render_seconds: count * renderSecondsOf(model, seconds),
    };
    return { outputs: { clips: typed(isPictures(params) ? 'image[]' : 'video[]', values) }, quantities };
  },
});

const NOTHING: FoundBefore = { inRun: [], inOthers: [] };

const placeOf = ({ runId, graph: { workflowId }, node }: TaskCall): StockPlace => ({ runId, workflowId, node });

/** A library that has nothing else is better than none. */
const nullWhenExhausted = (avoided: readonly string[]) => (error: unknown) => {
  if (avoided.length > 0 && error instanceof ProviderError && error.code === 'no_stock_found') return null;
  throw error;
};

interface Wanted {
  readonly params: TaskCall['params'];
  readonly query: string;
  readonly model: string;
  readonly index: number;
  readonly taken: readonly string[];
}

async function findOne(
  steps: StockSteps,
  { params, query, model, index, taken }: Wanted,
  context: Parameters<StockSteps['clips']['run']>[1],
): Promise<Found> {
  const wanted = { ...wantedOf(params, query, index), model };
  const { widthPx, heightPx } = wanted;
  if (isPictures(params)) {
    const { image, source, attribution } = await steps.pictures.run({ ...wanted, exclude: taken }, context);
    return { value: { ...imageValue({ file: image, source, widthPx, heightPx }), ...creditOf(attribution) }, id: attribution?.id ?? null };
  }
  const durationSeconds = lengthOf(params);
  const { clip, source, attribution } = await steps.clips.run({ ...wanted, ...clipOf(durationSeconds, taken) }, context);
  const value = { file: clip, kind: 'video', widthPx, heightPx, durationSeconds, source, ...creditOf(attribution) } as const;
  return { value, id: attribution?.id ?? null };
}

const isPictures = (params: TaskCall['params']): boolean => params['kind'] === 'image';
const lengthOf = (params: TaskCall['params']): number => numberParam(params, 'durationSeconds') ?? USUAL_SECONDS;
const clipOf = (durationSeconds: number, exclude: readonly string[]) => ({
  ...{ fps: FPS, durationSeconds, firstImage: null, lastImage: null, exclude, still: false },
});

const mostFound = (params: TaskCall['params']) => ({
  count: mostOf(params['count'] ?? USUAL_COUNT, MAX_COUNT),
  seconds: mostOf(params['durationSeconds'] ?? USUAL_SECONDS, MAX_SECONDS),
});

/** Each of them by a seed of its own, or all would be alike. */
function wantedOf(params: TaskCall['params'], query: string, index: number) {
  const aspectRatio = ASPECTS[textParam(params, 'orientation', 'portrait')];
  const picture = pictureOf({ ...params, aspectRatio }, query, { fps: FPS, resolution: '720p' });
  return { ...picture, seed: (picture.seed + index * 7_919) % (2 ** 31 - 1) };
}
