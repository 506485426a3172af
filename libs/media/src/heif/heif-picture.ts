import { locateFfmpeg } from '../ffmpeg/index.js';
import { damaged, HeifFault, SAVE_AS_JPEG } from './boxes.js';
import { decoded } from './decode.js';
import { HeifFile } from './item-data.js';
import { readItems } from './items.js';
import { pictureOf } from './picture.js';
import { seriesAsClip } from './series.js';

/**
 * The picture of a HEIF file (HEIC of phones), decoded by FFmpeg, which does not read these boxes everywhere: upright, its colours as they
 * were meant. Of several it is the primary one; a series that has none is a clip.
 * @param folder for what is written on the way @returns a JPEG, a PNG where something shines through, or an MP4
 * @throws HeifFault, saying what to do; MediaError where FFmpeg fails for another reason
 */
export function heifPicture(filePath: string, folder: string, signal: AbortSignal | undefined): Promise<string> {
  return HeifFile.opened(filePath, async (file) => {
    const meta = await file.top('meta');
    const moov = meta ? null : await file.top('moov');
    if (moov) return seriesAsClip(filePath, moov.body, moov.at, folder);
    if (!meta) throw damaged('there is no picture in it');
    const items = readItems(meta.body);
    const picture = await pictureOf(file, items);
    const tools = locateFfmpeg();
    if (picture.tiles.length > 1 && !tools.knows('filter tile')) {
      throw new HeifFault(`it is made of tiles, which this FFmpeg does not put together; ${SAVE_AS_JPEG}`);
    }
    return decoded({ tools, file, items, picture, folder, signal });
  });
}
