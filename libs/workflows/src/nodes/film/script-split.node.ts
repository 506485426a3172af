import { languageOf } from '#media';
import { cutIntoSegments, MAX_SEGMENTS, speakingSeconds } from '#steps/plan';
import { isBlank } from '#platform/json';
import { type ScriptValue, type SegmentsValue } from '../../contracts/values.js';
import { type LightNode, NodeFailure } from '../node-type.js';
import { arrived, numberParam, textParam, typed } from '../model/model-params.js';

const MAX_SECONDS = 600;
const [USUAL_FPS, USUAL_SEGMENT_SECONDS] = [30, 10];
/** Picture that stays after the last word. */
const CLOSING_SECONDS = 0.8;

export const scriptSplit: LightNode = {
  type: 'Script.Split',
  title: 'Split a script',
  group: 'writing',
  description: 'Cuts a script into the segments of a film, each with its words and its frames.',
  version: 1,
  inputs: [
    { name: 'script', types: ['script'], required: true, description: 'What is said.' },
    {
      name: 'durationSeconds',
      types: ['number'],
      param: 'durationSeconds',
      description: 'Length of the film; default: as long as it takes to say it.',
    },
  ],
  outputs: [
    { name: 'segments', type: 'segments', description: 'The segments; also a list, for `Map`.' },
    { name: 'count', type: 'number', description: 'How many there are.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mode: { enum: ['beats', 'sections'] },
      segmentSeconds: { type: 'number', minimum: 5, maximum: 15 },
      durationSeconds: { type: 'number', minimum: 1, maximum: MAX_SECONDS },
      fps: { enum: [24, 25, 30, 50, 60] },
    },
  },
  weight: 'light',
  queue: 'script',
  most({ params, inputs }) {
    const { seconds, characters } = inputs['script'] ?? {};
    const given = typeof params['durationSeconds'] === 'number' ? params['durationSeconds'] : seconds;
    const bound = given === undefined ? {} : { seconds: Math.min(MAX_SECONDS, given * 2) };
    return { segments: { ...bound, ...(characters !== undefined && { characters }), items: MAX_SEGMENTS } };
  },
  evaluate({ params, inputs }) {
    const script = arrived({ inputs }, 'script') as ScriptValue | undefined;
    if (!script || isBlank(script.text)) throw new NodeFailure('missing_input', 'there is nothing to split');
    const fps = numberParam(params, 'fps') ?? USUAL_FPS;
    const language = script.language || languageOf(script.text);
    const given = arrived({ inputs }, 'durationSeconds') ?? params['durationSeconds'];
    const seconds = typeof given === 'number' ? given : speakingSeconds(script.text, language) + CLOSING_SECONDS;
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new NodeFailure('film_too_long', `the film would last ${Math.ceil(seconds)} s; ${MAX_SECONDS} s at most`);
    }
    const totalFrames = Math.max(1, Math.ceil(seconds * fps));
    const cuts = cutIntoSegments({
      ...{ script: script.text, language, totalFrames, fps },
      mode: textParam(params, 'mode', 'beats') as 'beats' | 'sections',
      segmentSeconds: numberParam(params, 'segmentSeconds') ?? USUAL_SEGMENT_SECONDS,
    });
    const segments = cuts.map((cut, index) => ({ index, ...cut, durationSeconds: (cut.endFrame - cut.startFrame) / fps }));
    const value: SegmentsValue = { fps, totalFrames, language, title: script.title, segments };
    return { outputs: { segments: typed('segments', value), count: typed('number', segments.length) } };
  },
};
