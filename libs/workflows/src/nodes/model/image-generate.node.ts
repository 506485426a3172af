import { filmFormat, type ImageGenerateStep, isLocal } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, MODEL_PARAMS, mostCharacters, stableSeed, text, textParam, typed } from './model-params.js';
import { pricesOf } from './prices.js';

const MAX_PROMPT = 10_000;
const ASPECT_RATIOS = ['9:16', '16:9', '1:1', '4:5'];
/** What this installation works at a picture, as rendering is counted. */
const RENDER_SECONDS = 1;

export const imageGenerate = (step: ImageGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Picture',
  group: 'pictures',
  description: 'Has a picture made from words.',
  version: 1,
  inputs: [{ name: 'prompt', types: ['text'], required: true, param: 'prompt', description: 'What is to be seen.' }],
  outputs: [{ name: 'image', type: 'image', description: 'The picture.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...MODEL_PARAMS,
      ...{ prompt: { ...text(MAX_PROMPT), minLength: 1 }, negativePrompt: text(2_000), style: text(200) },
      aspectRatio: { enum: ASPECT_RATIOS },
    },
  },
  weight: 'task',
  cache: 'organisation',
  queue: 'image',
  estimate({ params, model }) {
    const prompt = 'x'.repeat(mostCharacters(params['prompt'], MAX_PROMPT));
    const used = step.estimate({ ...request(params, prompt, 0), model: model?.model ?? '' }, pricesOf(model));
    return { ...used, render_seconds: isLocal(model?.model ?? '') ? RENDER_SECONDS : 0 };
  },
  async execute({ params, inputs, model }, context) {
    const prompt = arrived({ inputs }, 'prompt') ?? params['prompt'];
    if (typeof prompt !== 'string' || prompt.trim() === '') throw new NodeFailure('missing_input', 'there is nothing to be seen');
    if (prompt.length > MAX_PROMPT)
      throw new NodeFailure('invalid_params', `the prompt has ${prompt.length} characters; ${MAX_PROMPT} at most`);
    const wanted = request(params, prompt, stableSeed(params, [params, prompt]));
    const { image, source, cost } = await step.run({ ...wanted, model }, context);
    const { widthPx, heightPx } = wanted;
    const value: MediaValue = { file: image, kind: 'image', widthPx, heightPx, durationSeconds: null, source, attribution: null };
    const quantities = { storage_bytes: image.sizeBytes, render_seconds: isLocal(model) ? RENDER_SECONDS : 0 };
    return { outputs: { image: typed('image', value) }, cost, quantities };
  },
});

function request(params: Readonly<Record<string, unknown>>, prompt: string, seed: number) {
  const { widthPx, heightPx } = filmFormat(textParam(params, 'aspectRatio', '9:16') as '9:16', '1080p', 30);
  const negativePrompt = typeof params['negativePrompt'] === 'string' ? params['negativePrompt'] : null;
  const style = textParam(params, 'style', 'cinematic');
  return { prompt, negativePrompt, narration: '', language: 'en', style, widthPx, heightPx, seed, film: null };
}
