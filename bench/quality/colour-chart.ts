import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { framesOf, type FrameSize } from './picture-measures.js';

const execute = promisify(execFile);

/** Skin, sky, leaf, flower, primaries and greys, roughly those of a photographer's chart. All within what limited range holds. */
const PATCHES = [
  [115, 82, 68],
  [194, 150, 130],
  [98, 122, 157],
  [87, 108, 67],
  [214, 126, 44],
  [80, 91, 166],
  [56, 61, 150],
  [70, 148, 73],
  [175, 54, 60],
  [243, 243, 242],
  [122, 122, 121],
  [52, 52, 52],
] as const;
/** 16:9, like the film that shows it. */
const [COLUMNS, ROWS, WIDTH, HEIGHT] = [4, 3, 320, 240];

/** How the same chart reaches a film. */
export const CHARTS: Readonly<Record<string, readonly string[]>> = {
  'chart.png': ['-frames:v', '1'],
  'chart.jpg': ['-frames:v', '1', '-q:v', '1', '-pix_fmt', 'yuvj444p'],
  'chart.mp4': [
    ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', '-t', '6', '-c:v', 'libx264', '-qp', '8'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
  ],
};

/** Writes the chart as a PPM and from it what `CHARTS` names. @param at where a file goes */
export async function makeCharts(ffmpeg: string, at: (name: string) => string): Promise<void> {
  const pixels = Buffer.alloc(COLUMNS * WIDTH * ROWS * HEIGHT * 3);
  for (let y = 0; y < ROWS * HEIGHT; y += 1) {
    for (let x = 0; x < COLUMNS * WIDTH; x += 1) {
      const patch = PATCHES[Math.floor(y / HEIGHT) * COLUMNS + Math.floor(x / WIDTH)] ?? [0, 0, 0];
      pixels.set(patch, (y * COLUMNS * WIDTH + x) * 3);
    }
  }
  await writeFile(at('chart.ppm'), Buffer.concat([Buffer.from(`P6\n${COLUMNS * WIDTH} ${ROWS * HEIGHT}\n255\n`, 'latin1'), pixels]));
  for (const [name, encoder] of Object.entries(CHARTS)) {
    const input = name.endsWith('mp4') ? ['-loop', '1', '-framerate', '24'] : [];
    await execute(ffmpeg, ['-v', 'error', ...input, '-i', at('chart.ppm'), ...encoder, '-y', at(name)]);
  }
}

/** Mean distance, of 255, between the patches and what a film shows of them, in the frames asked for. */
export async function colourError(ffmpeg: string, film: string, size: FrameSize, seconds: number): Promise<number> {
  const filter = `trim=start=${seconds},setpts=PTS-STARTPTS,fps=1,trim=end_frame=1`;
  const [frame] = await framesOf(ffmpeg, film, filter, size, 'rgb24');
  if (!frame) throw new Error(`the film has no frame at ${seconds} s`);
  let sum = 0;
  PATCHES.forEach((patch, index) => {
    // Film and chart have one shape: however the camera moves, the middle of a patch stays inside it.
    const x = Math.round((((index % COLUMNS) + 0.5) / COLUMNS) * size.width);
    const y = Math.round(((Math.floor(index / COLUMNS) + 0.5) / ROWS) * size.height);
    const at = (y * size.width + x) * 3;
    for (const part of [0, 1, 2]) sum += Math.abs((frame[at + part] ?? 0) - (patch[part] ?? 0));
  });
  return sum / (PATCHES.length * 3);
}
