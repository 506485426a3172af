import { type ImageEditStep } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, modelOf, mostCharacters, ofLength, textParam, typed, wordsOf } from './model-params.js';
import { imageValue, MAX_PROMPT, PICTURE_PARAMS, pictureOf } from './picture-params.js';
import { pricesOf } from './prices.js';

/** Named as a fallback: the picture as it came, where no model can change it. */
export const ORIGINAL = 'original';

export const imageEdit = (step: ImageEditStep): TaskNode => ({
  type: step.type,
  title: 'Edit a picture',
  group: 'pictures',
  description:
    'Has a picture changed by words, or enlarged. Needs a key of a provider; `"fallback": ["original"]` goes on with the picture as it is.',
  version: 1,
  inputs: [
    { name: 'image', types: ['image'], required: true, description: 'What is changed.' },
    { name: 'prompt', types: ['text'], param: 'prompt', description: 'How; needed for `edit`.' },
  ],
  outputs: [{ name: 'image', type: 'image', description: 'The picture.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { ...PICTURE_PARAMS, operation: { enum: ['edit', 'upscale'] } },
  },
  weight: 'task',
  queue: 'image',
  estimate({ params, inputs, model }) {
    const prompt = ofLength(mostCharacters(params['prompt'] ?? '', MAX_PROMPT, inputs['prompt']));
    return step.estimate({ ...pictureOf(params, prompt), image: { key: '' }, model: model?.model ?? '' }, pricesOf(model));
  },
  async execute(call, context) {
    const model = modelOf(call);
    const given = arrived(call, 'image') as MediaValue | undefined;
    if (!given) throw new NodeFailure('missing_input', 'there is no picture');
    if (model === ORIGINAL) return { outputs: { image: typed('image', given) } };
    const isEdit = textParam(call.params, 'operation', 'edit') === 'edit';
    const hasWords = arrived(call, 'prompt') !== undefined || call.params['prompt'] !== undefined;
    const prompt = isEdit || hasWords ? wordsOf(call, 'prompt', MAX_PROMPT) : '';
    const { image, source, cost } = await step.run({ ...pictureOf(call.params, prompt), model, image: given.file }, context);
    const value = imageValue({ file: image, source, widthPx: null, heightPx: null });
    return { outputs: { image: typed('image', value) }, cost, quantities: { storage_bytes: image.sizeBytes } };
  },
});
