/** What is read of a user's words once they are erased. */
export const ERASED = '[erased]';
/** What is published of them: whoever may read them asks the API. */
export const WITHHELD = '[withheld]';

/** Stands in stored data where a user's words were taken out: the place of the value among those that were. */
interface Gap {
  readonly $personal: number;
  /** What it was, where it was no text: what is read in its place keeps its shape. */
  readonly as?: 'object' | 'array';
}

export interface Parted {
  readonly data: object;
  /** In the order of their gaps; empty: nothing was personal. */
  readonly values: readonly unknown[];
}

/**
 * Takes what is personal out of an event's data. The data given are not changed.
 * @param paths members by name, `*` for each item or member: `request.prompt`, `segments.*.text`. What is not there or null is passed over
 */
export function partPersonal(data: object, paths: readonly string[]): Parted {
  const values: unknown[] = [];
  const parted = replaced(data, paths, (value) => {
    const as = shapeOf(value);
    return { $personal: values.push(value) - 1, ...(as && { as }) } satisfies Gap;
  });
  return { data: parted, values };
}

/** The data as they were; without values, as they are read after erasure. */
export function joinPersonal(data: unknown, values: readonly unknown[] | null): unknown {
  if (Array.isArray(data)) return data.map((item) => joinPersonal(item, values));
  if (typeof data !== 'object' || data === null) return data;
  if (isGap(data)) return values ? values[data.$personal] : emptied(data.as, ERASED);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, joinPersonal(value, values)]));
}

/** The data with a mark for each personal text, `{}` and `[]` for everything else that is personal. */
export const maskPersonal = (data: object, paths: readonly string[], mark: string): object =>
  replaced(data, paths, (value) => emptied(shapeOf(value), mark));

function replaced(data: object, paths: readonly string[], by: (value: unknown) => unknown): object {
  return paths.reduce((known, path) => replaceAt(known, path.split('.'), by) as object, data);
}

function replaceAt(value: unknown, path: readonly string[], by: (value: unknown) => unknown): unknown {
  if (value === null || value === undefined) return value;
  const [name, ...rest] = path;
  if (name === undefined) return by(value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return name === '*' ? value.map((item) => replaceAt(item, rest, by)) : value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, name === '*' || name === member ? replaceAt(inner, rest, by) : inner]),
  );
}

const isGap = (value: object): value is Gap => typeof (value as Partial<Gap>).$personal === 'number';

function shapeOf(value: unknown): Gap['as'] {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && value !== null ? 'object' : undefined;
}

function emptied(as: Gap['as'], mark: string): unknown {
  if (as === 'array') return [];
  return as === 'object' ? {} : mark;
}
