import { createCanvas } from '@napi-rs/canvas';

/** A real AVIF of one colour; half of it shows through with `isSheer`. For specs. */
export async function avifOf(widthPx: number, heightPx: number, isSheer = false): Promise<Buffer> {
  const canvas = createCanvas(widthPx, heightPx);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#208040';
  pen.fillRect(0, 0, isSheer ? widthPx / 2 : widthPx, heightPx);
  return canvas.encode('avif', { quality: 90, speed: 10 });
}
