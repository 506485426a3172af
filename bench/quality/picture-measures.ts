import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const BYTES = 512 * 1024 * 1024;

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** Frames of a film as raw pixels. @param filter what becomes of them first, such as `fps=2,scale=64:36` */
export async function framesOf(ffmpeg: string, file: string, filter: string, size: FrameSize, pixels: 'gray' | 'rgb24'): Promise<Buffer[]> {
  const args = ['-v', 'error', '-i', file, '-vf', filter, '-f', 'rawvideo', '-pix_fmt', pixels, 'pipe:1'];
  const { stdout } = await execute(ffmpeg, args, { encoding: 'buffer', maxBuffer: BYTES });
  const bytes = size.width * size.height * (pixels === 'gray' ? 1 : 3);
  return Array.from({ length: Math.floor(stdout.length / bytes) }, (_, index) => stdout.subarray(index * bytes, (index + 1) * bytes));
}

export const LOOKS_PER_SECOND = 2;
/** Less mean change of luminance from one look to the next than this, and a picture stands still. */
const STILL_BELOW = 1.5;
/** Another picture is seen where more changes than this, and so many times more than usual in the film: a moving grid is no cut. */
const CUT_FROM = 10;
const CUT_TIMES = 2.5;
const LOOK: FrameSize = { width: 96, height: 96 };

export interface Pictures {
  /** The longest stretch without change, in seconds, outside cards. */
  readonly stillSeconds: number;
  readonly meanShotSeconds: number;
  readonly longestShotSeconds: number;
}

/**
 * How a film moves. The lower third is left out: captions change there whatever the picture does.
 * @param isCard whether a title card is shown then, in seconds
 */
export async function lookAtPictures(ffmpeg: string, file: string, isCard: (seconds: number) => boolean): Promise<Pictures> {
  const filter = `fps=${LOOKS_PER_SECOND},crop=iw:ih*0.64:0:0,scale=${LOOK.width}:${LOOK.height}:flags=area`;
  const frames = await framesOf(ffmpeg, file, filter, LOOK, 'gray');
  const changes = frames.slice(1).map((frame, index) => meanChange(frames[index], frame));
  const cutFrom = Math.max(CUT_FROM, CUT_TIMES * (changes.toSorted((a, b) => a - b)[Math.floor(changes.length / 2)] ?? 0));
  let [still, longest, shot] = [0, 0, 0];
  const shots: number[] = [];
  for (const [before, change] of changes.entries()) {
    const index = before + 1;
    still = change < STILL_BELOW && !isCard(index / LOOKS_PER_SECOND) ? still + 1 / LOOKS_PER_SECOND : 0;
    longest = Math.max(longest, still);
    shot += 1 / LOOKS_PER_SECOND;
    if (change < cutFrom || shot < 1) continue;
    shots.push(shot);
    shot = 0;
  }
  shots.push(shot + 1 / LOOKS_PER_SECOND);
  const seconds = frames.length / LOOKS_PER_SECOND;
  return { stillSeconds: longest, meanShotSeconds: seconds / shots.length, longestShotSeconds: Math.max(...shots) };
}

function meanChange(before: Buffer | undefined, after: Buffer | undefined): number {
  if (!before || !after) return 0;
  let sum = 0;
  for (let index = 0; index < after.length; index += 1) sum += Math.abs((after[index] ?? 0) - (before[index] ?? 0));
  return sum / after.length;
}

/** As shares of the film's sides. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Of a film with captions and the same one without: the smallest box that holds every difference, over all looks; null where there is none. */
export async function captionExtent(ffmpeg: string, withCaptions: string, without: string, size: FrameSize): Promise<Extent | null> {
  const [shown, bare] = await Promise.all([withCaptions, without].map((file) => framesOf(ffmpeg, file, 'fps=1', size, 'gray')));
  const rows = new Set<number>();
  const columns = new Set<number>();
  shown?.forEach((frame, index) => {
    const other = bare?.[index];
    if (!other) return;
    const [inRow, inColumn] = [new Uint32Array(size.height), new Uint32Array(size.width)];
    for (let at = 0; at < frame.length; at += 1) {
      if (Math.abs((frame[at] ?? 0) - (other[at] ?? 0)) < 70) continue;
      const [row, column] = [Math.floor(at / size.width), at % size.width];
      inRow[row] = (inRow[row] ?? 0) + 1;
      inColumn[column] = (inColumn[column] ?? 0) + 1;
    }
    // What coding leaves behind are single pixels.
    inRow.forEach((count, row) => count > 2 && rows.add(row));
    inColumn.forEach((count, column) => count > 2 && columns.add(column));
  });
  if (rows.size === 0 || columns.size === 0) return null;
  const [left, right] = [Math.min(...columns), Math.max(...columns) + 1];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows) + 1];
  return { left: left / size.width, right: right / size.width, top: top / size.height, bottom: bottom / size.height };
}
