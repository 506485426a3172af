import { MediaError } from '../contracts.js';
import { readMp4Layout } from './mp4-track.js';

/** How long the picture of an MP4 lasts, by its own tables: FFmpeg is not asked. Null: it is no MP4, or shows nothing. */
export async function pictureSeconds(file: string): Promise<number | null> {
  try {
    const { tracks } = await readMp4Layout(file);
    const picture = tracks.find(({ kind }) => kind === 'video');
    return picture && picture.timescale > 0 ? picture.mediaTicks / picture.timescale : null;
  } catch (error) {
    if (error instanceof MediaError) return null;
    throw error;
  }
}
