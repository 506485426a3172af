import { type LightNode, NodeFailure } from '../node-type.js';
import { listOfType } from '../../graph/domain/coercions.js';
import { type TypedValue } from '../node-type.js';

const FLOW = { group: 'flow', version: 1, weight: 'light', queue: 'script' } as const;
const NO_PARAMS = { type: 'object', additionalProperties: false, properties: {} };

const branch: LightNode = {
  ...FLOW,
  type: 'Branch',
  title: 'Branch',
  description: 'Hands a value on to one of two sides; what stands on the other side alone is skipped.',
  inputs: [{ name: 'value', types: ['any'], required: true, description: 'What is handed on; `value` in the condition.' }],
  outputs: [
    { name: 'true', type: 'same', description: 'Live where the condition holds.' },
    { name: 'false', type: 'same', description: 'Live where it does not.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['condition'],
    properties: { condition: { type: 'boolean' } },
  },
  expressions: ['condition'],
  evaluate({ params, inputs }) {
    const [value] = inputs['value'] ?? [];
    if (!value) throw new NodeFailure('missing_input', 'nothing came in');
    return { outputs: { [params['condition'] === true ? 'true' : 'false']: value } };
  },
};

const select: LightNode = {
  ...FLOW,
  type: 'Select',
  title: 'Select',
  description: 'The first of several values that is there, in the order of edges: joins the sides of a branch, or takes what stands in.',
  inputs: [{ name: 'value', types: ['any'], required: true, join: 'any', description: 'One live one is enough.' }],
  outputs: [
    { name: 'value', type: 'same', description: 'The first live one.' },
    { name: 'from', type: 'text', description: 'Id of the node it came from.' },
  ],
  params: NO_PARAMS,
  evaluate({ inputs, sources }) {
    const [value] = inputs['value'] ?? [];
    if (!value) throw new NodeFailure('missing_input', 'nothing came in');
    return { outputs: { value, from: { type: 'text', value: sources['value']?.[0] ?? '' } } };
  },
};

const collect: LightNode = {
  ...FLOW,
  type: 'List.Collect',
  title: 'Collect',
  description: 'Makes a list of what comes in, in the order of edges; what is dead is left out.',
  inputs: [{ name: 'values', types: ['any'], required: true, list: true, description: 'Values, and lists of pictures or clips.' }],
  outputs: [{ name: 'list', type: 'list', description: 'Pictures, clips, or JSON where they are of several kinds.' }],
  params: NO_PARAMS,
  evaluate({ inputs }) {
    const values = inputs['values'] ?? [];
    const type = listOfType(values.map((one) => one.type));
    return { outputs: { list: { type, value: values.flatMap((one) => itemsOf(one, type === 'json')) } } };
  },
};

const itemsOf = ({ type, value }: TypedValue, isMixed: boolean): unknown[] =>
  type.endsWith('[]') && !isMixed ? (value as unknown[]) : [value];

const stop: LightNode = {
  ...FLOW,
  type: 'Stop',
  title: 'Stop',
  description: 'Ends the run as soon as something comes in: what is running is cancelled, what has not begun is skipped.',
  inputs: [{ name: 'when', types: ['any'], required: true, description: 'Anything live.' }],
  outputs: [],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { outcome: { enum: ['completed', 'failed'] }, message: { type: 'string', maxLength: 1_000 } },
  },
  evaluate({ params }) {
    const { outcome, message } = params;
    const text = typeof message === 'string' ? message : 'The workflow stopped here.';
    return { outputs: {}, stop: { outcome: outcome === 'failed' ? 'failed' : 'completed', message: text } };
  },
};

export const FLOW_NODES: readonly LightNode[] = [branch, select, collect, stop];
