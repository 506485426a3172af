import { locateFfmpeg, run } from '../ffmpeg/index.js';

/** Pixels of three bytes, row by row. */
export interface Rgb {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** A picture whose pixels are what `colour` says. */
export function rgbOf(width: number, height: number, colour: (x: number, y: number) => readonly [number, number, number]): Rgb {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data.set(colour(x, y), (y * width + x) * 3);
  return { width, height, data };
}

/** Colours that change from place to place, so that each place is known, and slowly, so that any coding keeps them. */
export const chart = (width: number, height: number, seed = 0): Rgb =>
  rgbOf(width, height, (x, y) => {
    const [across, down] = [x / Math.max(1, width - 1), y / Math.max(1, height - 1)];
    return [Math.round(30 + 200 * across), Math.round(30 + 200 * down), Math.round(40 + ((seed * 37) % 180) + 30 * across * down)];
  });

export const cropped = (from: Rgb, x: number, y: number, width: number, height: number): Rgb =>
  rgbOf(width, height, (column, row) => at(from, x + column, y + row));
/** A quarter, against the clock. */
export const turned = (from: Rgb): Rgb => rgbOf(from.height, from.width, (x, y) => at(from, from.width - 1 - y, x));
export const leftIsRight = (from: Rgb): Rgb => rgbOf(from.width, from.height, (x, y) => at(from, from.width - 1 - x, y));
export const topIsBottom = (from: Rgb): Rgb => rgbOf(from.width, from.height, (x, y) => at(from, x, from.height - 1 - y));

export function at({ data, width }: Rgb, x: number, y: number): [number, number, number] {
  const from = (y * width + x) * 3;
  return [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
}

/** The pixels of a still, as they are stored. */
export async function rgbFrom(path: string): Promise<Rgb> {
  const { stdout } = await run(
    locateFfmpeg().ffmpegPath,
    [
      ...['-nostdin', '-loglevel', 'error', '-noautorotate', '-i', path, '-frames:v', '1'],
      ...['-vf', 'scale=flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24', '-f', 'image2pipe', '-c:v', 'ppm', 'pipe:1'],
    ],
    { limitMs: 30_000, purpose: 'read pixels' },
  );
  const [head = '', width = '0', height = '0'] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(stdout.toString('latin1', 0, 40)) ?? [];
  return { width: Number(width), height: Number(height), data: stdout.subarray(head.length) };
}

/** Mean difference of all values; of pictures of different sizes there is none. */
export function meanError(a: Rgb, b: Rgb): number {
  if (a.width !== b.width || a.height !== b.height) return Number.NaN;
  return a.data.reduce((sum, value, index) => sum + Math.abs(value - (b.data[index] ?? 0)), 0) / a.data.length;
}
