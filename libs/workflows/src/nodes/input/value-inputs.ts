import { type JsonSchema, type PortType } from '../../contracts/node-type.js';
import { type LightNode, NodeFailure } from '../node-type.js';

const COMMON = {
  name: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' },
  title: { type: 'string', maxLength: 200 },
  required: { type: 'boolean' },
};

/** A value that whoever starts a run gives, or that stands in the graph. */
function valueInput(kind: string, port: PortType, more: JsonSchema, words: string): LightNode {
  const properties = { ...COMMON, ...more };
  return {
    type: `Input.${kind}`,
    title: kind,
    group: 'input',
    description: words,
    version: 1,
    inputs: [],
    outputs: [{ name: port, type: port, description: 'The value of the run, or the default.' }],
    params: { type: 'object', additionalProperties: false, properties },
    weight: 'light',
    queue: 'script',
    evaluate({ given, params }) {
      if (given) return { outputs: { [port]: { type: port, value: given.value } } };
      const { default: value } = params;
      // An input without a value leaves its port dead: what needs it is skipped.
      if (value === undefined) return { outputs: {} };
      if (port === 'text' && typeof value !== 'string') throw new NodeFailure('type_mismatch', 'the default is no text');
      return { outputs: { [port]: { type: port, value } } };
    },
  };
}

const list = (items: object): object => ({ type: 'array', minItems: 1, maxItems: 100, items });

export const VALUE_INPUTS: readonly LightNode[] = [
  valueInput(
    'Text',
    'text',
    {
      default: { type: 'string', maxLength: 20_000 },
      choices: list({ type: 'string', maxLength: 500 }),
      maxLength: { type: 'integer', minimum: 1, maximum: 20_000 },
    },
    'A text that whoever starts a run gives.',
  ),
  valueInput(
    'Number',
    'number',
    { default: { type: 'number' }, choices: list({ type: 'number' }), min: { type: 'number' }, max: { type: 'number' } },
    'A number that whoever starts a run gives.',
  ),
  valueInput('Boolean', 'boolean', { default: { type: 'boolean' } }, 'Yes or no, from whoever starts a run.'),
  valueInput(
    'Json',
    'json',
    { default: { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] } },
    'Any JSON value that whoever starts a run gives.',
  ),
];
