/** The parameters of a node as a form of its type's JSON Schema. Pure. */
import { fieldsOf, type InputField, isWord, parsed } from './run-inputs';

type Schema = Readonly<Record<string, unknown>>;

export interface ParamField extends InputField {
  /** As it stands in the field. */
  readonly text: string;
  /** A list of single words or numbers is typed a line each. */
  readonly isList: boolean;
}

const hasTemplate = (value: unknown): boolean => typeof value === 'string' && value.includes('{{');

/** A value that is a template is typed as text, whatever it becomes. */
export function paramFields(schema: Schema, params: Schema): readonly ParamField[] {
  const properties = schema['properties'] as Readonly<Record<string, Schema>> | undefined;
  const known = new Set(Object.keys(properties ?? {}));
  const fields = fieldsOf(schema).map((field): ParamField => {
    const value = params[field.name];
    const isList = properties?.[field.name]?.['type'] === 'array' && isFlat(value) && !hasTemplate(value);
    const items = properties?.[field.name]?.['items'] as Schema | undefined;
    const isNumeric = isList ? items?.['type'] === 'number' || items?.['type'] === 'integer' : field.isNumeric;
    const isOwn = hasTemplate(value) || (field.kind === 'choice' && value !== undefined && !field.choices.includes(String(value)));
    return { ...field, kind: isOwn ? 'text' : field.kind, isList, isNumeric, text: isList ? lines(value) : shown(value) };
  });
  // What the type does not know stands there as well: it is a fault that has to be seen to be mended.
  const strange = Object.entries(params).filter(([name]) => !known.has(name));
  const others = strange.map(([name, value]): ParamField => {
    const field = { name, kind: 'json', title: name, isRequired: false, choices: [], first: '', isNumeric: false } as const;
    return { ...field, isList: false, text: shown(value) };
  });
  return [...fields, ...others];
}

const isFlat = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number'));
const lines = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : '');
const shown = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** What is kept of what was typed; undefined: nothing. What cannot be read is kept as text, and the server says what is wrong with it. */
export function paramOf({ kind, isList, isNumeric }: Pick<ParamField, 'kind' | 'isList' | 'isNumeric'>, text: string): unknown {
  if (text === '') return undefined;
  if (isList) return text.split('\n').map((line) => (isNumeric ? parsed(line) : line));
  return isWord(kind, isNumeric) || hasTemplate(text) ? text : parsed(text);
}
