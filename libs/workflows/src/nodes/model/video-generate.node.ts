import { type VideoGenerateStep } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, modelOf, mostCharacters, mostOf, numberParam, ofLength, typed, wordsOf } from './model-params.js';
import { MAX_PROMPT, PICTURE_PARAMS, pictureOf, renderSecondsOf } from './picture-params.js';
import { pricesOf } from './prices.js';

const [MIN_SECONDS, MAX_SECONDS, USUAL_SECONDS] = [1, 60, 5];
const USUAL_FPS = 30;
const BY_ITSELF = { exclude: [], still: false } as const;

export const videoGenerate = (step: VideoGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Clip',
  group: 'pictures',
  description: 'Has a clip made: from words, from a picture that it begins with, or between two pictures.',
  version: 1,
  inputs: [
    { name: 'prompt', types: ['text'], param: 'prompt', description: 'What is to be seen.' },
    { name: 'image', types: ['image'], description: 'The picture it begins with.' },
    { name: 'lastImage', types: ['image'], description: 'The picture it ends with; needs `image`.' },
  ],
  outputs: [{ name: 'video', type: 'video', description: 'The clip.' }],
  atLeastOne: ['prompt', 'image'],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...PICTURE_PARAMS,
      durationSeconds: { type: 'number', minimum: MIN_SECONDS, maximum: MAX_SECONDS },
      fps: { enum: [24, 25, 30, 50, 60] },
    },
  },
  weight: 'task',
  queue: 'video',
  most: ({ params }) => ({ video: { seconds: mostOf(params['durationSeconds'] ?? USUAL_SECONDS, MAX_SECONDS) } }),
  estimate({ params, inputs, model }) {
    const prompt = ofLength(mostCharacters(params['prompt'] ?? '', MAX_PROMPT, inputs['prompt']));
    const durationSeconds = mostOf(params['durationSeconds'] ?? USUAL_SECONDS, MAX_SECONDS);
    const wanted = { ...pictureOf(params, prompt), ...BY_ITSELF, firstImage: null, lastImage: null, fps: USUAL_FPS, durationSeconds };
    const used = step.estimate({ ...wanted, model: model?.model ?? '' }, pricesOf(model));
    return { ...used, render_seconds: renderSecondsOf(model?.model ?? '', durationSeconds) };
  },
  async execute(call, context) {
    const model = modelOf(call);
    const { params } = call;
    const fileAt = (port: string) => (arrived(call, port) as MediaValue | undefined)?.file ?? null;
    const [firstImage, lastImage] = [fileAt('image'), fileAt('lastImage')];
    if (lastImage && !firstImage) throw new NodeFailure('missing_input', '"lastImage" needs "image" as well');
    const hasWords = arrived(call, 'prompt') !== undefined || params['prompt'] !== undefined;
    const prompt = hasWords || !firstImage ? wordsOf(call, 'prompt', MAX_PROMPT) : '';
    const fps = numberParam(params, 'fps') ?? USUAL_FPS;
    const durationSeconds = numberParam(params, 'durationSeconds') ?? USUAL_SECONDS;
    const picture = pictureOf(params, prompt, { fps, resolution: '720p' });
    const made = await step.run({ ...picture, ...BY_ITSELF, model, firstImage, lastImage, fps, durationSeconds }, context);
    const { clip, source, attribution, cost } = made;
    const value: MediaValue = {
      ...{ file: clip, kind: 'video', widthPx: picture.widthPx, heightPx: picture.heightPx, durationSeconds, source },
      attribution: attribution && `${attribution.author}, ${attribution.pageUrl}`,
    };
    const quantities = { storage_bytes: clip.sizeBytes, render_seconds: renderSecondsOf(model, durationSeconds) };
    return { outputs: { video: typed('video', value) }, cost, quantities };
  },
});
