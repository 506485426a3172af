import { CHARACTERS_PER_SECOND, type ScriptGenerateStep } from '#steps';
import { type ScriptValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, MODEL_PARAMS, mostCharacters, mostOf, numberParam, text, textParam, typed } from './model-params.js';
import { pricesOf } from './prices.js';

const MAX_PROMPT = 10_000;
const MAX_SECONDS = 600;

export const scriptGenerate = (step: ScriptGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Script',
  group: 'writing',
  description: 'Has a narration written about a topic, for a length where one is given.',
  version: 1,
  inputs: [{ name: 'topic', types: ['text'], required: true, param: 'prompt', description: 'What it is about.' }],
  outputs: [
    { name: 'script', type: 'script', description: 'What is to be said.' },
    { name: 'text', type: 'text', description: 'The same as one text.' },
    { name: 'title', type: 'text', description: 'A title.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...MODEL_PARAMS,
      ...{ prompt: { ...text(MAX_PROMPT), minLength: 1 }, style: text(200), tone: text(200), audience: text(200) },
      language: { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
      durationSeconds: { type: 'number', minimum: 5, maximum: MAX_SECONDS },
      beats: { type: 'integer', minimum: 1, maximum: 120 },
    },
  },
  weight: 'task',
  queue: 'script',
  estimate({ params, model }) {
    const characters =
      mostCharacters(params['prompt'], MAX_PROMPT) + mostOf(params['durationSeconds'], MAX_SECONDS) * CHARACTERS_PER_SECOND;
    // A text of that length is what the step counts with.
    const prompt = 'x'.repeat(Math.ceil(characters));
    return step.estimate({ ...request(params, prompt, 0), model: model?.model ?? '', durationSeconds: null }, pricesOf(model));
  },
  async execute({ params, inputs, model, seed }, context) {
    const prompt = arrived({ inputs }, 'topic') ?? params['prompt'];
    if (typeof prompt !== 'string' || prompt.trim() === '') throw new NodeFailure('missing_input', 'there is nothing to write about');
    if (prompt.length > MAX_PROMPT)
      throw new NodeFailure('invalid_params', `the topic has ${prompt.length} characters; ${MAX_PROMPT} at most`);
    const made = await step.run({ ...request(params, prompt, seed), model }, context);
    const { title, paragraphs, text: words, source, cost } = made;
    const script: ScriptValue = { title, paragraphs, text: words, language: textParam(params, 'language', 'en'), source };
    return { outputs: { script: typed('script', script), text: typed('text', words), title: typed('text', title) }, cost };
  },
});

const request = (params: Readonly<Record<string, unknown>>, prompt: string, seed: number) => ({
  ...{ prompt, title: null, language: textParam(params, 'language', 'en'), style: textParam(params, 'style') },
  ...{ tone: textParam(params, 'tone'), audience: textParam(params, 'audience'), speed: 1 },
  ...{ durationSeconds: numberParam(params, 'durationSeconds'), beats: numberParam(params, 'beats') },
  seed: numberParam(params, 'seed') ?? seed,
});
