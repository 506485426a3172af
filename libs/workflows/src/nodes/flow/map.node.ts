import { type MapNode } from '../node-type.js';

export const MAP = 'Map';
export const [USUAL_MAX_ITEMS, MAX_ITEMS] = [100, 1_000];
export const [USUAL_CONCURRENCY, MAX_CONCURRENCY] = [8, 50];

/** A loop over a list: what is inside of it (`parent`) is done with each item. */
export const mapNode: MapNode = {
  type: MAP,
  title: 'For each',
  group: 'flow',
  description:
    'Does what is inside of it (nodes whose `parent` it is) with each item of a list, several at a time; the order of items stays.',
  version: 1,
  inputs: [
    { name: 'list', types: ['image[]', 'video[]', 'segments', 'json'], required: true, description: 'What is gone through.' },
    { name: 'each', types: ['any'], required: true, isInside: true, description: 'From within: what comes of an item.' },
  ],
  outputs: [
    { name: 'item', type: 'item', isInside: true, description: 'Within: the item.' },
    { name: 'index', type: 'number', isInside: true, description: 'Within: its place, from 0.' },
    { name: 'list', type: 'each', description: 'What came of the items, in their order.' },
    { name: 'failed', type: 'json', description: 'Items that failed: `[{ index, code, message }]`.' },
    { name: 'count', type: 'number', description: 'Items that did not fail.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      maxItems: {
        type: 'integer',
        minimum: 1,
        maximum: MAX_ITEMS,
        description: 'A longer list is refused; what a run may cost goes by it.',
      },
      concurrency: { type: 'integer', minimum: 1, maximum: MAX_CONCURRENCY },
      filter: {
        type: 'string',
        minLength: 1,
        maxLength: 4_000,
        description: 'Which items are taken: an expression with `item` and `index`.',
      },
      onItemError: { enum: ['fail', 'skip', 'null'] },
      tolerate: {
        type: ['integer', 'string'],
        minimum: 0,
        pattern: '^([0-9]|[1-9][0-9]|100)%$',
        examples: ['10%'],
        description: 'Items that may fail: a number, or `10%`.',
      },
    },
  },
  expressions: ['filter'],
  perItem: ['filter'],
  weight: 'map',
  queue: 'script',
};
