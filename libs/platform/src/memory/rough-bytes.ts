/** What a number, a member or an item takes beside what it refers to. */
const WORD = 16;

/**
 * About what a plain value takes in memory, in bytes: texts with two bytes a character, which is their most, everything else by a flat rate.
 * Costs time in proportion to the number of members.
 */
export function roughBytes(value: unknown): number {
  let bytes = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    bytes += WORD;
    if (typeof one === 'string') bytes += 2 * one.length;
    else if (typeof one !== 'object' || one === null) continue;
    else if (ArrayBuffer.isView(one)) bytes += one.byteLength;
    else if (Array.isArray(one) || one instanceof Set) for (const item of one) open.push(item);
    else if (one instanceof Map) for (const [name, member] of one) open.push(name, member);
    else {
      const members = Object.values(one);
      bytes += WORD * members.length;
      for (const member of members) open.push(member);
    }
  }
  return bytes;
}
