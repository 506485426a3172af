import { languageOf } from '#media';
import {
  CHARACTERS_PER_SECOND,
  keptFile,
  SOUND_BYTES_PER_SECOND,
  spokenSeconds,
  storeText,
  type VoiceTtsStep,
  WAV_BYTES_PER_SECOND,
} from '#steps';
import { isBlank } from '#platform/json';
import { type MediaValue, type ScriptValue, type SegmentsValue } from '../../contracts/values.js';
import { type KnownCall, NodeFailure, type TaskCall, type TaskNode } from '../node-type.js';
import { arrived, LANGUAGE, MODEL_PARAMS, modelOf, mostOf, numberParam, ofLength, text, textParam, typed } from './model-params.js';
import { renderSecondsOf } from './picture-params.js';
import { pricesOf } from './prices.js';

/** As much as a film may say: ten minutes at a brisk pace. */
const MAX_CHARACTERS = 10_000;
/** What a character takes in the times of the words. */
const TIMES_BYTES = 20;

export const voiceTts = (step: VoiceTtsStep): TaskNode => ({
  type: step.type,
  title: 'Voice',
  group: 'sound',
  description: 'Has a script or a text spoken, or each segment of a film at its time.',
  version: 2,
  inputs: [
    { name: 'script', types: ['script'], description: 'What is said.' },
    { name: 'segments', types: ['segments'], description: 'What is said when: the voice is as long as the film.' },
    { name: 'text', types: ['text'], description: 'The same as a text.' },
  ],
  outputs: [
    {
      name: 'audio',
      type: 'audio',
      description: 'The voice, AAC; later nodes mix from what it was made from, and know when each word is heard.',
    },
    { name: 'durationSeconds', type: 'number', description: 'How long it is.' },
  ],
  exactlyOne: ['script', 'segments', 'text'],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { ...MODEL_PARAMS, voice: text(200), speed: { type: 'number', minimum: 0.5, maximum: 2 }, language: LANGUAGE },
  },
  weight: 'task',
  cache: 'organisation',
  queue: 'voice',
  most: (call) => ({ audio: { seconds: secondsOf(call) }, durationSeconds: { seconds: secondsOf(call) } }),
  estimate(call) {
    const { params, model } = call;
    const characters = charactersOf(call);
    const lines = { lines: [ofLength(characters)], timeline: null };
    const used = step.estimate({ ...voiceOf(params, 'en'), ...lines, model: model?.model ?? '' }, pricesOf(model));
    const seconds = secondsOf(call);
    const storage = seconds * (SOUND_BYTES_PER_SECOND + WAV_BYTES_PER_SECOND) + characters * TIMES_BYTES;
    return { ...used, storage_bytes: Math.ceil(storage), render_seconds: renderSecondsOf(model?.model ?? '', seconds) };
  },
  async execute(call, context) {
    const model = modelOf(call);
    const { params } = call;
    const { language, ...said } = whatIsSaid(call);
    const made = await step.run({ ...voiceOf(params, language), ...said, model }, context);
    const { audio, durationSeconds, source, cost } = made;
    const master = keptFile(made.master);
    const times = made.lines.flatMap(({ words }) => words);
    const words = await storeText(context, 'words.json', JSON.stringify(times), 'application/json');
    const value: MediaValue = {
      ...{ file: audio, kind: 'audio', widthPx: null, heightPx: null, durationSeconds, source, attribution: null },
      ...{ master, words },
    };
    const storage = audio.sizeBytes + master.sizeBytes + words.sizeBytes;
    const quantities = { storage_bytes: storage, render_seconds: renderSecondsOf(model, durationSeconds) };
    return { outputs: { audio: typed('audio', value), durationSeconds: typed('number', durationSeconds) }, cost, quantities };
  },
});

/** @param language of what is said; the node's own comes first */
const voiceOf = (params: TaskCall['params'], language: string) => ({
  ...{ voice: textParam(params, 'voice') || null, language: textParam(params, 'language') || language },
  ...{ speed: numberParam(params, 'speed') ?? 1, sections: [], master: true },
});

function whatIsSaid(call: TaskCall) {
  const segments = arrived(call, 'segments') as SegmentsValue | undefined;
  if (segments) {
    const { fps, totalFrames } = segments;
    const slots = segments.segments.map(({ startFrame, endFrame }) => ({ startSeconds: startFrame / fps, endSeconds: endFrame / fps }));
    const lines = segments.segments.map((segment) => segment.text);
    mustBeSayable(lines.join(' '));
    return { language: segments.language, lines, timeline: { slots, durationSeconds: totalFrames / fps } };
  }
  const script = arrived(call, 'script') as ScriptValue | undefined;
  const words = script?.text ?? arrived(call, 'text');
  mustBeSayable(words);
  return { language: script?.language || languageOf(words), lines: [words], timeline: null };
}

function mustBeSayable(words: unknown): asserts words is string {
  if (typeof words !== 'string' || isBlank(words)) throw new NodeFailure('missing_input', 'there is nothing to say');
  if (words.length <= MAX_CHARACTERS) return;
  throw new NodeFailure('invalid_params', `${words.length} characters are to be said; ${MAX_CHARACTERS} at most`);
}

type Known = Pick<KnownCall, 'params' | 'inputs'>;

/** Of whichever port is connected. */
function charactersOf({ inputs }: Known): number {
  const bound = inputs['script'] ?? inputs['segments'] ?? inputs['text'];
  const bySeconds = bound?.seconds === undefined ? MAX_CHARACTERS : bound.seconds * CHARACTERS_PER_SECOND * 2;
  return Math.min(MAX_CHARACTERS, bound?.characters ?? bySeconds);
}

const slowestOf = ({ params }: Known): number => mostOf(params['speed'] ?? 1, 0.5);

/** A voice may be slower than words are counted with. */
const secondsOf = (call: Known): number =>
  Math.max(call.inputs['segments']?.seconds ?? 0, Math.ceil((spokenSeconds(charactersOf(call)) * 1.2) / slowestOf(call) + 2));
