/** Pictures are made small: the shape is what was asked, the number of pixels is not. */
const SMALL_SIDE_PX = 360;

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @param ratio `16:9`, `1280:720`, `1280x720`; anything else is 16:9 */
export function sizeOf(ratio: string): Size {
  const [, width = '16', height = '9'] = /^(\d+)[:x](\d+)$/.exec(ratio) ?? [];
  return small(Number(width), Number(height));
}

export function small(width: number, height: number): Size {
  const scale = SMALL_SIDE_PX / Math.min(width, height);
  const even = (value: number) => Math.round((value * scale) / 2) * 2;
  return { widthPx: even(width), heightPx: even(height) };
}
