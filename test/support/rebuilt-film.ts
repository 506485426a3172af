/** What an editing program does with an archive, done by FFmpeg: the picture cut together from the timeline and the files beside it, and nothing else. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ffmpeg = (args: readonly string[]) =>
  run(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-nostdin', '-hide_banner', ...args], { maxBuffer: 64 * 1024 * 1024 });

/** A frame of a file that is played slower is up to two of the film, and where a clip begins is a whole frame of its file. */
const SLACK_FRAMES = 2;

interface Time {
  readonly value: number;
  readonly rate: number;
}
interface Clip {
  readonly OTIO_SCHEMA: 'Clip.2';
  readonly name: string;
  readonly source_range: { readonly start_time: Time; readonly duration: Time };
  readonly effects: readonly { readonly OTIO_SCHEMA: 'LinearTimeWarp.1'; readonly time_scalar: number }[];
  readonly media_references: { readonly DEFAULT_MEDIA: { readonly target_url: string } };
}
interface Transition {
  readonly OTIO_SCHEMA: 'Transition.1';
  readonly transition_type: 'SMPTE_Dissolve' | 'Custom_Transition';
  readonly in_offset: Time;
  readonly out_offset: Time;
  readonly metadata: { readonly kadr: { readonly kind: string } };
}
export interface Timeline {
  readonly metadata: { readonly kadr: { readonly format: { readonly frames: number; readonly fps: number } } };
  readonly tracks: { readonly children: readonly { readonly name: string; readonly children: readonly (Clip | Transition)[] }[] };
}

/** @param folder an unpacked archive @param target where the picture is written, without sound, in H.264. */
export async function rebuildPicture(folder: string, target: string): Promise<Timeline> {
  const timeline = JSON.parse(readFileSync(path.join(folder, 'content.otio'), 'utf8')) as Timeline;
  const children = timeline.tracks.children.find(({ name }) => name === 'Picture')?.children ?? [];
  const { fps } = timeline.metadata.kadr.format;
  const inputs: string[] = [];
  const filters: string[] = [];
  const parts: string[] = [];
  children.forEach((child, at) => {
    if (child.OTIO_SCHEMA === 'Transition.1') return;
    const [into, outOf] = [children[at - 1] as Transition | undefined, children[at + 1] as Transition | undefined];
    // A transition takes as much from both sides of the joint: twice its half of frames, from each clip.
    const [head, tail] = [
      into ? into.in_offset.value + into.out_offset.value : 0,
      outOf ? outOf.in_offset.value + outOf.out_offset.value : 0,
    ];
    const length = child.source_range.duration.value + (into?.in_offset.value ?? 0) + (outOf?.out_offset.value ?? 0);
    const input = inputs.length / 2;
    inputs.push('-i', path.join(folder, child.media_references.DEFAULT_MEDIA.target_url));
    const speed = child.effects[0]?.time_scalar ?? 1;
    // Where a clip begins is counted in frames of its file, how long it lasts in frames of the film.
    const from = Math.round(child.source_range.start_time.value / speed) - (into?.in_offset.value ?? 0);
    if (from < -SLACK_FRAMES) throw new RangeError(`${child.name} has no room for the transition into it`);
    filters.push(
      `[${input}:v]setpts=(PTS-STARTPTS)/${speed},fps=${fps},trim=start_frame=${Math.max(0, from)}:end_frame=${Math.max(0, from) + length},${timed(fps)},split=3[h${input}][b${input}][t${input}]`,
    );
    const cut = (name: string, begin: number, end: number) =>
      filters.push(`[${name}${input}]trim=start_frame=${begin}:end_frame=${end},${timed(fps)}[${name}${input}c]`);
    cut('b', head, length - tail);
    if (into) {
      cut('h', 0, head);
      filters.push(`${joint(into, `t${input - 1}c`, `h${input}c`, head, fps)}[j${input}]`);
      parts.push(`[j${input}]`);
    } else filters.push(`[h${input}]nullsink`);
    if (outOf) cut('t', length - tail, length);
    else filters.push(`[t${input}]nullsink`);
    parts.push(`[b${input}c]`);
  });
  filters.push(`${parts.join('')}concat=n=${parts.length}:v=1:a=0,format=yuv420p[film]`);
  const encoded = ['-map', '[film]', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-y', target];
  await ffmpeg(['-loglevel', 'error', ...inputs, '-filter_complex', filters.join(';'), ...encoded]);
  return timeline;
}

const timed = (fps: number): string => `settb=1/${fps},setpts=N`;

/** A dissolve, or out to black and in from it. @throws RangeError for any other kind */
function joint({ transition_type: type, metadata }: Transition, from: string, to: string, frames: number, fps: number): string {
  if (type === 'SMPTE_Dissolve') {
    const top = `[${to}]format=yuva420p,fade=t=in:start_frame=0:nb_frames=${frames}:alpha=1[top${to}]`;
    return `${top};[${from}][top${to}]overlay=format=yuv420,${timed(fps)}`;
  }
  if (metadata.kadr.kind !== 'fade') throw new RangeError(`nothing is known of a ${metadata.kadr.kind}`);
  const half = frames / 2;
  return [
    `[${from}]trim=end_frame=${half},${timed(fps)},fade=t=out:start_frame=0:nb_frames=${half}[out${to}]`,
    `[${to}]trim=start_frame=${half},${timed(fps)},fade=t=in:start_frame=0:nb_frames=${half}[in${to}]`,
    `[out${to}][in${to}]concat=n=2:v=1:a=0,${timed(fps)}`,
  ].join(';');
}

/** Frames that decode. */
export async function framesOf(film: string): Promise<number> {
  const words = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', film];
  return Number((await run(process.env['FFPROBE_PATH'] ?? 'ffprobe', words)).stdout.trim());
}

/**
 * Structural similarity of two films of equal size, 1: the same.
 * @param between the frames that are looked at, the second of them no more @param late frames that the first is held back by
 */
export async function ssim(
  film: string,
  other: string,
  between: readonly [number, number],
  late = 0,
): Promise<{ readonly mean: number; readonly worstFrame: number }> {
  // Frame for frame: what each file says of its own time does not count.
  const [from, to] = between;
  const part = (heldBack: number): string => `trim=start_frame=${from + heldBack}:end_frame=${to + heldBack},${timed(1)}`;
  const graph = `[0:v]${part(late)}[a];[1:v]${part(0)}[b];[a][b]ssim=shortest=1:stats_file=-`;
  const { stdout } = await ffmpeg(['-loglevel', 'error', '-i', film, '-i', other, '-filter_complex', graph, '-f', 'null', '-']);
  const frames = [...stdout.matchAll(/All:([\d.]+)/g)].map(([, value]) => Number(value));
  return { mean: frames.reduce((sum, value) => sum + value, 0) / frames.length, worstFrame: Math.min(...frames) };
}
