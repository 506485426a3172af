import { isLocal, spokenSeconds, type VoiceTtsStep } from '#steps';
import { type MediaValue, type ScriptValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, MODEL_PARAMS, numberParam, text, textParam, typed } from './model-params.js';
import { pricesOf } from './prices.js';

/** As much as a film may say: ten minutes at a brisk pace. */
const MAX_CHARACTERS = 10_000;

export const voiceTts = (step: VoiceTtsStep): TaskNode => ({
  type: step.type,
  title: 'Voice',
  group: 'sound',
  description: 'Has a script or a text spoken.',
  version: 1,
  inputs: [
    { name: 'script', types: ['script'], description: 'What is said.' },
    { name: 'text', types: ['text'], description: 'The same as a text.' },
  ],
  outputs: [
    { name: 'audio', type: 'audio', description: 'The voice, AAC.' },
    { name: 'durationSeconds', type: 'number', description: 'How long it is.' },
  ],
  exactlyOne: ['script', 'text'],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...MODEL_PARAMS,
      voice: text(200),
      speed: { type: 'number', minimum: 0.5, maximum: 2 },
      language: { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
    },
  },
  weight: 'task',
  cache: 'organisation',
  queue: 'voice',
  estimate({ params, model }) {
    const words = 'x'.repeat(MAX_CHARACTERS);
    const used = step.estimate({ ...request(params, words, 'en'), model: model?.model ?? '' }, pricesOf(model));
    return { ...used, render_seconds: isLocal(model?.model ?? '') ? spokenSeconds(MAX_CHARACTERS) : 0 };
  },
  async execute({ params, inputs, model }, context) {
    const script = arrived({ inputs }, 'script') as ScriptValue | undefined;
    const words = script?.text ?? arrived({ inputs }, 'text');
    if (typeof words !== 'string' || words.trim() === '') throw new NodeFailure('missing_input', 'there is nothing to say');
    if (words.length > MAX_CHARACTERS)
      throw new NodeFailure('invalid_params', `${words.length} characters are to be said; ${MAX_CHARACTERS} at most`);
    const made = await step.run({ ...request(params, words, script?.language ?? ''), model }, context);
    const { audio, durationSeconds, source, cost } = made;
    const value: MediaValue = { file: audio, kind: 'audio', widthPx: null, heightPx: null, durationSeconds, source, attribution: null };
    const quantities = { storage_bytes: audio.sizeBytes, render_seconds: isLocal(model) ? durationSeconds : 0 };
    return { outputs: { audio: typed('audio', value), durationSeconds: typed('number', durationSeconds) }, cost, quantities };
  },
});

/** @param language of the script; the node's own comes first */
const request = (params: Readonly<Record<string, unknown>>, words: string, language: string) => ({
  ...{ voice: textParam(params, 'voice') || null, language: textParam(params, 'language') || language || 'en' },
  ...{ speed: numberParam(params, 'speed') ?? 1, lines: [words], timeline: null, sections: [], master: false },
});
