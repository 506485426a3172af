import { type JsonSchema, type PortType } from '../../contracts/node-type.js';
import { type Bounds, type LightNode, NodeFailure } from '../node-type.js';

/** Longest text that an input takes. */
const MAX_CHARACTERS = 20_000;

export const INPUT_PARAMS = {
  name: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$', examples: ['topic'] },
  title: { type: 'string', maxLength: 200 },
  required: { type: 'boolean' },
};

/** A value that whoever starts a run gives, or that stands in the graph. */
function valueInput(kind: string, port: PortType, more: JsonSchema, words: string): LightNode {
  const properties = { ...INPUT_PARAMS, ...more };
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
    most: ({ params }) => (port === 'text' ? { text: { characters: mostCharactersOf(params) } } : numberBound(port, params)),
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

/** Of what a run may be given, the default included. */
function mostCharactersOf({ maxLength, choices, default: value }: Readonly<Record<string, unknown>>): number {
  const given = Array.isArray(choices) ? Math.max(...choices.map((choice) => String(choice).length)) : MAX_CHARACTERS;
  const most = typeof maxLength === 'number' ? Math.min(given, maxLength) : given;
  return typeof value === 'string' ? Math.max(most, value.length) : most;
}

const numberBound = (port: PortType, { max }: Readonly<Record<string, unknown>>): Bounds =>
  port === 'number' && typeof max === 'number' ? { number: { seconds: max } } : {};

const list = (items: object): object => ({ type: 'array', minItems: 1, maxItems: 100, items });

export const VALUE_INPUTS: readonly LightNode[] = [
  valueInput(
    'Text',
    'text',
    {
      default: { type: 'string', maxLength: MAX_CHARACTERS },
      choices: list({ type: 'string', maxLength: 500 }),
      maxLength: { type: 'integer', minimum: 1, maximum: MAX_CHARACTERS },
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
