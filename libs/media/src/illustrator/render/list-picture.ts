import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { LIST_PICTURE } from '../list-picture-size.js';

const QUALITY = 75;

/** A picture as JPEG for lists; null where even the narrowest has too many bytes. A picture that is narrow already keeps its size. */
export function listPicture(picture: Canvas): Buffer | null {
  for (const width of LIST_PICTURE.widthsPx) {
    const jpeg = smaller(picture, Math.min(width, picture.width)).toBuffer('image/jpeg', QUALITY);
    if (jpeg.length <= LIST_PICTURE.maxBytes) return jpeg;
  }
  return null;
}

/** By halves, each pixel the mean of four: in one go most pixels would be left out, and edges would flicker. */
function smaller(picture: Canvas, widthPx: number): Canvas {
  let from = picture;
  while (from.width >= widthPx * 2) from = scaled(from, from.width / 2, from.height / 2);
  return scaled(from, widthPx, (picture.height * widthPx) / picture.width);
}

function scaled(picture: Canvas, width: number, height: number): Canvas {
  const canvas = createCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
