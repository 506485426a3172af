import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { composeMusic, createSpeech, type SpokenText } from '#media';
import { imageTypeOf } from './image-type.js';

const run = promisify(execFile);
const AT_ONCE = 2;
const FFMPEG_LIMIT_MS = 120_000;
const FPS = 24;

export interface ShelfFile {
  readonly path: string;
  readonly contentType: string;
  readonly extension: string;
}

export interface VideoWish {
  readonly about: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly seconds: number;
  readonly first?: Buffer | undefined;
  readonly last?: Buffer | undefined;
}

export interface ImageWish {
  readonly about: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly extension: 'png' | 'jpg' | 'webp';
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ mp4: 'video/mp4', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', mp3: 'audio/mpeg', wav: 'audio/wav', pcm: 'audio/pcm' },
  ...{ opus: 'audio/ogg', aac: 'audio/aac', flac: 'audio/flac', json: 'application/json' },
};
const AUDIO_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  mp3: ['-f', 'mp3'],
  wav: ['-f', 'wav'],
  flac: ['-f', 'flac'],
  aac: ['-c:a', 'aac', '-f', 'adts'],
  opus: ['-ar', '48000', '-c:a', 'libopus', '-f', 'ogg'],
  pcm: ['-ar', '24000', '-ac', '1', '-f', 's16le'],
};

/** Makes real media, each wish once: the file is kept under the digest of the wish. */
export class MediaShelf {
  private readonly making = new Map<string, Promise<ShelfFile>>();
  private readonly waiting: (() => void)[] = [];
  private readonly ended = new AbortController();
  private running = 0;

  constructor(
    private readonly folder: string,
    private readonly ffmpegPath: () => string,
    private readonly espeakPath?: string,
  ) {}

  stop(): void {
    this.ended.abort(new Error('the sandbox stops'));
  }

  /** With frames: from the first to the last, both shown as they are at the ends. */
  video(wish: VideoWish): Promise<ShelfFile> {
    const { first, last, ...words } = wish;
    return this.once('mp4', { words, first: first && digestOf(first), last: last && digestOf(last) }, async (outPath) => {
      const size = `${even(wish.widthPx)}x${even(wish.heightPx)}`;
      const frames = [first, last].filter((frame) => frame !== undefined);
      const inputs = await Promise.all(frames.map((frame, index) => this.kept(frame, `${outPath}.${index}`)));
      const made = frames.length > 0 ? between(inputs, size, wish.seconds) : moving(wish.about, size, wish.seconds);
      const sound = ['-f', 'lavfi', '-i', `sine=frequency=${200 + (numberOf(wish.about) % 400)}:sample_rate=48000`];
      const encode = [
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p',
        '-c:a',
        'aac',
        '-b:a',
        '64k',
        '-movflags',
        '+faststart',
      ];
      const map = ['-map', '[v]', '-map', `${Math.max(frames.length, 1)}:a`, '-t', String(wish.seconds)];
      await this.ffmpeg([...made.inputs, ...sound, '-filter_complex', made.graph, ...map, ...encode, '-f', 'mp4', outPath]);
      await Promise.all(inputs.map((file) => rm(file, { force: true })));
    });
  }

  image(wish: ImageWish): Promise<ShelfFile> {
    return this.once(wish.extension, { words: wish }, async (outPath) => {
      const { inputs, graph } = moving(wish.about, `${wish.widthPx}x${wish.heightPx}`, 1);
      const codec = { png: 'png', jpg: 'mjpeg', webp: 'libwebp' }[wish.extension];
      await this.ffmpeg([
        ...inputs,
        '-filter_complex',
        graph,
        '-map',
        '[v]',
        '-frames:v',
        '1',
        '-c:v',
        codec,
        '-f',
        'image2',
        '-update',
        '1',
        outPath,
      ]);
    });
  }

  /** A picture that somebody gave, in another size. */
  resized(picture: Buffer, widthPx: number, heightPx: number): Promise<ShelfFile> {
    return this.once('png', { resized: digestOf(picture), widthPx, heightPx }, async (outPath) => {
      const input = await this.kept(picture, `${outPath}.in`);
      await this.ffmpeg([
        '-i',
        input,
        '-vf',
        `scale=${widthPx}:${heightPx}`,
        '-frames:v',
        '1',
        '-c:v',
        'png',
        '-f',
        'image2',
        '-update',
        '1',
        outPath,
      ]);
      await rm(input, { force: true });
    });
  }

  music(mood: string, durationSeconds: number): Promise<ShelfFile> {
    return this.once('mp3', { mood, durationSeconds }, async (outPath) => {
      const wav = `${outPath}.wav`;
      await composeMusic({ mood, seed: numberOf(mood), durationSeconds, outPath: wav, signal: this.ended.signal });
      await this.encodeAudio(wav, 'mp3', outPath);
    });
  }

  /** Speaks it. @param extension one of the formats of OpenAI's speech */
  speech(text: string, voice: string, speed: number, extension: string): Promise<ShelfFile> {
    return this.once(extension, { text, voice, speed }, async (outPath) => {
      const wav = `${outPath}.wav`;
      await this.speak(text, voice, speed, wav);
      await this.encodeAudio(wav, extension, outPath);
    });
  }

