import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from '@jest/globals';
import { drawOutlined } from './outline.js';
import { type Pen, surface } from './surface.js';

const FRAME = { width: 240, height: 320 };

/** A ring, a dot far from it and a soft line, with much of nothing around them. */
function shapes() {
  const { canvas, pen } = surface(200, 260);
  pen.strokeStyle = '#d03020';
  pen.lineWidth = 7;
  pen.beginPath();
  pen.arc(60, 70, 40, 0, 6.2832);
  pen.stroke();
  pen.fillStyle = 'rgba(20,90,200,0.02)';
  pen.fillRect(150, 236, 31, 3);
  pen.fillStyle = '#104060';
  pen.fillRect(199, 0, 1, 1);
  return canvas;
}

function drawn(draw: (pen: Pen) => void): Buffer {
  const canvas = createCanvas(FRAME.width, FRAME.height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#88aa99';
  pen.fillRect(0, 0, FRAME.width, FRAME.height);
  draw(pen);
  return canvas.data();
}

const PLACES: Readonly<Record<string, (pen: Pen) => void>> = {
  'at rest': () => undefined,
  'between pixels': (pen) => pen.translate(10.37, 21.62),
  larger: (pen) => pen.scale(1.313, 1.313),
  smaller: (pen) => pen.scale(0.41, 0.41),
  turned: (pen) => {
    pen.translate(120, 40);
    pen.rotate(0.7);
  },
  'turned, larger and partly outside': (pen) => {
    pen.translate(-33.3, 260.5);
    pen.rotate(-0.06);
    pen.scale(1.5, 1.5);
  },
  outside: (pen) => pen.translate(-900, 0),
  mirrored: (pen) => {
    pen.translate(230, 0);
    pen.scale(-1, 1);
  },
};

describe('what is drawn within its outline', () => {
  it.each(Object.keys(PLACES))('has the pixels that it has without one: %s', (name) => {
    const canvas = shapes();
    for (const [opacity, isSmooth] of [
      [1, true],
      [0.6, true],
      [1, false],
    ] as const) {
      const placed = (pen: Pen, draw: () => void): void => {
        PLACES[name]?.(pen);
        pen.globalAlpha = opacity;
        pen.imageSmoothingEnabled = isSmooth;
        draw();
      };
      const plain = drawn((pen) => placed(pen, () => pen.drawImage(canvas, 3.2, -4.7, 190, 270)));
      // The first ones are plain anyway.
      for (let time = 0; time < 6; time += 1) {
        expect(drawn((pen) => placed(pen, () => drawOutlined(pen, canvas, 3.2, -4.7, 190, 270))).equals(plain)).toBe(true);
      }
    }
  });

  it('is worked on where it shows something, and nowhere else', () => {
    const canvas = shapes();
    let [areas, images] = [0, 0];
    for (let time = 0; time < 6; time += 1) {
      drawn((pen) => {
        [areas, images] = [0, 0];
        const [rect, image] = [pen.rect.bind(pen), pen.drawImage.bind(pen)];
        pen.rect = (x, y, width, height) => {
          areas += width * height;
          rect(x, y, width, height);
        };
        pen.drawImage = (...args: unknown[]) => {
          images += 1;
          (image as (...all: unknown[]) => void)(...args);
        };
        drawOutlined(pen, canvas, 0, 0);
      });
    }
    expect(images).toBeGreaterThan(1);
    expect(areas).toBeLessThan((canvas.width * canvas.height) / 2);
  });

  it('leaves the pen as it was', () => {
    const canvas = shapes();
    drawn((pen) => {
      pen.translate(5, 6);
      for (let time = 0; time < 6; time += 1) drawOutlined(pen, canvas, 0, 0);
      expect([pen.getTransform().e, pen.getTransform().f]).toEqual([5, 6]);
      pen.fillStyle = '#ff0000';
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.fillRect(230, 310, 1, 1);
      expect([...pen.getImageData(230, 310, 1, 1).data]).toEqual([255, 0, 0, 255]);
    });
  });

  it('may be nothing at all', () => {
    const { canvas } = surface(40, 40);
    const plain = drawn(() => undefined);
    for (let time = 0; time < 6; time += 1) expect(drawn((pen) => drawOutlined(pen, canvas, 0, 0)).equals(plain)).toBe(true);
  });
});
