import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type NodeFacts } from '../../contracts/node-type.js';
import { type ParamChecks, type ParamFault } from '../domain/ports.js';
import { isExpression } from '../domain/links.js';

/** For schemas of ours; `ownProperties`, so that `__proto__` is a member like any other, and an unknown one. */
export const schemaChecker = (): Ajv2020 =>
  new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, ownProperties: true, verbose: true });

const ajv = schemaChecker();
const compiled = new WeakMap<NodeFacts, ValidateFunction>();

const checkOf = (type: NodeFacts): ValidateFunction => {
  const known = compiled.get(type) ?? ajv.compile(type.params);
  compiled.set(type, known);
  return known;
};

type Params = Readonly<Record<string, unknown>>;

/** What is wrong with parameters whose templates have been filled in. */
export function paramFaults(type: NodeFacts, params: Params): ParamFault[] {
  const check = checkOf(type);
  return check(params) ? [] : (check.errors ?? []).map(faultOf);
}

/** Before a run: what holds `{{` is judged when its value is known. */
export const paramChecks: ParamChecks = {
  faultsOf: (type, params) => paramFaults(type, params).filter(({ at }) => !isOpen(type, params, at)),
};

function isOpen(type: NodeFacts, params: Params, at: string): boolean {
  const names = at.split('.').slice(1);
  let value: unknown = params;
  for (const name of names) value = typeof value === 'object' && value !== null ? (value as Params)[name] : undefined;
  const isTemplate = typeof value === 'string' && value.includes('{{');
  return isTemplate || (names.length === 1 && isExpression(type, names[0] ?? '') && typeof value === 'string');
}

/** In words, and at the member that is wrong rather than at the object it is missing from. */
export function faultOf({ instancePath, keyword, params, message, parentSchema }: ErrorObject): ParamFault {
  const at = instancePath.split('/').slice(1).map(unescaped);
  const path = (names: readonly string[]): string => names.map((name) => `.${name}`).join('');
  const { additionalProperty, missingProperty, allowedValues, allowedValue, propertyName } = params as Readonly<Record<string, unknown>>;
  if (keyword === 'additionalProperties')
    return { at: path([...at, String(additionalProperty)]), message: 'is not a member that is known here' };
  if (keyword === 'required') return { at: path([...at, String(missingProperty)]), message: 'is missing' };
  if (keyword === 'enum') return { at: path(at), message: `must be one of ${(allowedValues as unknown[]).join(', ')}` };
  if (keyword === 'const') return { at: path(at), message: `must be ${JSON.stringify(allowedValue)}` };
  if (keyword === 'propertyNames') return { at: path([...at, String(propertyName)]), message: 'is no name that is taken here' };
  const examples = (parentSchema as { examples?: readonly string[] } | undefined)?.examples ?? [];
  if (keyword === 'pattern' && examples.length > 0) {
    return { at: path(at), message: `must be of the form of ${examples.map((one) => JSON.stringify(one)).join(' or ')}` };
  }
  return { at: path(at), message: message ?? 'is not as it should be' };
}

const unescaped = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');
