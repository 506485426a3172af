import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';

/** Where the kind of a track stands behind the name of its box `hdlr`. */
const KIND_AT = 12;

/**
 * A series of pictures as a clip: HEIF keeps it as MP4 keeps a film, under other names (ISO/IEC 23008-12, 7). With those of a film it is one.
 * @param moov its box @param at where the box's body stands @returns the path of the clip
 */
export async function seriesAsClip(filePath: string, moov: Buffer, at: number, folder: string): Promise<string> {
  const outPath = path.join(folder, 'out.mp4');
  await copyFile(filePath, outPath);
  const file = await open(outPath, 'r+');
  try {
    // The major brand is the first thing in a file.
    await file.write(Buffer.from('isom', 'latin1'), 0, 4, 8);
    for (let found = moov.indexOf('hdlr', 0, 'latin1'); found >= 0; found = moov.indexOf('hdlr', found + 4, 'latin1')) {
      if (moov.toString('latin1', found + KIND_AT, found + KIND_AT + 4) !== 'pict') continue;
      await file.write(Buffer.from('vide', 'latin1'), 0, 4, at + found + KIND_AT);
    }
  } finally {
    await file.close();
  }
  return outPath;
}
