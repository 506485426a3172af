/** The files that leave with a film: flat names, each once. Pure. */
import { table } from '#platform/json';
import { type StoredFile } from '#steps/plan';
import { shownAlone } from '../../video/domain/drawings.js';
import { type SegmentClip, type VideoJobState } from '../../video/domain/video-job.state.js';

/** A stored file under the name that it has in the archive. */
export interface ExportFile {
  readonly name: string;
  readonly file: StoredFile;
}

export const FILM_NAME = 'final.mp4';
export const VOICE_NAME = 'voiceover.m4a';
export const MUSIC_NAME = 'music.m4a';

/** How files end whose key does not say it. */
const ENDINGS: Readonly<Record<string, string>> = table({
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
});

/** What players and editing programs can open of it: of a drawing its still, since it moves in its piece of the film alone. */
export const pictureFile = (clip: SegmentClip): StoredFile => shownAlone(clip) ?? clip.still;

export const clipName = (index: number, file: StoredFile): string => `clip-${numbered(index)}.${endingOf(file)}`;

/** @returns clips as they were received (captions are burned into none of them), of drawings their stills; other stills, sound, captions and the film. */
export function exportFilesOf(job: VideoJobState): ExportFile[] {
  const files: ExportFile[] = [];
  const add = (name: string, file: StoredFile | null | undefined): void => {
    if (file) files.push({ name, file });
  };
  job.segments.forEach(({ clip }, index) => clip && add(clipName(index, pictureFile(clip)), pictureFile(clip)));
  job.segments.forEach(({ clip, image }, index) => {
    const still = image?.file ?? clip?.still;
    // A clip that is a still is there already.
    if (still && still.sha256 !== (clip && pictureFile(clip).sha256)) add(`still-${numbered(index)}.${endingOf(still)}`, still);
  });
  add(VOICE_NAME, job.voiceover?.voiceover);
  add(MUSIC_NAME, job.music?.music);
  add('subtitles.srt', job.subtitles?.srt);
  add('subtitles.vtt', job.subtitles?.vtt);
  add('script.txt', job.storyboard?.script);
  add('manifest.json', job.film?.manifest);
  add(FILM_NAME, job.film?.film);
  return files;
}

function endingOf({ key, contentType }: StoredFile): string {
  const known = ENDINGS[contentType.split(';', 1)[0]?.trim() ?? ''];
  return known ?? /\.([a-z0-9]{2,5})$/.exec(key)?.[1] ?? 'bin';
}

const numbered = (index: number): string => String(index).padStart(3, '0');
