/** What one media file may be, and the flags that make FFmpeg hold to it. Figures from docs of the API contract (assets) and the threat list. */
export const MEDIA_LIMITS = {
  pixels: 33_177_600,
  durationSeconds: 600,
  streams: 8,
  sizeBytes: 2_000_000_000,
  /** Frames of a source are resampled to the film's rate; a higher rate than this is a decompression bomb, not a video. */
  fps: 240,
} as const;

/** Before everything else on any FFmpeg command line. */
export const GLOBAL_FLAGS = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-max_alloc', '536870912'] as const;

/** Before each `-i`: local files only, one known container, bounded picture size. `demuxer` comes from `sniff`, never from a file name. */
export function inputFlags(demuxer: Demuxer): string[] {
  return [
    ...['-protocol_whitelist', 'file', '-format_whitelist', FORMAT_NAMES[demuxer]],
    ...['-f', demuxer],
    ...(isVisual(demuxer) ? ['-max_pixels', String(MEDIA_LIMITS.pixels)] : []),
  ];
}

export type Demuxer =
  | ('mov' | 'matroska' | 'png_pipe' | 'jpeg_pipe' | 'webp_pipe' | 'gif' | 'wav' | 'mp3' | 'ogg' | 'flac' | 'aac')
  /** Streams without a container, which only we make. */
  | ('hevc' | 'h264' | 'mjpeg');

/** FFmpeg compares the whitelist with a demuxer's full list of names. */
const FORMAT_NAMES: Record<Demuxer, string> = {
  mov: 'mov,mp4,m4a,3gp,3g2,mj2',
  matroska: 'matroska,webm',
  png_pipe: 'png_pipe',
  jpeg_pipe: 'jpeg_pipe',
  webp_pipe: 'webp_pipe',
  gif: 'gif',
  wav: 'wav',
  mp3: 'mp3',
  ogg: 'ogg',
  flac: 'flac',
  aac: 'aac',
  hevc: 'hevc',
  h264: 'h264',
  mjpeg: 'mjpeg',
};

function isVisual(demuxer: Demuxer): boolean {
  return demuxer !== 'wav' && demuxer !== 'mp3' && demuxer !== 'aac';
}

/** Wall-clock limit for work on `seconds` of media: generous on a loaded machine, finite for a hostile file. */
export function wallLimitMs(seconds: number): number {
  return 120_000 + Math.ceil(seconds * 20_000);
}
