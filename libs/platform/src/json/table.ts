/**
 * What names that somebody else has chosen are looked up in. It has no members but its own: "constructor" and "toString" are names like others, and a table with a prototype
 * has an entry for each of them.
 */
export const table = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null) as Record<string, T>, entries);
