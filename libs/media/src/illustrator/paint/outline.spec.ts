import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from '@jest/globals';
import { frameSurface } from './frame-surface.js';
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

function drawn(draw: (pen: Pen) => void, canvas = createCanvas(FRAME.width, FRAME.height)): Buffer {
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#88aa99';
  pen.fillRect(0, 0, FRAME.width, FRAME.height);
  draw(pen);
  return canvas.data().subarray(0, FRAME.width * FRAME.height * 4);
}

/** A frame with rows below it. */
const withScratch = () => frameSurface(FRAME.width, FRAME.height).canvas;

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
      for (let time = 0; time < 3; time += 1) {
        const outlined = (pen: Pen): void => placed(pen, () => drawOutlined(pen, canvas, 3.2, -4.7, 190, 270));
        expect([drawn(outlined).equals(plain), drawn(outlined, withScratch()).equals(plain)]).toEqual([true, true]);
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
        drawOutlined(pen, canvas, 0.5, 0);
      }, withScratch());
    }
    expect(images).toBeGreaterThan(1);
    expect(areas).toBeLessThan((canvas.width * canvas.height) / 2);
  });

  it('is read ahead where there are rows below the frame, part by part, and each part before it is drawn', () => {
    const { canvas, pen: paint } = surface(230, 300);
    paint.fillRect(0, 0, 230, 300);
    const parts: (readonly [kind: 'read' | 'drawn', from: number, to: number])[] = [];
    for (let time = 0; time < 6; time += 1) {
      parts.length = 0;
      drawn((pen) => {
        const [rect, image] = [pen.rect.bind(pen), pen.drawImage.bind(pen) as (...all: unknown[]) => void];
        pen.rect = (x, y, width, height) => {
          parts.push(['drawn', y, y + height]);
          rect(x, y, width, height);
        };
        pen.drawImage = (...args: unknown[]) => {
          const [, , from, , rows, , to, lines] = args as number[];
          if (args.length === 9) {
            parts.push(['read', from ?? 0, (from ?? 0) + (rows ?? 0)]);
            // Into the rows below the frame, a pixel for each of sixteen.
            expect([to, lines]).toEqual([FRAME.height, 15]);
          }
          image(...args);
        };
        drawOutlined(pen, canvas, 0.3, 4.4);
      }, withScratch());
    }
    expect(parts.length).toBeGreaterThan(4);
    for (const [index, [kind, from, to]] of parts.entries()) {
      expect(kind).toBe(index % 2 === 0 ? 'read' : 'drawn');
      if (kind === 'read') continue;
      const [, readFrom = 0, readTo = 0] = parts[index - 1] ?? [];
      expect(readFrom).toBeLessThanOrEqual(Math.max(0, Math.floor(from - 4.4)));
      expect(readTo).toBeGreaterThanOrEqual(Math.min(300, Math.ceil(to - 4.4)));
    }
  });

  it('leaves the pen as it was', () => {
    const canvas = shapes();
    drawn((pen) => {
      pen.translate(5, 6);
      for (let time = 0; time < 6; time += 1) drawOutlined(pen, canvas, 0.5, 0);
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
    for (let time = 0; time < 6; time += 1) expect(drawn((pen) => drawOutlined(pen, canvas, 0.5, 0)).equals(plain)).toBe(true);
  });
});
