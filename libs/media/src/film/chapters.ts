/** Where a film can be entered. */
export interface FilmChapter {
  readonly title: string;
  /** Frames of the film, [startFrame, endFrame). */
  readonly startFrame: number;
  readonly endFrame: number;
}

/** A file of the format `ffmetadata`. Titles become one line: https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
export function chapterList(chapters: readonly FilmChapter[], fps: number): string {
  const entries = chapters.map(({ title, startFrame, endFrame }) =>
    ['[CHAPTER]', `TIMEBASE=1/${fps}`, `START=${startFrame}`, `END=${endFrame}`, `title=${escaped(title)}`, ''].join('\n'),
  );
  return [';FFMETADATA1', ...entries].join('\n');
}

const escaped = (title: string): string => title.replace(/[\s\p{Cc}]+/gu, ' ').replace(/[\\=;#]/g, '\\$&');
