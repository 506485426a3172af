/** Parameters that all nodes share which ask a model. */
import { fingerprintOf, isBlank } from '#platform/json';
import { type PortType } from '../../contracts/node-type.js';
import { type Bound, type NodeCall, NodeFailure } from '../node-type.js';

const MODEL_ID = { type: 'string', pattern: '^[a-z0-9-]+(:[A-Za-z0-9._/:-]+)?$', examples: ['local:illustrator'] };

export const MODEL_PARAMS = {
  model: { ...MODEL_ID, description: 'Of `GET /v1/models`; default: the first that is available.' },
  fallback: { type: 'array', maxItems: 5, uniqueItems: true, items: MODEL_ID, description: 'Asked in turn when it fails; none: `[]`.' },
  seed: { type: 'integer', minimum: 0, maximum: 2 ** 31 - 2 },
};

export const LANGUAGE = { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', examples: ['en', 'pt-BR'] };

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

/** The model that is asked. @throws NodeFailure where this installation has none that can */
export function modelOf({ model }: { readonly model: string | null }): string {
  if (model === null)
    throw new NodeFailure('type_unavailable', 'no model that can do this is available here: it needs a key of a provider');
  return model;
}

/** A text that came in by a port, else that of the parameter of the same name. @throws NodeFailure */
export function wordsOf({ params, inputs }: Pick<NodeCall, 'params' | 'inputs'>, port: string, most: number, param = port): string {
  const words = arrived({ inputs }, port) ?? params[param];
  if (typeof words !== 'string' || isBlank(words)) throw new NodeFailure('missing_input', `"${port}" is empty`);
  if (words.length > most) throw new NodeFailure('invalid_params', `"${port}" has ${words.length} characters; ${most} at most`);
  return words;
}

/** Equal work has equal results, where a model can: the seed goes by what is asked for. */
export function stableSeed(params: Params, asked: unknown): number {
  return numberParam(params, 'seed') ?? fingerprintOf(asked).readUInt32BE(0) % (2 ** 31 - 1);
}

/** Longest text that is known before a run: its own length where nothing is filled in, else the most there can be. */
export function mostCharacters(value: unknown, most: number, bound?: Bound): number {
  if (bound?.characters !== undefined) return Math.min(most, bound.characters);
  return typeof value === 'string' && !value.includes('{{') ? value.length : most;
}

/** A number that is known before a run; else the most there can be. */
export const mostOf = (value: unknown, most: number): number => (typeof value === 'number' ? value : most);

/** A text of that length, to count with. */
export const ofLength = (characters: number): string => 'x'.repeat(Math.ceil(characters));

export const typed = (type: PortType, value: unknown) => ({ type, value });
