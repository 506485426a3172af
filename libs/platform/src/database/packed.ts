/** Between the items: JSON writes it as an escape, so it is in none; names and ids have none either. */
const BETWEEN = '\u001e';

/**
 * A list as one parameter, which the statement takes apart with `unpacked`. An array would be quoted and escaped here, item by item, and read
 * sign by sign there; rows of JSON are slower still. An item that is '' comes as null where all are.
 * @throws RangeError for an item with the sign that stands between
 */
export function packed(items: readonly (string | number | boolean)[]): string {
  const text = items.join(BETWEEN);
  let signs = 0;
  for (let at = text.indexOf(BETWEEN); at >= 0; at = text.indexOf(BETWEEN, at + 1)) signs += 1;
  if (signs !== Math.max(0, items.length - 1)) throw new RangeError('a text with the control character U+001E cannot be stored in a list');
  return text;
}

/** @param parameter as `$1`. @returns SQL: the items of a packed list, as an array of this type */
export const unpacked = (parameter: string, type: string): string =>
  `string_to_array(${parameter}, E'\\x1e')${type === 'text' ? '' : `::${type}[]`}`;
