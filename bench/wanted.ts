/**
 * Parts of a suite that can be measured one by one, for those that take long.
 * @param parts all that there are @param only those that are asked for; none: all
 * @throws Error when none of those that are asked for is one of these
 */
export function wantedOf<Part extends string>(parts: readonly Part[], only: readonly string[]): (part: Part) => boolean {
  const unknown = only.filter((one) => !(parts as readonly string[]).includes(one));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}. There are: ${parts.join(', ')}`);
  return (part) => only.length === 0 || only.includes(part);
}
