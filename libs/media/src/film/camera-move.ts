import type { FilmFormat } from '../contracts.js';

/** Zoom at the near end of a move; at the far end it is FAR. Between them lies 9 %, enough to feel alive in three seconds or in ten. */
const NEAR = 1.03;
const FAR = 1.12;
/** Share of the free border that a pan uses, so that no move ever shows an edge. */
const PAN = 0.85;

/**
 * A slow move over a still, chosen by `seed`: in or out, drifting to one of eight directions. `perspective` samples between pixels,
 * so the picture glides, where `zoompan` and `crop` jump from pixel to pixel.
 * @param skipFrames frames of the move that other pieces show before this one
 * @param moveFrames length of the whole move
 */
export function cameraMove(seed: number, skipFrames: number, moveFrames: number, { widthPx, heightPx }: FilmFormat): string {
  const bits = scramble(seed);
  const isIn = (bits & 1) === 0;
  const angle = ((bits >>> 1) & 7) * (Math.PI / 4) + 0.3;
  const [from, to] = isIn ? [NEAR, FAR] : [FAR, NEAR];
  // `on` counts output frames from 1.
  const progress = `((on-1+${skipFrames})/${Math.max(1, moveFrames - 1)})`;
  const zoom = `(${from}+${(to - from).toFixed(4)}*${progress})`;
  // From one side of the centre to the other; a position is a share of the border that the zoom leaves free.
  const drift = (share: number) => `(${share.toFixed(4)}*(2*${progress}-1))`;
  const left = `(${widthPx}*(1-1/${zoom})/2*(1+${drift(PAN * Math.cos(angle))}))`;
  const top = `(${heightPx}*(1-1/${zoom})/2*(1+${drift(PAN * Math.sin(angle))}))`;
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
