import { sumOfCosts, type VideoGenerateStep } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { someAtATime, partContext } from '../part-context.js';
import { modelOf, mostCharacters, mostOf, numberParam, ofLength, textParam, typed } from './model-params.js';
import { MAX_PROMPT, PICTURE_PARAMS, pictureOf, renderSecondsOf } from './picture-params.js';
import { pricesOf } from './prices.js';

const [MAX_SECONDS, USUAL_SECONDS] = [15, 5];
const MAX_PAIRS = 60;
const CLIPS_AT_ONCE = 4;
const FPS = 30;

export const clipsFromFrames = (step: VideoGenerateStep): TaskNode => ({
  type: 'Clips.FromFrames',
  title: 'Clips between pictures',
  group: 'pictures',
  description: 'Has a clip made between each two pictures: the first and second, the third and fourth, and so on.',
  version: 1,
  inputs: [
    { name: 'frames', types: ['image[]'], required: true, list: true, description: 'Pictures in pairs: first and last of each clip.' },
  ],
  outputs: [{ name: 'clips', type: 'video[]', description: 'The clips, in the order of pairs.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { ...PICTURE_PARAMS, durationSeconds: { type: 'number', minimum: 1, maximum: MAX_SECONDS } },
  },
  weight: 'task',
  queue: 'video',
  most(call) {
    const items = Math.floor((call.inputs['frames']?.items ?? 2 * MAX_PAIRS) / 2);
    return { clips: { items, seconds: items * mostOf(call.params['durationSeconds'] ?? USUAL_SECONDS, MAX_SECONDS) } };
  },
  estimate({ params, inputs, model }) {
    const prompt = ofLength(mostCharacters(params['prompt'] ?? '', MAX_PROMPT));
    const durationSeconds = mostOf(params['durationSeconds'] ?? USUAL_SECONDS, MAX_SECONDS);
    const one = step.estimate(
      { ...clipOf(params, prompt, durationSeconds), firstImage: null, lastImage: null, model: model?.model ?? '' },
      pricesOf(model),
    );
    const count = Math.min(MAX_PAIRS, Math.ceil((inputs['frames']?.items ?? 2 * MAX_PAIRS) / 2));
    return {
      provider_cost_micros: count * (one.provider_cost_micros ?? 0),
      storage_bytes: count * (one.storage_bytes ?? 0),
      render_seconds: count * renderSecondsOf(model?.model ?? '', durationSeconds),
    };
  },
  async execute(call, context) {
    const model = modelOf(call);
    const { params } = call;
    const frames = (call.inputs['frames'] ?? []).flatMap(({ value }) => value as MediaValue[]);
    if (frames.length === 0 || frames.length % 2 !== 0 || frames.length > 2 * MAX_PAIRS) {
      throw new NodeFailure('invalid_params', `${frames.length} pictures make no pairs; 2 to ${2 * MAX_PAIRS} of them, an even number`);
    }
    const pairs = Array.from({ length: frames.length / 2 }, (_, index) => frames.slice(2 * index, 2 * index + 2));
    const durationSeconds = numberParam(params, 'durationSeconds') ?? USUAL_SECONDS;
    const wanted = clipOf(params, textParam(params, 'prompt'), durationSeconds);
    const made = await someAtATime(pairs, CLIPS_AT_ONCE, async ([first, last], index) => {
      const between = { firstImage: first?.file ?? null, lastImage: last?.file ?? null };
      return step.run({ ...wanted, ...between, model }, await partContext(context, `clip-${index}`));
    });
    const { widthPx, heightPx } = wanted;
    const clips = made.map(({ clip, source }): MediaValue => ({
      ...{ file: clip, kind: 'video', widthPx, heightPx, durationSeconds, source, attribution: null },
    }));
    return {
      outputs: { clips: typed('video[]', clips) },
      cost: sumOfCosts(made.map(({ cost }) => cost)),
      quantities: {
        storage_bytes: clips.reduce((sum, { file }) => sum + file.sizeBytes, 0),
        render_seconds: clips.length * renderSecondsOf(model, durationSeconds),
      },
    };
  },
});

const clipOf = (params: Parameters<TaskNode['estimate']>[0]['params'], prompt: string, durationSeconds: number) => ({
  ...pictureOf(params, prompt, { fps: FPS, resolution: '720p' }),
  ...{ fps: FPS, durationSeconds, exclude: [], still: false },
});
