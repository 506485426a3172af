import { type LightNode } from '../node-type.js';

const MAX_CHARACTERS = 64_000;

/** The templates of its parameter are filled in like those of any other: nothing is left to do. */
export const textTemplate: LightNode = {
  type: 'Text.Template',
  title: 'Text',
  group: 'text',
  description: 'A text with values of inputs and other nodes in it, by `{{ … }}`.',
  version: 1,
  inputs: [],
  outputs: [{ name: 'text', type: 'text', description: 'The text.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['template'],
    // One template alone keeps its type; a list is written out here as it is between words.
    properties: { template: { type: ['string', 'number', 'boolean', 'null', 'array', 'object'], maxLength: MAX_CHARACTERS } },
  },
  weight: 'light',
  queue: 'script',
  most: ({ params: { template } }) => ({
    text: { characters: typeof template === 'string' && !template.includes('{{') ? template.length : MAX_CHARACTERS },
  }),
  evaluate: ({ params: { template } }) => ({
    outputs: { text: { type: 'text', value: asText(template) } },
  }),
};

function asText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string);
}
