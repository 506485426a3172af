/** Parameters that all nodes share which ask a model. */
import { fingerprintOf } from '#platform/json';
import { type PortType } from '../../contracts/node-type.js';
import { type NodeCall } from '../node-type.js';

const MODEL_ID = { type: 'string', pattern: '^[a-z0-9-]+(:[A-Za-z0-9._/:-]+)?$' };

export const MODEL_PARAMS = {
  model: { ...MODEL_ID, description: 'Of `GET /v1/models`; default: the first that is available.' },
  fallback: { type: 'array', maxItems: 5, uniqueItems: true, items: MODEL_ID, description: 'Asked in turn when it fails; none: `[]`.' },
  seed: { type: 'integer', minimum: 0, maximum: 2 ** 31 - 2 },
};

export const text = (maxLength: number) => ({ type: 'string', maxLength });

type Params = NodeCall['params'];

export const textParam = (params: Params, name: string, otherwise = ''): string => {
  const value = params[name];
  return typeof value === 'string' ? value : otherwise;
};

export const numberParam = (params: Params, name: string): number | null => {
  const value = params[name];
  return typeof value === 'number' ? value : null;
};

/** What came in by a port; undefined: nothing. */
export const arrived = ({ inputs }: Pick<NodeCall, 'inputs'>, port: string): unknown => inputs[port]?.[0]?.value;

/** Equal work has equal results, where a model can: the seed goes by what is asked for. */
export function stableSeed(params: Params, asked: unknown): number {
  return numberParam(params, 'seed') ?? fingerprintOf(asked).readUInt32BE(0) % (2 ** 31 - 1);
}

/** Longest text that is known before a run: its own length where nothing is filled in, else the most there can be. */
export function mostCharacters(value: unknown, most: number): number {
  return typeof value === 'string' && !value.includes('{{') ? value.length : most;
}

/** A number that is known before a run; else the most there can be. */
export const mostOf = (value: unknown, most: number): number => (typeof value === 'number' ? value : most);

export const typed = (type: PortType, value: unknown) => ({ type, value });
