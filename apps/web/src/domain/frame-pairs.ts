/** Pairs of pictures between which clips are made. Pure. */

export interface Picture {
  /** Where the server finds it. */
  readonly url: string;
  readonly name: string;
}

export interface Pair {
  readonly id: string;
  /** Null: still to be given. */
  readonly first: Picture | null;
  readonly last: Picture | null;
  readonly seconds: number;
}

export type Lack = 'first' | 'last';

export const lackOf = ({ first, last }: Pair): Lack | null => (first === null ? 'first' : last === null ? 'last' : null);

/** Each pair begins with the picture that the one before ends with. */
export const chained = (pairs: readonly Pair[]): readonly Pair[] => {
  const next: Pair[] = [];
  for (const pair of pairs) {
    const before = next.at(-1)?.last ?? null;
    next.push(before === null ? pair : { ...pair, first: before });
  }
  return next;
};

/** @param by -1 or 1 @returns the pairs with one of them moved; the same where it cannot be */
export function moved(pairs: readonly Pair[], id: string, by: number): readonly Pair[] {
  const at = pairs.findIndex((pair) => pair.id === id);
  const pair = pairs[at];
  if (!pair || at + by < 0 || at + by >= pairs.length) return pairs;
  return pairs.toSpliced(at, 1).toSpliced(at + by, 0, pair);
}

/** What would be sent: names in the order of the window, so that a failed one can be told by its number. */
export const framesOf = (pairs: readonly Pair[]): Record<string, { first_frame: string; last_frame: string; duration: number }> =>
  Object.fromEntries(
    pairs.flatMap(({ first, last, seconds }, at) =>
      first && last
        ? [[String(at + 1).padStart(2, '0'), { first_frame: first.url, last_frame: last.url, duration: seconds }] as const]
        : [],
    ),
  );

/** At most, by the model's price. */
export const priceOf = (pairs: readonly Pair[], model: { readonly unit: string; readonly priceMicros: number } | undefined): number =>
  pairs.reduce((sum, { seconds }) => sum + (model?.unit === 'second' ? seconds : 1) * (model?.priceMicros ?? 0), 0);

export interface SetView {
  readonly total: number;
  readonly ready: number;
  readonly failed: readonly { readonly name: string; readonly code: string; readonly message: string }[];
  readonly isOver: boolean;
}

type ClipsLike = {
  readonly status: string;
  readonly clips: Readonly<Record<string, string | { readonly error: { readonly code: string; readonly message: string } }>>;
  readonly summary: { readonly total: number; readonly completed: number };
  readonly frames: Readonly<Record<string, string>>;
};

/** What a notice says of a set of clips. */
export function setView({ status, clips, frames, summary }: ClipsLike): SetView {
  const nameOf = (task: string) => Object.entries(frames).find(([, id]) => id === task)?.[0] ?? task;
  const failed = Object.entries(clips).flatMap(([task, clip]) =>
    typeof clip === 'string' ? [] : [{ name: nameOf(task), code: clip.error.code, message: clip.error.message }],
  );
  return { total: summary.total, ready: summary.completed, failed, isOver: status === 'completed' };
}
