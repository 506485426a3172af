import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { MediaError } from '../contracts.js';
import { ffmpegEnvironment, type FfmpegEnvironment } from './ffmpeg.config.js';

/** An FFmpeg that has everything the film engine uses. */
export interface FfmpegTools {
  readonly ffmpegPath: string;
  /** Stands beside ffmpeg in most installations; without it `ffmpeg -i` is read instead. */
  readonly ffprobePath: string | null;
  readonly version: string;
  /** Whether it has what is not needed, but used where it is there: `filter zscale`, `decoder libvpx-vp9`. */
  knows(feature: string): boolean;
}

/** Filters and encoders the graphs are made of; `xfade` is left out on purpose, the 2018 static build has none. */
const FILTERS_USED = (
  'alimiter alphamerge amerge aresample ass atempo color concat crop ebur128 fade fps format gblur geq hflip loop lut3d lutrgb overlay ' +
  'pad pan perspective premultiply reverse scale setpts setsar settb sidechaincompress split tpad transpose trim vflip yadif'
).split(' ');
const ENCODERS_USED = ['libx264', 'aac', 'png', 'mjpeg'];

const INSTALL_HINT =
  'Install it with `apt-get install ffmpeg` (Debian, Ubuntu) or `brew install ffmpeg` (macOS), or set FFMPEG_PATH to an ffmpeg built with libx264 and libass.';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function onPath(name: string, searchPath: string | undefined): string | null {
  for (const folder of (searchPath ?? '').split(path.delimiter)) {
    if (folder !== '' && isExecutable(path.join(folder, name))) return path.join(folder, name);
  }
  return null;
}

/** The static build from npm. Packages are installed without scripts, so its executable bit may have to be set here. */
function installedByNpm(): string | null {
  try {
    const require = createRequire(import.meta.url);
    const folder = path.dirname(require.resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/package.json`));
    const file = path.join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
    if (!isExecutable(file)) chmodSync(file, 0o755);
    return file;
  } catch {
    return null;
  }
}

/** What an FFmpeg has, by its own words, and its banner. Blocks while it runs. */
function listed(ffmpegPath: string, list: '-filters' | '-encoders' | '-decoders') {
  const { status, stdout, stderr } = spawnSync(ffmpegPath, [list], { encoding: 'utf8', maxBuffer: 1 << 24, timeout: 20_000 });
  return { isThere: status === 0, banner: stderr, names: new Set(stdout?.split('\n').map((line) => line.trim().split(/\s+/)[1] ?? '')) };
}

interface Features {
  readonly version: string;
  readonly missing: readonly string[];
  knows(feature: string): boolean;
}

/** What `ffmpegPath` lacks and has, or null when it does not run at all. Each list is a program that is started and waited for. */
function featuresOf(ffmpegPath: string): Features | null {
  const filters = listed(ffmpegPath, '-filters');
  const encoders = listed(ffmpegPath, '-encoders');
  if (!filters.isThere || !encoders.isThere) return null;
  const [knownFilters, knownEncoders] = [filters.names, encoders.names];
  let decoders: ReadonlySet<string> | null = null;
  return {
    version: /ffmpeg version (\S+)/.exec(filters.banner)?.[1] ?? 'unknown',
    // Decoders are asked about for some few sources only.
    knows(feature) {
      const [kind, name = ''] = feature.split(' ');
      return (kind === 'filter' ? knownFilters : (decoders ??= listed(ffmpegPath, '-decoders').names)).has(name);
    },
    missing: [
      ...FILTERS_USED.filter((name) => !knownFilters.has(name)).map((name) => `filter ${name}`),
      ...ENCODERS_USED.filter((name) => !knownEncoders.has(name)).map((name) => `encoder ${name}`),
    ],
  };
}

const located = new Map<string, FfmpegTools>();

/**
 * Looks at FFMPEG_PATH (alone, when set), else at the system's ffmpeg, else at the static build from npm, and takes the first that
 * has every filter and encoder used here. The answer is kept for the life of the process. Blocks for some 100 ms the first time.
 * @throws MediaError `ffmpeg_missing`, saying what was tried and what to install
 */
export function locateFfmpeg(environment: FfmpegEnvironment = ffmpegEnvironment()): FfmpegTools {
  const chosen = environment.FFMPEG_PATH;
  const candidates = chosen ? [chosen] : [onPath('ffmpeg', environment.PATH), installedByNpm()].filter((file) => file !== null);
  const tried: string[] = [];
  for (const ffmpegPath of candidates) {
    const known = located.get(ffmpegPath);
    if (known) return known;
    const features = existsSync(ffmpegPath) ? featuresOf(ffmpegPath) : null;
    if (features === null) tried.push(`${ffmpegPath} does not run`);
    else if (features.missing.length > 0) tried.push(`${ffmpegPath} lacks ${features.missing.join(', ')}`);
    else {
      const beside = path.join(path.dirname(ffmpegPath), 'ffprobe');
      const tools = {
        ffmpegPath,
        ffprobePath: isExecutable(beside) ? beside : null,
        version: features.version,
        knows: features.knows,
      };
      located.set(ffmpegPath, tools);
      return tools;
    }
  }
  const what = tried.length > 0 ? tried.join('; ') : 'none was found on PATH';
  throw new MediaError('ffmpeg_missing', `No usable ffmpeg: ${what}. ${INSTALL_HINT}`, true);
}
