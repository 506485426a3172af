import { createCanvas, loadImage } from '@napi-rs/canvas';

const MAX_PIXELS = 512;
const QUALITY = 80;

/** @returns the picture as JPEG, at most 512 pixels wide and high @throws Error when it is none */
export async function thumbnail(picture: Uint8Array): Promise<Uint8Array> {
  const image = await loadImage(Buffer.from(picture));
  const scale = Math.min(1, MAX_PIXELS / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(image, 0, 0, width, height);
  return canvas.encode('jpeg', QUALITY);
}
