/** How ASS writes things down. */
export function dialogue(layer: number, start: number, end: number, style: string, text: string): string {
  return `Dialogue: ${layer},${assTime(start)},${assTime(end)},${style},,0,0,0,,${text}`;
}

export function centiseconds(seconds: number): number {
  return Math.max(0, Math.round(seconds * 100));
}

/** From below, so that what begins or ends with a frame is never a frame late, in a script whose hundredths are coarser than frames. */
export function floorCentiseconds(frame: number, fps: number): number {
  return Math.floor((frame * 100) / fps);
}

function assTime(cs: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(cs / 360_000)}:${two((cs / 6000) % 60)}:${two((cs / 100) % 60)}.${two(cs % 100)}`;
}

export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `#rrggbb` as `bbggrr`, the order of ASS. */
export function assColour(color: string): string {
  const [, red = 'FF', green = 'FF', blue = 'FF'] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color) ?? [];
  return `${blue}${green}${red}`.toUpperCase();
}

/** 0 (nothing) to 1 (solid) as ASS counts it: `FF` is nothing. */
export function assAlpha(opacity: number): string {
  const transparent = Math.round(255 * (1 - Math.max(0, Math.min(1, opacity))));
  return transparent.toString(16).padStart(2, '0').toUpperCase();
}
