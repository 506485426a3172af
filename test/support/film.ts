/** Looks at a finished film as a player would. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface FilmFacts {
  readonly videoCodec: string;
  readonly audioCodec: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: string;
  readonly videoSeconds: number;
  readonly audioSeconds: number;
}

interface Stream {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly width: number;
  readonly height: number;
  readonly nb_read_frames: string;
  readonly r_frame_rate: string;
  readonly duration: string;
}

/** Decodes every frame. */
export async function factsOf(filePath: string): Promise<FilmFacts> {
  const ffprobe = process.env['FFPROBE_PATH'] ?? 'ffprobe';
  const { stdout } = await run(ffprobe, ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', filePath]);
  const { streams } = JSON.parse(stdout) as { streams: Stream[] };
  const video = streams.find((stream) => stream.codec_type === 'video');
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  if (!video || !audio || streams.length !== 2) throw new Error(`one video and one audio stream expected: ${stdout}`);
  return {
    videoCodec: video.codec_name,
    audioCodec: audio.codec_name,
    width: video.width,
    height: video.height,
    frames: Number(video.nb_read_frames),
    fps: video.r_frame_rate,
    videoSeconds: Number(video.duration),
    audioSeconds: Number(audio.duration),
  };
}

/** By FFmpeg's own meter (EBU R 128), not by what the renderer says of itself. */
export async function loudnessOf(filePath: string): Promise<{ lufs: number; truePeak: number }> {
  const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg';
  const args = ['-hide_banner', '-nostats', '-i', filePath, '-map', '0:a', '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const { stderr } = await run(ffmpeg, args, { maxBuffer: 64 * 1024 * 1024 });
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const read = (pattern: RegExp): number => Number(pattern.exec(summary)?.[1] ?? NaN);
  return { lufs: read(/I:\s+(-?[\d.]+) LUFS/), truePeak: read(/Peak:\s+(-?[\d.]+) dBFS/) };
}

/** How many distinct pictures the film shows among `samples` taken evenly: a still image or a black film has few. */
export async function distinctPictures(filePath: string): Promise<number> {
  const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg';
  const args = ['-v', 'error', '-i', filePath, '-vf', 'fps=2,scale=32:32', '-f', 'framemd5', '-'];
  const { stdout } = await run(ffmpeg, args);
  const hashes = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(hashes.map((line) => line.split(',').at(-1)?.trim())).size;
}

/** moov before mdat: the film can start to play before it is loaded. */
export function isFastStart(bytes: Buffer): boolean {
  return bytes.indexOf('moov') !== -1 && bytes.indexOf('moov') < bytes.indexOf('mdat');
}
