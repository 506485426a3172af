import { keptFile, type MusicGenerateStep } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { type KnownCall, NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, MODEL_PARAMS, modelOf, mostCharacters, mostOf, ofLength, stableSeed, text, typed, wordsOf } from './model-params.js';
import { renderSecondsOf } from './picture-params.js';
import { pricesOf } from './prices.js';

const MAX_MOOD = 1_000;
const [MIN_SECONDS, MAX_SECONDS] = [1, 600];

export const musicGenerate = (step: MusicGenerateStep): TaskNode => ({
  type: step.type,
  title: 'Music',
  group: 'sound',
  description: 'Has music composed, of exactly the length asked for.',
  version: 2,
  inputs: [
    { name: 'mood', types: ['text'], required: true, param: 'mood', description: 'What it sounds like.' },
    { name: 'durationSeconds', types: ['number'], required: true, param: 'durationSeconds', description: 'How long it is.' },
  ],
  outputs: [{ name: 'audio', type: 'audio', description: 'The music, AAC; later nodes mix from what it was made from.' }],
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
  most: (call) => ({ audio: { seconds: secondsOf(call) } }),
  estimate(call) {
    const { params, inputs, model } = call;
    const mood = ofLength(mostCharacters(params['mood'], MAX_MOOD, inputs['mood']));
    const durationSeconds = secondsOf(call);
    const used = step.estimate({ mood, durationSeconds, seed: 0, master: true, model: model?.model ?? '' }, pricesOf(model));
    return { ...used, render_seconds: renderSecondsOf(model?.model ?? '', durationSeconds) };
  },
  async execute(call, context) {
    const model = modelOf(call);
    const { params } = call;
    const mood = wordsOf(call, 'mood', MAX_MOOD);
    const durationSeconds = arrived(call, 'durationSeconds') ?? params['durationSeconds'];
    if (typeof durationSeconds !== 'number' || durationSeconds < MIN_SECONDS || durationSeconds > MAX_SECONDS) {
      throw new NodeFailure('invalid_params', `the length must be ${MIN_SECONDS} to ${MAX_SECONDS} s`);
    }
    const seed = stableSeed(params, [params, mood, durationSeconds]);
    const made = await step.run({ model, mood, durationSeconds, seed, master: true }, context);
    const { audio, source, cost } = made;
    const master = keptFile(made.master);
    const value: MediaValue = {
      ...{ file: audio, kind: 'audio', widthPx: null, heightPx: null, durationSeconds, source, attribution: null, master },
    };
    const quantities = { storage_bytes: audio.sizeBytes + master.sizeBytes, render_seconds: renderSecondsOf(model, durationSeconds) };
    return { outputs: { audio: typed('audio', value) }, cost, quantities };
  },
});

const secondsOf = ({ params, inputs }: Pick<KnownCall, 'params' | 'inputs'>): number =>
  Math.min(MAX_SECONDS, inputs['durationSeconds']?.seconds ?? mostOf(params['durationSeconds'], MAX_SECONDS));
