/** Which rows of a long list are drawn, all of the same height. Pure. */

export interface Rows {
  readonly from: number;
  /** The first one after them. */
  readonly to: number;
}

/** Rows come and go by this many at a time: most steps of a scroll change nothing. */
export const BLOCK = 8;

/**
 * Whole blocks: those that can be seen, and at least one before and after, so that a scroll finds rows there already. Always as many, so that they
 * change once a block and not with each of its edges.
 */
export function rowsNear({ topPx, heightPx, rowPx }: { readonly topPx: number; readonly heightPx: number; readonly rowPx: number }): Rows {
  const blockPx = BLOCK * rowPx;
  const first = Math.floor(Math.max(0, topPx) / blockPx);
  return { from: Math.max(0, first - 1) * BLOCK, to: (first + Math.ceil(heightPx / blockPx) + 2) * BLOCK };
}
