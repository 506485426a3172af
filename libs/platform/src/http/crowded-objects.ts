import { type ClassConstructor, type ClassTransformOptions, plainToInstance } from 'class-transformer';
import { type ValidationError } from 'class-validator';
import { fieldsOf } from './request-values.js';

/** From here on an object is crowded. class-transformer compares each of its names with all others: for 19,000 that takes a second. */
const CROWD = 500;
/** Of the members of one object that are no fields of the request. Nobody reads more. */
const MOST_UNKNOWN = 100;

interface LeftOut {
  readonly path: readonly string[];
  readonly members: number;
}
/** By what was made of the request. */
const leftOut = new WeakMap<object, readonly LeftOut[]>();

/**
 * As class-transformer does it, in a time that grows with what was sent. Of a crowd of members that are no fields only the first are
 * looked at (`leftOutFaults` tells of the others); crowded JSON that is free to hold anything stays as it was sent.
 */
export function toInstance<T>(Class: ClassConstructor<T>, value: unknown, options?: ClassTransformOptions): T {
  if (!isCrowded(value)) return plainToInstance(Class, value as object, options);
  const thinning = new Thinning();
  const made = plainToInstance(Class, thinning.thinned(value, Class as ClassConstructor<object>, []) as object, options);
  for (const { path, value: kept } of thinning.aside) putBack(made as object, path, kept);
  leftOut.set(made as object, thinning.leftOut);
  return made;
}

export const leftOutFaults = (made: object): ValidationError[] =>
  (leftOut.get(made) ?? []).map(({ path, members }) => ({
    property: path.join('.'),
    constraints: { leftOut: `has ${members} members more that are no fields of this request` },
    children: [],
  }));

class Thinning {
  readonly aside: { readonly path: readonly string[]; readonly value: unknown }[] = [];
  readonly leftOut: LeftOut[] = [];

  /** @param Class null: it may be anything */
  thinned(value: unknown, Class: ClassConstructor<object> | null, path: readonly string[]): unknown {
    if (!isCrowded(value)) return value;
    if (!Class) {
      this.aside.push({ path, value });
      return Array.isArray(value) ? [] : {};
    }
    if (Array.isArray(value)) return value.map((one, index) => this.thinned(one, Class, [...path, String(index)]));
    const fields = fieldsOf(Class);
    const thin: Record<string, unknown> = {};
    let unknown = 0;
    for (const [name, member] of Object.entries(value as object)) {
      const isField = fields.has(name);
      if (!isField) unknown += 1;
      if (isField || unknown <= MOST_UNKNOWN) thin[name] = this.thinned(member, isField ? classOf(Class, name) : null, [...path, name]);
    }
    if (unknown > MOST_UNKNOWN) this.leftOut.push({ path, members: unknown - MOST_UNKNOWN });
    return thin;
  }
}

/** It, or something inside. */
function isCrowded(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const inside = Object.values(value);
  return (inside.length > CROWD && !Array.isArray(value)) || inside.some(isCrowded);
}

function putBack(made: object, path: readonly string[], value: unknown): void {
  const name = path.at(-1);
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], made);
  if (name !== undefined && typeof holder === 'object' && holder !== null) (holder as Record<string, unknown>)[name] = value;
}

/** What class-transformer makes of an object in this field; null: it stays plain. */
function classOf(Class: ClassConstructor<object>, name: string): ClassConstructor<object> | null {
  const made = (plainToInstance(Class, { [name]: {} }) as Record<string, unknown>)[name];
  if (typeof made !== 'object' || made === null || Object.getPrototypeOf(made) === Object.prototype) return null;
  return made.constructor as ClassConstructor<object>;
}
