import { Transform } from 'node:stream';
import { EgressError } from './egress.errors.js';

export interface Pace {
  /** So many bytes have to come … */
  readonly bytes: number;
  /** … in each such time. */
  readonly withinMs: number;
}

/** Slower than a modem: nobody who means to give a file. */
export const LEAST_PACE: Pace = { bytes: 64 * 1024, withinMs: 30_000 };

/**
 * Fails with `timeout` when less than the least comes in any stretch of time: whoever sends a byte now and then would otherwise hold a place
 * for as long as it likes. A file that ends earlier is never too slow. Time counts from the moment something is piped into it.
 */
export function leastPace({ bytes: least, withinMs }: Pace): Transform {
  let bytes = 0;
  const tooSlow = (): void => {
    if (bytes < least) pace.destroy(new EgressError('timeout', 'The address sends too slowly.', true));
    bytes = 0;
  };
  let timer: NodeJS.Timeout | undefined;
  const pace = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      bytes += chunk.length;
      callback(null, chunk);
    },
    destroy(error, callback) {
      clearInterval(timer);
      callback(error);
    },
    flush(callback) {
      clearInterval(timer);
      callback();
    },
  });
  // Not before: one that is never used would fail with nobody listening, and end the process.
  pace.once('pipe', () => (timer = setInterval(tooSlow, withinMs).unref()));
  return pace;
}
