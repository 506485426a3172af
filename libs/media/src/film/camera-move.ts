import type { FilmFormat, StillMotion } from '../contracts.js';

/** Zoom at the near end of a move, so that a drift has a border to use. */
const NEAR = 1.03;
/** 9 % is enough to feel alive in three seconds or in ten; a pan that leaves some of the border never shows an edge. */
export const DEFAULT_MOTION: StillMotion = { zoom: 0.09, direction: 'alternate', pan: 0.85 };

/**
 * A slow move over a still, chosen by `seed`: in or out, drifting to one of eight directions. `perspective` samples between pixels,
 * so the picture glides, where `zoompan` and `crop` jump from pixel to pixel.
 * @param skipFrames frames of the move that other pieces show before this one
 * @param moveFrames length of the whole move
 */
export function cameraMove(
  seed: number,
  skipFrames: number,
  moveFrames: number,
  { widthPx, heightPx }: FilmFormat,
  motion: StillMotion,
): string {
  const bits = scramble(seed);
  const isIn = motion.direction === 'alternate' ? (bits & 1) === 0 : motion.direction === 'in';
  const angle = ((bits >>> 1) & 7) * (Math.PI / 4) + 0.3;
  const far = NEAR + motion.zoom;
  const [from, to] = isIn ? [NEAR, far] : [far, NEAR];
  // `on` counts output frames from 1.
  const progress = `((on-1+${skipFrames})/${Math.max(1, moveFrames - 1)})`;
  const zoom = `(${from.toFixed(4)}+${(to - from).toFixed(4)}*${progress})`;
  // From one side of the centre to the other; a position is a share of the border that the zoom leaves free.
  const drift = (share: number) => `(${share.toFixed(4)}*(2*${progress}-1))`;
  const left = `(${widthPx}*(1-1/${zoom})/2*(1+${drift(motion.pan * Math.cos(angle))}))`;
  const top = `(${heightPx}*(1-1/${zoom})/2*(1+${drift(motion.pan * Math.sin(angle))}))`;
  const right = `(${left}+${widthPx}/${zoom})`;
  const bottom = `(${top}+${heightPx}/${zoom})`;
  const corners = [left, top, right, top, left, bottom, right, bottom];
  const named = corners.map((value, index) => `${index % 2 === 0 ? 'x' : 'y'}${index >> 1}='${value}'`);
  return `perspective=${named.join(':')}:interpolation=cubic:sense=source:eval=frame`;
}

/** Spreads neighbouring seeds apart (the finaliser of MurmurHash3). */
function scramble(seed: number): number {
  let hash = Math.trunc(seed) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