  /** Speaks it as "Read aloud" does. @returns JSON: MP3 of 48 kbit/s without a head (base64), and when each word is said */
  readAloud(text: string, voice: string, speed: number): Promise<ShelfFile> {
    return this.once('json', { readAloud: text, voice, speed }, async (outPath) => {
      const [wav, mp3] = [`${outPath}.wav`, `${outPath}.mp3`];
      const { words } = await this.speak(text, voice, speed, wav);
      await this.ffmpeg([
        '-i',
        wav,
        '-ar',
        '24000',
        '-ac',
        '1',
        '-b:a',
        '48k',
        '-write_xing',
        '0',
        '-id3v2_version',
        '0',
        '-f',
        'mp3',
        mp3,
      ]);
      await writeFile(outPath, JSON.stringify({ mp3: (await readFile(mp3)).toString('base64'), words }));
      await Promise.all([wav, mp3].map((file) => rm(file, { force: true })));
    });
  }

  /** Length of a media file that somebody gave. @throws Error when it is none */
  async secondsOf(content: Buffer): Promise<number> {
    await mkdir(this.folder, { recursive: true });
    const file = await this.kept(content, path.join(this.folder, `${digestOf(content)}.heard`));
    try {
      const { stderr } = await this.ffmpeg(['-loglevel', 'info', '-i', file, '-vn', '-f', 'null', '-']);
      const times = [...stderr.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1);
      if (!times) throw new Error('no sound in it');
      return Number(times[1]) * 3600 + Number(times[2]) * 60 + Number(times[3]);
    } finally {
      await rm(file, { force: true });
    }
  }

  private async speak(text: string, voice: string, speed: number, outPath: string): Promise<SpokenText> {
    const speech = createSpeech({ ffmpegPath: this.ffmpegPath(), ...(this.espeakPath && { espeakPath: this.espeakPath }) });
    const russian = /[а-яё]/i.test(text);
    const own = ['slt', 'rms', 'awb', 'kal'][numberOf(voice) % 4] ?? 'slt';
    const request = { text, speed: Math.min(Math.max(speed, 0.5), 2), outPath, signal: this.ended.signal };
    if (russian && (await speech.supports('ru'))) return speech.speak({ ...request, language: 'ru' });
    return speech.speak({ ...request, language: 'en', voice: own });
  }

  private async encodeAudio(wav: string, extension: string, outPath: string): Promise<void> {
    await this.ffmpeg(['-i', wav, ...(AUDIO_ARGUMENTS[extension] ?? []), outPath]);
    await rm(wav, { force: true });
  }

  private once(extension: string, wish: unknown, make: (outPath: string) => Promise<void>): Promise<ShelfFile> {
    const outPath = path.join(this.folder, `${digestOf(JSON.stringify(wish))}.${extension}`);
    const file = { path: outPath, extension, contentType: TYPES[extension] ?? 'application/octet-stream' };
    const known = this.making.get(outPath);
    if (known) return known;
    const made = existsSync(outPath) ? Promise.resolve(file) : this.inTurn(() => this.make(file, make));
    this.making.set(outPath, made);
    made.catch(() => undefined).finally(() => this.making.delete(outPath));
    return made;
  }

  private async make(file: ShelfFile, make: (outPath: string) => Promise<void>): Promise<ShelfFile> {
    await mkdir(this.folder, { recursive: true });
    const draft = path.join(this.folder, `.${process.pid}-${path.basename(file.path)}`);
    await make(draft);
    await rename(draft, file.path);
    return file;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  /** @throws Error when it is no picture and no sound that is known by its first bytes */
  private async kept(content: Buffer, name: string): Promise<string> {
    const file = `${name}.${imageTypeOf(content) ?? 'bin'}`;
    await writeFile(file, content);
    return file;
  }

  private ffmpeg(args: readonly string[]): Promise<{ stderr: string }> {
    const all = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'file,pipe', '-y', ...args];
    return run(this.ffmpegPath(), all, { timeout: FFMPEG_LIMIT_MS, maxBuffer: 16 * 1024 * 1024, signal: this.ended.signal });
  }
}

/** A moving test picture, with boxes and colours of its own for each subject. */
function moving(about: string, size: string, seconds: number): { inputs: string[]; graph: string } {
  const bytes = createHash('sha256').update(about).digest();
  const byte = (index: number) => bytes[index % bytes.length] ?? 0;
  const boxes = [0, 1, 2, 3].map((box) => {
    const color = bytes.subarray(box * 3, box * 3 + 3).toString('hex');
    return `drawbox=x=iw*${byte(box + 12)}/320:y=ih*${byte(box + 16)}/320:w=iw/5:h=ih/5:color=0x${color}@0.8:t=fill`;
  });
  const graph = `[0:v]hue=h=${(byte(20) * 360) / 256},${boxes.join(',')}[v]`;
  return { inputs: ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${FPS}:duration=${seconds}`], graph };
}

function between(files: readonly string[], size: string, seconds: number): { inputs: string[]; graph: string } {
  const [width = '', height = ''] = size.split('x');
  const cover = `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height},setsar=1,fps=${FPS}`;
  const inputs = files.flatMap((file) => ['-loop', '1', '-framerate', String(FPS), '-t', String(seconds), '-i', file]);
  const fade = `fade=t=in:st=0:d=${Math.max(seconds - 1 / FPS, 1 / FPS)}:alpha=1`;
  if (files.length === 1) return { inputs, graph: `[0:v]${cover},zoompan=z='1+on/2000':d=1:s=${size}:fps=${FPS}[v]` };
  return { inputs, graph: `[0:v]${cover}[a];[1:v]${cover},format=yuva420p,${fade}[b];[a][b]overlay[v]` };
}

const even = (px: number): number => Math.max(2, Math.round(px / 2) * 2);

const digestOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex').slice(0, 40);

const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);
