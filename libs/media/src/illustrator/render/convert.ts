import { readFile, writeFile } from 'node:fs/promises';
import { createCanvas, type Image, loadImage } from '@napi-rs/canvas';

const JPEG_QUALITY = 95;

/** A picture as JPEG, or as PNG where something shines through. @throws Error `picture_unsupported: …` when it cannot be read */
export async function convertPicture(fromPath: string, outPath: string): Promise<void> {
  const image = await loadImage(await readFile(fromPath)).catch((error: unknown): Image => {
    throw new Error(`picture_unsupported: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  if (!(image.width > 0 && image.height > 0)) throw new Error('picture_unsupported: it shows nothing');
  const canvas = createCanvas(image.width, image.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  let isOpaque = true;
  for (let at = 3; at < data.length && isOpaque; at += 4) isOpaque = data[at] === 255;
  await writeFile(outPath, isOpaque ? await canvas.encode('jpeg', JPEG_QUALITY) : await canvas.encode('png'));
}
