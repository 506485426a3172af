import path from 'node:path';
import { type Demuxer, inputFlags, run, type FfmpegTools } from '../ffmpeg/index.js';
import { pictureSeconds } from './picture-seconds.js';
import type { ProbedFile } from './probed-file.js';

const COUNT_LIMIT_MS = 120_000;
const COUNTED: ReadonlySet<Demuxer> = new Set(['matroska', 'ogg', 'flac', 'aac']);

type Asked = Omit<ProbedFile, 'header'>;

/**
 * Lengths as they are, where what the file says of them is missing or is of something else: what a browser records states none, Matroska
 * states one for all of its streams and keeps it when the file is cut off, AAC by itself states none and is guessed at, FLAC that is
 * streamed states none, and FFmpeg alone tells only that of the longest stream. MP4 has it in its tables; of others the packets are
 * counted, without decoding them.
 */
export async function withCountedSeconds(tools: FfmpegTools, file: string, asked: Asked): Promise<Asked> {
  const { container, facts } = asked;
  if (container.still || container.demuxer === 'gif') return asked;
  if (container.demuxer === 'mov') return { ...asked, pictureSeconds: facts.video ? await ofTables(file, asked) : 0 };
  const { demuxer } = container;
  if (!COUNTED.has(demuxer)) return asked;
  const frameSeconds = facts.video && facts.video.fps > 0 ? 1 / facts.video.fps : 0;
  const picture = facts.video ? (await counted(tools, file, demuxer, 'v')) + frameSeconds : 0;
  const sound = facts.audio ? await counted(tools, file, demuxer, 'a') : 0;
  return { ...asked, pictureSeconds: picture, facts: { ...facts, durationSeconds: rounded(Math.max(picture, sound)) } };
}

/** A film in fragments has nothing in its tables. */
async function ofTables(file: string, { pictureSeconds: said, facts }: Asked): Promise<number> {
  return (await pictureSeconds(file)) || said || facts.durationSeconds;
}

/** When the last packet of the first picture or sound begins or ends, in seconds. */
async function counted(tools: FfmpegTools, file: string, demuxer: Demuxer, kind: 'v' | 'a'): Promise<number> {
  const args = ['-nostdin', '-hide_banner', '-loglevel', 'info', '-stats', ...inputFlags(demuxer), '-i', file];
  const { stderr } = await run(tools.ffmpegPath, [...args, '-map', `0:${kind}:0`, '-c', 'copy', '-f', 'null', '-'], {
    limitMs: COUNT_LIMIT_MS,
    purpose: `count ${path.basename(file)}`,
    step: 'probe',
  });
  const [, hours = '0', minutes = '0', seconds = '0'] = [...stderr.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
