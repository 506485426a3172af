/** What somebody has changed of a text, paragraph by paragraph. Pure. */

export interface Piece {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The longest common run of paragraphs stays; the rest was taken out or put in. */
export function diffOf(before: string, after: string): readonly Piece[] {
  const [a, b] = [paragraphsOf(before), paragraphsOf(after)];
  const common = table(a, b);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      pieces.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if (right !== undefined && (left === undefined || (common[i]?.[j + 1] ?? 0) > (common[i + 1]?.[j] ?? 0))) {
      pieces.push({ kind: 'added', text: right });
      j += 1;
    } else if (left !== undefined) {
      pieces.push({ kind: 'removed', text: left });
      i += 1;
    }
  }
  return pieces;
}

/** Lengths of the longest common runs of what is left from (i, j) on. */
function table(a: readonly string[], b: readonly string[]): number[][] {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = rows[i];
      if (row) row[j] = a[i] === b[j] ? 1 + (rows[i + 1]?.[j + 1] ?? 0) : Math.max(rows[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

export const changesOf = (pieces: readonly Piece[]): number =>
  pieces.filter(({ kind }) => kind === 'added').length || pieces.filter(({ kind }) => kind === 'removed').length;

/** How long it is spoken, roughly: 2.5 words a second. */
export const spokenSeconds = (text: string): number => Math.round((text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) / 2.5);
