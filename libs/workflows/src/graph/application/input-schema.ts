import { table } from '#platform/json';
import { inputName } from '../domain/validate/values.js';
import { type ReadNode } from '../domain/read-graph.js';

const TYPES: Readonly<Record<string, string>> = table({ 'Input.Text': 'string', 'Input.Number': 'number', 'Input.Boolean': 'boolean' });

/** A JSON Schema of the inputs of a run, for forms: made from the input nodes, in their order. */
export function inputSchemaOf(nodes: readonly ReadNode[]): object {
  const inputs = nodes.flatMap((node) => {
    const name = inputName(node);
    return name === null ? [] : [{ name, node }];
  });
  const required = inputs.filter(({ node }) => isRequired(node)).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(inputs.map(({ name, node }) => [name, propertyOf(node)])),
    ...(required.length > 0 && { required }),
  };
}

/** A required input with a default asks nobody. */
export const isRequired = ({ params }: Pick<ReadNode, 'params'>): boolean => params['required'] === true && params['default'] === undefined;

function propertyOf({ type, params }: ReadNode): object {
  const { title, default: value, choices, min, max, maxLength } = params;
  const known = TYPES[type];
  return {
    ...(known !== undefined && { type: known }),
    ...(title !== undefined && { title }),
    ...(value !== undefined && { default: value }),
    ...(Array.isArray(choices) && { enum: choices }),
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(maxLength !== undefined && { maxLength }),
  };
}
