/** The next longer length a model can make, else its longest; `null` lengths: any. */
export function fittingDuration(wantedSeconds: number, lengths: readonly number[] | null): number {
  if (lengths === null || lengths.length === 0) return wantedSeconds;
  const sorted = [...lengths].sort((a, b) => a - b);
  return sorted.find((seconds) => seconds >= wantedSeconds - 1e-9) ?? sorted.at(-1) ?? wantedSeconds;
}

/** The size whose shape is nearest to the wanted one; among equals the smallest that is large enough, else the largest. */
export function fittingSize<S extends { readonly widthPx: number; readonly heightPx: number }>(
  sizes: readonly S[],
  wanted: { readonly widthPx: number; readonly heightPx: number },
): S {
  const shape = wanted.widthPx / wanted.heightPx;
  const distance = ({ widthPx, heightPx }: S): number => Math.abs(Math.log(widthPx / heightPx / shape));
  const nearest = Math.min(...sizes.map(distance));
  const alike = sizes.filter((size) => distance(size) < nearest + 1e-6).sort((a, b) => a.widthPx - b.widthPx);
  const size = alike.find(({ widthPx }) => widthPx >= wanted.widthPx) ?? alike.at(-1);
  if (!size) throw new RangeError('no sizes to choose from');
  return size;
}
