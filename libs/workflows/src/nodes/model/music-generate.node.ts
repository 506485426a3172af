import { isLocal, type MusicGenerateStep } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, MODEL_PARAMS, mostCharacters, mostOf, stableSeed, text, typed } from './model-params.js';
import { pricesOf } from './prices.js';

const MAX_MOOD = 1_000;
const [MIN_SECONDS, MAX_SECONDS] = [1, 600];

export const musicGenerate = (step: MusicGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Music',
  group: 'sound',
  description: 'Has music composed, of exactly the length asked for.',
  version: 1,
  inputs: [
    { name: 'mood', types: ['text'], required: true, param: 'mood', description: 'What it sounds like.' },
    { name: 'durationSeconds', types: ['number'], required: true, param: 'durationSeconds', description: 'How long it is.' },
  ],
  outputs: [{ name: 'audio', type: 'audio', description: 'The music, AAC.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...MODEL_PARAMS,
      mood: { ...text(MAX_MOOD), minLength: 1 },
      durationSeconds: { type: 'number', minimum: MIN_SECONDS, maximum: MAX_SECONDS },
    },
  },
  weight: 'task',
  cache: 'organisation',
  queue: 'music',
  estimate({ params, model }) {
    const mood = 'x'.repeat(mostCharacters(params['mood'], MAX_MOOD));
    const durationSeconds = mostOf(params['durationSeconds'], MAX_SECONDS);
    const used = step.estimate({ mood, durationSeconds, seed: 0, master: false, model: model?.model ?? '' }, pricesOf(model));
    return { ...used, render_seconds: isLocal(model?.model ?? '') ? durationSeconds : 0 };
  },
  async execute({ params, inputs, model }, context) {
    const mood = arrived({ inputs }, 'mood') ?? params['mood'];
    const durationSeconds = arrived({ inputs }, 'durationSeconds') ?? params['durationSeconds'];
    if (typeof mood !== 'string' || mood === '' || mood.length > MAX_MOOD) {
      throw new NodeFailure('invalid_params', `the mood must have 1 to ${MAX_MOOD} characters`);
    }
    if (typeof durationSeconds !== 'number' || durationSeconds < MIN_SECONDS || durationSeconds > MAX_SECONDS) {
      throw new NodeFailure('invalid_params', `the length must be ${MIN_SECONDS} to ${MAX_SECONDS} s`);
    }
    const seed = stableSeed(params, [params, mood, durationSeconds]);
    const { audio, source, cost } = await step.run({ model, mood, durationSeconds, seed, master: false }, context);
    const value: MediaValue = { file: audio, kind: 'audio', widthPx: null, heightPx: null, durationSeconds, source, attribution: null };
    const quantities = { storage_bytes: audio.sizeBytes, render_seconds: isLocal(model) ? durationSeconds : 0 };
    return { outputs: { audio: typed('audio', value) }, cost, quantities };
  },
});
