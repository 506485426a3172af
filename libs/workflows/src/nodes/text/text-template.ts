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
    properties: { template: { type: ['string', 'number', 'boolean', 'null'], maxLength: MAX_CHARACTERS } },
  },
  weight: 'light',
  queue: 'script',
  most: ({ params: { template } }) => ({
    text: { characters: typeof template === 'string' && !template.includes('{{') ? template.length : MAX_CHARACTERS },
  }),
  evaluate: ({ params: { template } }) => ({
    outputs: { text: { type: 'text', value: template === null ? '' : String(template as string) } },
  }),
};
