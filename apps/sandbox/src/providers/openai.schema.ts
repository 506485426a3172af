import { fieldsOf, listOf, textOf, type Fields } from '../http/exchange.js';

const REFUSED = ['allOf', 'not', 'if', 'then', 'else'];
const MAX_LEVELS = 10;

/** What strict mode refuses about a format; null: nothing, or it is not strict. */
export function strictProblem(format: Fields): string | null {
  if (!/^[\w-]{1,64}$/.test(textOf(format['name']))) return 'name must be letters, digits, _ and -, at most 64.';
  const schema = fieldsOf(format['schema']);
  if (!schema) return 'schema is missing.';
  if (format['strict'] !== true) return null;
  if (schema['type'] !== 'object') return 'schema must have type object at its root.';
  return problemIn(schema, '()', 1);
}

function problemIn(schema: Fields, where: string, level: number): string | null {
  if (level > MAX_LEVELS) return `In context=${where}, more than ${MAX_LEVELS} levels of nesting.`;
  const refused = REFUSED.find((name) => schema[name] !== undefined);
  if (refused) return `In context=${where}, '${refused}' is not permitted.`;
  const properties = fieldsOf(schema['properties']) ?? {};
  if (schema['type'] === 'object' || schema['properties'] !== undefined) {
    if (schema['additionalProperties'] !== false)
      return `In context=${where}, 'additionalProperties' is required to be supplied and to be false.`;
    const required = listOf(schema['required']);
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined)
      return `In context=${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  const inner: [string, unknown][] = [
    ...Object.entries(properties),
    ['items', schema['items']],
    ...listOf(schema['anyOf']).map((one, index): [string, unknown] => [`anyOf ${index}`, one]),
    ...Object.entries(fieldsOf(schema['$defs']) ?? {}),
  ];
  for (const [name, value] of inner) {
    const one = fieldsOf(value);
    const problem = one ? problemIn(one, `('${name}')`, level + 1) : null;
    if (problem) return problem;
  }
  return null;
}
