import { type FieldError } from './faulty-request.js';

export interface LengthRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Whether a model can make this length. It is neither cut nor stretched in silence: who asks is told the nearest it can.
 * @param lengths those it can make; null: every length in `range`
 */
export function lengthFault(path: string, wantedSeconds: number, lengths: readonly number[] | null, range: LengthRange): FieldError | null {
  const possible = lengths?.filter((seconds) => seconds >= range.min && seconds <= range.max) ?? null;
  if (possible ? possible.includes(wantedSeconds) : wantedSeconds >= range.min && wantedSeconds <= range.max) return null;
  const nearest = possible ? nearestOf(possible, wantedSeconds) : [Math.min(Math.max(wantedSeconds, range.min), range.max)];
  const can = possible ? possible.join(', ') : `${range.min} to ${range.max}`;
  const message = `cannot be ${wantedSeconds} s: this model makes ${can} s; the nearest is ${nearest.join(' or ')} s`;
  return { path, code: 'validation_failed', message, nearest };
}

/** @returns the length a model makes that is nearest to the one wished for. */
export function nearestLength(lengths: readonly number[] | null, wishedSeconds: number): number {
  return lengths ? (nearestOf(lengths, wishedSeconds)[0] ?? wishedSeconds) : wishedSeconds;
}

/** One, or two that are equally near; shorter first. */
function nearestOf(lengths: readonly number[], seconds: number): number[] {
  const distance = Math.min(...lengths.map((length) => Math.abs(length - seconds)));
  return lengths.filter((length) => Math.abs(length - seconds) === distance).sort((a, b) => a - b);
}
