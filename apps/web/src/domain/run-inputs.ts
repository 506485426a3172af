/** The inputs of a run as a form of its JSON Schema. Pure. */

export interface InputField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'json';
  readonly title: string;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  /** Whether its choices are numbers. */
  readonly isNumeric: boolean;
  readonly first: string;
}

type Schema = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

export function fieldsOf(schema: Schema): readonly InputField[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).map(([name, property]) => {
    const one = isObject(property) ? property : {};
    const allowed: readonly unknown[] = Array.isArray(one['enum']) ? one['enum'] : [];
    const choices = allowed.filter((choice) => typeof choice === 'string' || typeof choice === 'number').map(String);
    const isNumeric = allowed.length > 0 && allowed.every((choice) => typeof choice === 'number');
    const isNumber = one['type'] === 'number' || one['type'] === 'integer';
    const plain = one['type'] === 'string' ? 'text' : isNumber ? 'number' : one['type'] === 'boolean' ? 'boolean' : 'json';
    return {
      ...{ name, choices, isNumeric, kind: choices.length > 0 ? 'choice' : plain, isRequired: required.includes(name) },
      ...{ title: typeof one['title'] === 'string' ? one['title'] : name, first: shown(one['default']) },
    };
  });
}

/** What is sent. What is empty is left out; what cannot be read goes as it was typed, and the server says what is wrong with it. */
export function inputsOf(fields: readonly InputField[], typed: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind, isNumeric, first }) => {
      const text = typed[name] ?? first;
      if (text === '') return [];
      return [[name, isWord(kind, isNumeric) ? text : parsed(text)]];
    }),
  );
}

/** Whether what is chosen or typed is meant as it stands. */
export const isWord = (kind: InputField['kind'], isNumeric: boolean): boolean => kind === 'text' || (kind === 'choice' && !isNumeric);

/** JSON where it is, else the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Inputs that a run was given, as they would be typed: to begin another one with them. Files go by what named them. */
export const textsOf = (values: Readonly<Record<string, { readonly value?: unknown }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, { value }]) => (value === undefined ? [] : [[name, shown(value)]])));
