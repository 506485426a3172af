/** Documents and a small catalogue, for specs. */
import { type NodeCatalogue, type NodeFacts } from '../contracts/node-type.js';
import { LIGHT_NODES, NodeTypes } from '../graph/application/catalogue.js';
import { paramChecks } from '../graph/application/params.js';
import { expressionChecks } from '../graph/application/templates.js';
import { type GraphPorts } from '../graph/domain/ports.js';

const closed = { type: 'object', additionalProperties: false, properties: { prompt: { type: 'string' } } };
const TASK = { group: 'spec', description: 'x', version: 1, weight: 'task', queue: 'image' } as const;

const paint: NodeFacts = {
  ...{ ...TASK, type: 'Paint', title: 'Paint', params: closed },
  inputs: [{ name: 'prompt', types: ['text'], required: true, param: 'prompt', description: 'x' }],
  outputs: [{ name: 'image', type: 'image', description: 'x' }],
};
const speak: NodeFacts = {
  ...{ ...TASK, type: 'Speak', title: 'Speak', params: closed },
  inputs: [
    { name: 'script', types: ['script'], description: 'x' },
    { name: 'text', types: ['text'], description: 'x' },
  ],
  exactlyOne: ['script', 'text'],
  outputs: [{ name: 'audio', type: 'audio', description: 'x' }],
};

const fetching: NodeFacts = {
  ...{ ...TASK, type: 'Fetch', title: 'Fetch', inputs: [], outputs: [], urls: ['url'], waits: true },
  params: { ...closed, properties: { url: { type: 'string' } } },
};

const light = new NodeTypes(LIGHT_NODES);
export const CATALOGUE: NodeCatalogue = {
  types: [...light.types, paint, speak, fetching],
  find: (type) => light.find(type) ?? [paint, speak, fetching].find((one) => one.type === type) ?? null,
};

export const PORTS: GraphPorts = {
  expressions: expressionChecks,
  params: paramChecks,
  hasSecret: (text) => text.includes('kadr_secret'),
  urlRefusal: (url) => (url.startsWith('https://') ? null : 'is not https'),
  models: { faultsOf: () => [] },
};

type Json = Readonly<Record<string, unknown>>;
export const node = (id: string, type: string, params: Json = {}, more: Json = {}) => ({ id, type, params, ...more });
export const edge = (from: string, to: string) => ({ from, to });
export const graph = (nodes: readonly object[], edges: readonly object[] = [], more: Json = {}) => ({ nodes, edges, ...more });
