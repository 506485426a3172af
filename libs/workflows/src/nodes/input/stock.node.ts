import { table } from '#platform/json';
import { ProviderError } from '#integrations';
import { type ImageGenerateStep, type StepContext, type VideoGenerateStep } from '#steps';
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

export const INPUT_STOCK = 'Input.Stock';
const MAX_QUERY = 500;
const [USUAL_COUNT, MAX_COUNT] = [6, 20];
const [USUAL_SECONDS, MAX_SECONDS] = [5, 30];
const FPS = 30;
const ASPECTS: Readonly<Record<string, string>> = table({ portrait: '9:16', landscape: '16:9', square: '1:1' });

export interface StockSteps {
  readonly clips: VideoGenerateStep;
  readonly pictures: ImageGenerateStep;
  /** Ids of stock that is shown already. */
  readonly before: (orgId: string, taker: StockTaker) => Promise<FoundBefore>;
  /** Asked before something is brought. Twice is once. @returns whether nobody else of the run has it */
  readonly take: (orgId: string, taker: StockTaker, stockId: string) => Promise<boolean>;
}

/** A node that takes something out of a library of stock; inside of a map, for one item of it. */
export interface StockTaker {
  readonly runId: string;
  readonly workflowId: string;
  /** Id of the node. */
  readonly node: string;
  /** The same for every try of a take, and for no other node or item of the run. */
  readonly place: string;
  readonly take: number;
  /** The run that this one goes on from: what was taken there may be taken over. */
  readonly origin: string | null;
}

export interface FoundBefore {
  /** In earlier takes of the same. */
  readonly inRun: readonly string[];
  /** By other nodes of the run, and for other items of a list. */
  readonly byOthers: readonly string[];
  /** In the last runs of the workflow. */
  readonly inOthers: readonly string[];
}

/** What was found, and by what it is known to the library. */
interface Found {
  readonly value: MediaValue;
  readonly id: string | null;
}

export const inputStock = (steps: StockSteps): TaskNode => ({
  type: INPUT_STOCK,
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
        description:
          'What another node of the run, or another item of a list, has found, and what the last 20 runs of the workflow have found here, is left out while there is anything else. Default: true.',
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
    const taker = takerOf(call);
    // What is drawn here is no stock.
    const before = model.startsWith('local:') ? NOTHING : await steps.before(context.orgId, taker);
    const shelves = shelvesOf(before, params['avoidRepeats'] !== false);
    let isRefused = false;
    const takes = async (id: string): Promise<boolean> => {
      const isOurs = await steps.take(context.orgId, taker, id);
      isRefused ||= !isOurs;
      return isOurs;
    };
    const hides = ({ without }: Shelf): boolean => isRefused || without.length > before.inRun.length;
    // One after another: each has to know what is taken already.
    for (let index = 0; index < count; index += 1) {
      context.signal.throwIfAborted();
      const here = found.flatMap(({ id }) => (id === null ? [] : [id]));
      const wanted = { params, query, model, index };
      found.push(
        await firstOf(shelves, hides, async ({ name, without, isAlone }) => {
          const part = await partContext(context, `stock-${index}${name}`);
          const own: StepContext = isAlone ? (Object.create(part, { takes: { value: takes } }) as StepContext) : part;
          return findOne(steps, { ...wanted, taken: [...without, ...here] }, own);
        }),
      );
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

const NOTHING: FoundBefore = { inRun: [], byOthers: [], inOthers: [] };

const takerOf = ({ runId, graph: { workflowId }, node: place, take, origin }: TaskCall): StockTaker => ({
  ...{ runId, workflowId, node: place.split('/').at(-1) ?? place, place, take, origin },
});

/** What may be looked through, while it has anything. */
interface Shelf {
  /** Tells calls apart. */
  readonly name: string;
  readonly without: readonly string[];
  /** Whether what is taken is nobody else's. */
  readonly isAlone: boolean;
}

/** What the last runs have shown is better than what this one shows elsewhere, and that is better than nothing. */
function shelvesOf({ inRun, byOthers, inOthers }: FoundBefore, isAvoiding: boolean): readonly Shelf[] {
  const again = { name: '-again', without: inRun, isAlone: false };
  if (!isAvoiding) return [{ ...again, name: '' }];
  const fresh = { name: '', without: [...inRun, ...byOthers, ...inOthers], isAlone: true };
  return inOthers.length === 0 ? [fresh, again] : [fresh, { name: '-before', without: [...inRun, ...byOthers], isAlone: true }, again];
}

/** @param hides whether there may be more on the shelves after one */
async function firstOf(
  shelves: readonly Shelf[],
  hides: (shelf: Shelf) => boolean,
  find: (shelf: Shelf) => Promise<Found>,
): Promise<Found> {
  for (const [place, shelf] of shelves.entries()) {
    try {
      return await find(shelf);
    } catch (error) {
      const isEmpty = error instanceof ProviderError && error.code === 'no_stock_found';
      if (!isEmpty || place === shelves.length - 1 || !hides(shelf)) throw error;
    }
  }
  throw new RangeError('there is nowhere to look');
}

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
