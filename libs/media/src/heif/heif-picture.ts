import { locateFfmpeg } from '../ffmpeg/index.js';
import { HeifFault, SAVE_AS_JPEG } from './boxes.js';
import { decoded } from './decode.js';
import { HeifFile } from './item-data.js';
import { readItems } from './items.js';
import { pictureOf } from './picture.js';

/**
 * The picture of a HEIF file (HEIC of phones), decoded by FFmpeg, which does not read these boxes everywhere: upright, its colours as they
 * were meant.
 * @param folder for what is written on the way @returns a JPEG, or a PNG where something shines through
 * @throws HeifFault, saying what to do; MediaError where FFmpeg fails for another reason
 */
export function heifPicture(filePath: string, folder: string, signal: AbortSignal | undefined): Promise<string> {
  return HeifFile.opened(filePath, async (file) => {
    const items = readItems(await file.meta());
    const picture = await pictureOf(file, items);
    const tools = locateFfmpeg();
    if (picture.tiles.length > 1 && !tools.knows('filter tile')) {
      throw new HeifFault(`it is made of tiles, which this FFmpeg does not put together; ${SAVE_AS_JPEG}`);
    }
    return decoded({ tools, file, items, picture, folder, signal });
  });
}
