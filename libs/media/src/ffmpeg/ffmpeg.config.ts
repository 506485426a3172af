/** What the environment says about FFmpeg. Read here only. */
export interface FfmpegEnvironment {
  /** An ffmpeg executable to use before any other. */
  readonly FFMPEG_PATH?: string | undefined;
  readonly PATH?: string | undefined;
}

export function ffmpegEnvironment(): FfmpegEnvironment {
  return { FFMPEG_PATH: process.env.FFMPEG_PATH, PATH: process.env.PATH };
}

/**
 * The environment a child gets: enough to find its libraries and a writable cache for fontconfig, nothing else. FFREPORT and the
 * like, which would make FFmpeg write files, stay outside.
 */
export function childEnvironment(): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'FONTCONFIG_FILE']) {
    const value = process.env[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
