import { MediaError, type AspectRatio, type FilmFormat, type Resolution } from '../contracts.js';

const RATIOS: Record<AspectRatio, readonly [across: number, down: number]> = {
  '9:16': [9, 16],
  '16:9': [16, 9],
  '1:1': [1, 1],
  '4:5': [4, 5],
};
const SHORT_SIDE_PX: Record<Resolution, number> = { '480p': 480, '720p': 720, '1080p': 1080 };

/** Frame rates a film may have; each divides TRACK_TIMESCALE, so a frame lasts a whole number of ticks. */
export const FILM_RATES = [24, 25, 30, 50, 60] as const;

/** Ticks per second of every piece and film. Divisible by all of FILM_RATES. */
export const TRACK_TIMESCALE = 600;

/** Size of a film: the short side is the resolution, the long side the nearest even number (480p in 9:16 is 480 x 854). */
export function filmFormat(aspectRatio: AspectRatio, resolution: Resolution, fps: number): FilmFormat {
  if (!FILM_RATES.some((rate) => rate === fps)) {
    throw new MediaError('invalid_format', `A film has ${FILM_RATES.join(', ')} frames per second, not ${fps}`, false);
  }
  const [across, down] = RATIOS[aspectRatio];
  const short = SHORT_SIDE_PX[resolution];
  const long = 2 * Math.round((short * Math.max(across, down)) / Math.min(across, down) / 2);
  return across > down ? { widthPx: long, heightPx: short, fps } : { widthPx: short, heightPx: long, fps };
}
