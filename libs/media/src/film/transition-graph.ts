import type { FilmFormat, Piece } from '../contracts.js';

/** Width of the soft edge of a wipe, as a share of the picture's width. */
const WIPE_EDGE = 0.12;

/**
 * How two layers of equal length, `[a]` outgoing and `[b]` incoming, become one picture; ends in an unlabelled output. Made of overlay
 * and fade alone: `xfade` is missing in older builds, and these give the same pixels in all of them.
 */
export function transitionGraph(kind: NonNullable<Piece['transition']>, frames: number, format: FilmFormat): string {
  switch (kind) {
    case 'crossfade':
      return `[b]format=yuva420p,fade=t=in:start_frame=0:nb_frames=${frames}:alpha=1[top];[a][top]overlay=format=yuv420`;
    case 'fade':
      return throughBlack(frames, format);
    case 'wipe':
      return wipe(frames, format);
  }
}

/** Out to black in the first half, in from it in the second. */
function throughBlack(frames: number, { fps }: FilmFormat): string {
  const half = frames / 2;
  const timed = `settb=1/${fps},setpts=N`;
  return [
    `[a]trim=end_frame=${half},${timed},fade=t=out:start_frame=0:nb_frames=${half}[out]`,
    `[b]trim=start_frame=${half},${timed},fade=t=in:start_frame=0:nb_frames=${half}[in]`,
    `[out][in]concat=n=2:v=1:a=0,${timed}`,
  ].join(';');
}

/** The new picture is uncovered from the right; a still mask with a soft edge is moved across by cropping it. */
function wipe(frames: number, { widthPx, heightPx, fps }: FilmFormat): string {
  const edge = 2 * Math.max(1, Math.round((widthPx * WIPE_EDGE) / 2));
  const width = 2 * (widthPx + edge);
  // Black up to the edge, white after it: cropping further right uncovers more.
  const luma = `clip(255*(X-${widthPx})/${edge},0,255)`;
  const travel = widthPx + edge;
  return [
    `color=c=black:s=${width}x2:r=${fps}:d=1,format=gray,trim=end_frame=1,geq=lum='${luma}',scale=${width}:${heightPx}:flags=neighbor,format=gray,` +
      `loop=loop=${frames - 1}:size=1:start=0,settb=1/${fps},setpts=N,crop=${widthPx}:${heightPx}:x='${travel}*(n+1)/${frames + 1}':y=0[mask]`,
    `[b]format=yuva420p[colour]`,
    `[colour][mask]alphamerge[top]`,
    `[a][top]overlay=format=yuv420`,
  ].join(';');
}
