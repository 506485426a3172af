/**
 * Breaks a row of items into lines of at most `limit`: as few lines as possible, and with that number as even as possible. Works
 * alike on characters and on pixels.
 * @param sizes width of each item
 * @param space width between two items on a line
 * @returns for each line, the index of its first item and the one after its last
 */
export function breakLines(sizes: readonly number[], limit: number, space: number): { from: number; to: number }[] {
  const fewest = fill(sizes, limit, space);
  if (fewest.length < 2) return fewest;
  // The narrowest limit that still needs no further line gives the most even lines.
  let [low, high] = [Math.max(...sizes), limit];
  for (let round = 0; round < 12 && high - low > limit / 200; round += 1) {
    const middle = (low + high) / 2;
    if (fill(sizes, middle, space).length <= fewest.length) high = middle;
    else low = middle;
  }
  return fill(sizes, Math.max(low, high), space);
}

/** @returns how many lines `breakLines` would make of the items [from, to) */
export function linesNeeded(sizes: readonly number[], from: number, to: number, limit: number, space: number): number {
  let [lines, width] = [1, sizes[from] ?? 0];
  for (let index = from + 1; index < to; index += 1) {
    const size = sizes[index] ?? 0;
    width += space + size;
    if (width > limit) [lines, width] = [lines + 1, size];
  }
  return lines;
}

function fill(sizes: readonly number[], limit: number, space: number): { from: number; to: number }[] {
  const lines: { from: number; to: number }[] = [];
  let [from, width] = [0, 0];
  for (const [index, size] of sizes.entries()) {
    const wider = index === from ? size : width + space + size;
    if (index > from && wider > limit) {
      lines.push({ from, to: index });
      [from, width] = [index, size];
    } else width = wider;
  }
  if (sizes.length > from) lines.push({ from, to: sizes.length });
  return lines;
}
