/** What the environment says about FFmpeg. Read here only. */
export interface FfmpegEnvironment {
  /** An ffmpeg executable to use before any other. */
  readonly FFMPEG_PATH?: string | undefined;
  readonly PATH?: string | undefined;
}

export function ffmpegEnvironment(): FfmpegEnvironment {
  return { FFMPEG_PATH: process.env.FFMPEG_PATH, PATH: process.env.PATH };
}

const DEFAULT_MEMORY_MB = 4096;
const LEAST_MEMORY_MB = 256;

/** KADR_FFMPEG_MEMORY_MB: address space that one child may take, in bytes; null for 0, which means no limit. @throws RangeError */
export function childMemoryBytes(value: string | undefined = process.env['KADR_FFMPEG_MEMORY_MB']): number | null {
  const megabytes = value === undefined || value.trim() === '' ? DEFAULT_MEMORY_MB : Number(value);
  if (megabytes === 0) return null;
  if (!Number.isInteger(megabytes) || megabytes < LEAST_MEMORY_MB) {
    throw new RangeError(`KADR_FFMPEG_MEMORY_MB is "${value}": it must be a whole number from ${LEAST_MEMORY_MB}, or 0 for no limit`);
  }
  return megabytes * 1024 * 1024;
}

const PASSED = 'PATH HOME TMPDIR LD_LIBRARY_PATH DYLD_LIBRARY_PATH FONTCONFIG_PATH FONTCONFIG_FILE NODE_COMPILE_CACHE'.split(' ');

/**
 * The environment a child gets: enough to find its libraries and a writable cache for fontconfig, or for what Node compiles, nothing
 * else. FFREPORT and the like, which would make FFmpeg write files, stay outside.
 */
export function childEnvironment(): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = process.env[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
