import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { type FieldFault } from '../problems/refusal.js';

/** Where `@ApiProperty` keeps what a field is described as. */
const DESCRIBED = 'swagger/apiModelProperties';

interface Described {
  readonly nullable?: boolean;
  readonly anyOf?: readonly { readonly type?: string }[];
  readonly oneOf?: readonly { readonly type?: string }[];
}

/**
 * Drops what a request class was given as null where null says nothing: such a field is as if it had been left out, and has its default.
 * `@IsOptional` lets null pass unlooked at; only where the field is described as nullable does null mean something.
 */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) value.forEach((one) => withoutNulls(one));
  if (!isInstance(value)) return value;
  const fields = value as Record<string, unknown>;
  const Class = value.constructor as new () => Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    if (fields[name] !== null) withoutNulls(fields[name]);
    else if (rulesOf(Class, name).some((rule) => rule.name === 'isOptional') && !isNullable(Class, name)) fields[name] = new Class()[name];
  }
  return value;
}

/** What class-validator lets pass: a list where one object is wanted, of which it would look at each member, or at none. */
export function listsForObjects(value: unknown, path = ''): FieldFault[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => listsForObjects(one, `${path}${index}.`));
  if (!isInstance(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const isOne = rulesOf(value.constructor, name).some(({ type, each }) => type === ValidationTypes.NESTED_VALIDATION && !each);
    if (isOne && Array.isArray(field)) return [{ path: path + name, message: 'must be an object' }];
    return listsForObjects(field, `${path}${name}.`);
  });
}

/** Texts and names that Postgres cannot store: with NUL, or with one half of a surrogate pair. */
export function unstorableTexts(value: unknown, path = ''): FieldFault[] {
  const here = path.slice(0, -1);
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path: here, message: 'must be well-formed text without NUL' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    isStorable(name) ? unstorableTexts(field, `${path}${name}.`) : [{ path: here, message: 'must have well-formed names without NUL' }],
  );
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** Of a request class, not a plain object. */
const isInstance = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && ![Object.prototype, null].includes(Object.getPrototypeOf(value));

const rulesOf = (Class: object, name: string) =>
  getMetadataStorage()
    .getTargetValidationMetadatas(Class as never, '', true, false)
    .filter(({ propertyName }) => propertyName === name);

function isNullable(Class: { readonly prototype: object }, name: string): boolean {
  const described = Reflect.getMetadata(DESCRIBED, Class.prototype, name) as Described | undefined;
  // A field that is not described is left to its class.
  if (!described) return true;
  const kinds = [...(described.anyOf ?? []), ...(described.oneOf ?? [])];
  return described.nullable === true || kinds.some(({ type }) => type === 'null');
}
