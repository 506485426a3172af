import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { isStorableText } from '../json/storable.js';
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
    else if (rulesOf(Class).optional.has(name) && !isNullable(Class, name)) {
      // A member that is there and undefined would take the place of what is kept where both are put together.
      const { [name]: usual } = new Class();
      if (usual === undefined) delete fields[name];
      else fields[name] = usual;
    }
  }
  return value;
}

/** What class-validator lets pass: a list where one object is wanted, of which it would look at each member, or at none. */
export function listsForObjects(value: unknown, path = ''): FieldFault[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => listsForObjects(one, `${path}${index}.`));
  if (!isInstance(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    if (Array.isArray(field) && rulesOf(value.constructor).ones.has(name)) return [{ path: path + name, message: 'must be an object' }];
    return listsForObjects(field, `${path}${name}.`);
  });
}

/**
 * Cuts lists that are longer than they may be to one entry more than that: they are refused as too long whatever their entries are, and
 * to look at each of twenty thousand, or to compare them with each other, takes seconds.
 */
export function shortenLists(value: unknown): void {
  if (Array.isArray(value)) value.forEach(shortenLists);
  if (!isInstance(value)) return;
  const fields = value as Record<string, unknown>;
  for (const [name, most] of rulesOf(value.constructor).lists) {
    const list = fields[name];
    if (Array.isArray(list) && list.length > most) fields[name] = list.slice(0, most + 1);
  }
  Object.values(fields).forEach(shortenLists);
}

/** Texts and names that Postgres cannot store: with NUL, or with one half of a surrogate pair. */
export function unstorableTexts(value: unknown, path = ''): FieldFault[] {
  const here = path.slice(0, -1);
  if (typeof value === 'string') return isStorableText(value) ? [] : [{ path: here, message: 'must be well-formed text without NUL' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    isStorableText(name) ? unstorableTexts(field, `${path}${name}.`) : [{ path: here, message: 'must have well-formed names without NUL' }],
  );
}

/** Of a request class, not a plain object. */
const isInstance = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && ![Object.prototype, null].includes(Object.getPrototypeOf(value));

/** All that a request of this class may have. */
export const fieldsOf = (Class: object): ReadonlySet<string> => rulesOf(Class).fields;

interface Rules {
  readonly fields: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
  /** Fields that are one object of a request class. */
  readonly ones: ReadonlySet<string>;
  /** Fields that are lists, with the most entries they may have. */
  readonly lists: ReadonlyMap<string, number>;
}
/** Reading them takes longer than checking a field, and a body may have thousands of objects. */
const rules = new WeakMap<object, Rules>();

function rulesOf(Class: object): Rules {
  const known = rules.get(Class);
  if (known) return known;
  const all = getMetadataStorage().getTargetValidationMetadatas(Class as never, '', true, false);
  const named = (wanted: (rule: (typeof all)[number]) => boolean): ReadonlySet<string> =>
    new Set(all.filter(wanted).map(({ propertyName }) => propertyName));
  const found = {
    fields: named(() => true),
    optional: named(({ name }) => name === 'isOptional'),
    ones: named(({ type, each }) => type === ValidationTypes.NESTED_VALIDATION && !each),
    lists: new Map(
      all.filter(({ name }) => name === 'arrayMaxSize').map(({ propertyName, constraints }) => [propertyName, Number(constraints?.[0])]),
    ),
  };
  rules.set(Class, found);
  return found;
}

function isNullable(Class: { readonly prototype: object }, name: string): boolean {
  const described = Reflect.getMetadata(DESCRIBED, Class.prototype, name) as Described | undefined;
  // A field that is not described is left to its class.
  if (!described) return true;
  const kinds = [...(described.anyOf ?? []), ...(described.oneOf ?? [])];
  return described.nullable === true || kinds.some(({ type }) => type === 'null');
}
