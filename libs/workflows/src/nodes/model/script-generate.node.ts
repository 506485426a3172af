import { CHARACTERS_PER_SECOND, type ScriptGenerateStep } from '#steps';
import { type ScriptValue } from '../../contracts/values.js';
import { type KnownCall, type TaskNode } from '../node-type.js';
import {
  arrived,
  LANGUAGE,
  MODEL_PARAMS,
  modelOf,
  mostCharacters,
  mostOf,
  numberParam,
  ofLength,
  text,
  textParam,
  typed,
  wordsOf,
} from './model-params.js';
import { pricesOf } from './prices.js';

const MAX_PROMPT = 10_000;
const MAX_SECONDS = 600;
/** How much more than is counted with a writer may write before it is refused as too long. */
const LEEWAY = 2;

export const scriptGenerate = (step: ScriptGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Script',
  group: 'writing',
  description: 'Has a narration written about a topic, for a length where one is given.',
  version: 2,
  inputs: [
    { name: 'topic', types: ['text'], required: true, param: 'prompt', description: 'What it is about.' },
    { name: 'context', types: ['text'], description: 'What the writer is to know besides.' },
  ],
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
      language: LANGUAGE,
      durationSeconds: { type: 'number', minimum: 5, maximum: MAX_SECONDS },
      beats: { type: 'integer', minimum: 1, maximum: 120 },
    },
  },
  weight: 'task',
  queue: 'script',
  most(call) {
    const words = { characters: secondsOf(call) * CHARACTERS_PER_SECOND * LEEWAY };
    return { script: words, text: words, title: { characters: 500 } };
  },
  estimate(call) {
    const { params, inputs, model } = call;
    const context = inputs['context'] ? mostCharacters(undefined, MAX_PROMPT, inputs['context']) : 0;
    const asked = mostCharacters(params['prompt'], MAX_PROMPT, inputs['topic']) + context;
    // A text of that length is what the step counts with.
    const prompt = ofLength(Math.min(2 * MAX_PROMPT, asked) + secondsOf(call) * CHARACTERS_PER_SECOND);
    return step.estimate({ ...request(params, prompt, 0), model: model?.model ?? '', durationSeconds: null }, pricesOf(model));
  },
  async execute(call, context) {
    const { params, seed } = call;
    const topic = wordsOf(call, 'topic', MAX_PROMPT, 'prompt');
    const known = arrived(call, 'context') === undefined ? '' : `\n\n${wordsOf(call, 'context', MAX_PROMPT)}`;
    const made = await step.run({ ...request(params, `${topic}${known}`, seed), model: modelOf(call) }, context);
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

const secondsOf = ({ params }: Pick<KnownCall, 'params'>): number => mostOf(params['durationSeconds'], MAX_SECONDS);
