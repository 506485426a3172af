import { clean, fitted, padded, padLeft, widthOf } from './text.js';

export interface Column<T> {
  readonly head: string;
  readonly of: (row: T) => string;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  /** Gives way when there is too little room. */
  readonly gives?: boolean;
}

const GAP = '  ';
const LEAST = 8;

/** @param columns of the terminal; Infinity: none, so nothing is cut */
export function table<T>(rows: readonly T[], shape: readonly Column<T>[], columns: number): string[] {
  const cells = [shape.map(({ head }) => head), ...rows.map((row) => shape.map(({ of }) => clean(of(row))))];
  const widths = shape.map((_, at) => Math.max(...cells.map((row) => widthOf(row[at] ?? ''))));
  for (let over = total(widths) - columns; over > 0; over = total(widths) - columns) {
    const at = widest(widths, shape);
    if (at === null) break;
    widths[at] = Math.max(LEAST, (widths[at] ?? 0) - over);
  }
  return cells.map((row) =>
    fitted(
      row
        .map((text, at) => cell(text, widths[at] ?? 0, shape[at]?.isNumber))
        .join(GAP)
        .trimEnd(),
      columns,
    ),
  );
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);

function widest<T>(widths: readonly number[], shape: readonly Column<T>[]): number | null {
  let best: number | null = null;
  widths.forEach((width, at) => {
    if (shape[at]?.gives && width > LEAST && (best === null || width > (widths[best] ?? 0))) best = at;
  });
  return best;
}

const cell = (text: string, width: number, isNumber = false): string => (isNumber ? padLeft : padded)(fitted(text, width), width);
