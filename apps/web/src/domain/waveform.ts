/** How loud a sound is over its time. Pure. */

/**
 * @param samples -1 to 1 @param count of pieces that are as long as each other
 * @returns of each piece its loudest moment, as a share of the loudest of all; nothing but zeros for silence
 */
export function peaksOf(samples: ArrayLike<number>, count: number): number[] {
  const pieces = Math.min(count, samples.length);
  const peaks = Array.from({ length: pieces }, (_, piece) =>
    peakBetween(samples, Math.ceil((piece * samples.length) / pieces), Math.ceil(((piece + 1) * samples.length) / pieces)),
  );
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  return peaks.map((peak) => (loudest === 0 ? 0 : peak / loudest));
}

/** Of some two million for a film of four minutes: nothing is done for each but what must be. */
function peakBetween(samples: ArrayLike<number>, from: number, to: number): number {
  let peak = 0;
  for (let at = from; at < to; at += 1) {
    const loudness = Math.abs(samples[at] ?? 0);
    if (loudness > peak) peak = loudness;
  }
  return peak;
}

/** The outline of a bar for each peak, in a box as wide as there are peaks and 2 high. Silence is a line. */
export const waveOf = (peaks: readonly number[]): string =>
  peaks
    .map((peak, at) => {
      const half = Math.max(0.04, peak);
      return `M${at} ${(1 - half).toFixed(3)}h.7v${(2 * half).toFixed(3)}h-.7z`;
    })
    .join('');
