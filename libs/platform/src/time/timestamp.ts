let last = { ms: Number.NaN, text: '' };

/**
 * RFC 3339, UTC, with milliseconds. Who asks for it asks for the same millisecond several times in a row, and to write a date anew costs as
 * much as to look up a state. @param ms Unix time. @throws RangeError when that is no time
 */
export function timestamp(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
}
