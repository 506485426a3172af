import { type ImageGenerateStep } from '#steps';
import { type TaskNode } from '../node-type.js';
import { modelOf, mostCharacters, ofLength, typed, wordsOf } from './model-params.js';
import { imageValue, MAX_PROMPT, PICTURE_PARAMS, pictureOf, renderSecondsOf } from './picture-params.js';
import { pricesOf } from './prices.js';

export const imageGenerate = (step: ImageGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Picture',
  group: 'pictures',
  description: 'Has a picture made from words.',
  version: 1,
  inputs: [{ name: 'prompt', types: ['text'], required: true, param: 'prompt', description: 'What is to be seen.' }],
  outputs: [{ name: 'image', type: 'image', description: 'The picture.' }],
  params: { type: 'object', additionalProperties: false, properties: PICTURE_PARAMS },
  weight: 'task',
  cache: 'organisation',
  queue: 'image',
  estimate({ params, inputs, model }) {
    const prompt = ofLength(mostCharacters(params['prompt'], MAX_PROMPT, inputs['prompt']));
    const used = step.estimate({ ...pictureOf(params, prompt), model: model?.model ?? '' }, pricesOf(model));
    return { ...used, render_seconds: renderSecondsOf(model?.model ?? '') };
  },
  async execute(call, context) {
    const model = modelOf(call);
    const wanted = pictureOf(call.params, wordsOf(call, 'prompt', MAX_PROMPT));
    const { image, source, cost } = await step.run({ ...wanted, model }, context);
    const value = imageValue({ file: image, source, widthPx: wanted.widthPx, heightPx: wanted.heightPx });
    const quantities = { storage_bytes: image.sizeBytes, render_seconds: renderSecondsOf(model) };
    return { outputs: { image: typed('image', value) }, cost, quantities };
  },
});
