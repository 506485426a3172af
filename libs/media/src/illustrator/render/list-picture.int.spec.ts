import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { createIllustrator } from '../illustrator.js';
import { listPicture } from './list-picture.js';

const at = temporaryFolder();

async function pixels(jpeg: Buffer) {
  const image = await loadImage(jpeg);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return { width: image.width, height: image.height, data: canvas.data() };
}

/** A picture that cannot be made small: each pixel of a colour of its own. */
function noise(width: number, height: number) {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(width, height);
  let state = 1;
  for (let i = 0; i < image.data.length; i += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    image.data[i] = i % 4 === 3 ? 255 : state >>> 24;
  }
  pen.putImageData(image, 0, 0);
  return canvas;
}

describe('a still for lists', () => {
  it('is written beside the frame that was drawn, and shows the same', async () => {
    const illustrator = createIllustrator();
    const drawing = illustrator.sketch({
      ...{ text: 'Bees dance to show where flowers are.', topic: 'Bees', language: 'en', style: '', tone: '', section: 'main', seed: 5 },
      ...{ segmentIndex: 0, segmentCount: 3, avoidIcons: [], format: { widthPx: 720, heightPx: 1280, fps: 30 }, frames: 40 },
    });
    const made = await illustrator.frameOf(drawing, 20, at('still.png'), { thumbnailPath: at('small.jpg') });
    expect(made).toEqual({
      ...{ path: at('still.png'), contentType: 'image/png' },
      thumbnail: { path: at('small.jpg'), contentType: 'image/jpeg' },
    });
    const jpeg = readFileSync(at('small.jpg'));
    expect(jpeg.length).toBeLessThanOrEqual(30_000);
    const small = await pixels(jpeg);
    expect([small.width, small.height]).toEqual([320, 569]);
    // The frame in that size, each pixel the mean of those it stands for.
    const still = createCanvas(320, 569);
    const pen = still.getContext('2d');
    pen.imageSmoothingQuality = 'medium';
    pen.drawImage(await loadImage(at('still.png')), 0, 0, 320, 569);
    const whole = still.data();
    const difference = small.data.reduce((sum, value, index) => sum + Math.abs(value - (whole[index] ?? 0)), 0) / whole.length;
    expect(difference).toBeLessThan(4);
  });

  it('is not written where nobody asks for it', async () => {
    const illustrator = createIllustrator();
    const request = { text: 'Bees dance.', topic: 'Bees', language: 'en', style: '', tone: '', section: 'main' as const, seed: 5 };
    const format = { widthPx: 180, heightPx: 320, fps: 30 };
    const drawing = illustrator.sketch({ ...request, segmentIndex: 0, segmentCount: 3, avoidIcons: [], format, frames: 40 });
    expect((await illustrator.frameOf(drawing, 20, at('alone.png'))).thumbnail).toBeNull();
    expect(existsSync(at('alone.jpg'))).toBe(false);
  });

  it('shows in each pixel the mean of those it stands for', async () => {
    const light = (x: number): number => ((x * 7919) % 13 < 6 ? 255 : 0);
    const stripes = createCanvas(1280, 64);
    const pen = stripes.getContext('2d');
    for (let x = 0; x < 1280; x += 1) {
      pen.fillStyle = light(x) === 0 ? '#000000' : '#ffffff';
      pen.fillRect(x, 0, 1, 64);
    }
    const { data } = await pixels(listPicture(stripes) ?? Buffer.alloc(0));
    const errors = Array.from({ length: 320 }, (_, x) => {
      const mean = (light(4 * x) + light(4 * x + 1) + light(4 * x + 2) + light(4 * x + 3)) / 4;
      return Math.abs((data[x * 4] ?? 0) - mean);
    });
    expect(errors.reduce((sum, error) => sum + error, 0) / 320).toBeLessThan(8);
  });

  it('is as wide as its bytes allow', async () => {
    const [calm, busy] = [createCanvas(1080, 1920), noise(320, 400)];
    expect((await pixels(listPicture(calm) ?? Buffer.alloc(0))).width).toBe(320);
    const jpeg = listPicture(busy) ?? Buffer.alloc(0);
    expect(jpeg.length).toBeLessThanOrEqual(30_000);
    expect([240, 160]).toContain((await pixels(jpeg)).width);
  });

  it('is none where even the narrowest has too many bytes', () => {
    expect(listPicture(noise(160, 1600))).toBeNull();
  });

  it('is never wider than the picture', async () => {
    expect((await pixels(listPicture(createCanvas(90, 160)) ?? Buffer.alloc(0))).width).toBe(90);
  });
});
