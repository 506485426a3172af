import type { Canvas } from '@napi-rs/canvas';
import { frameOf, SCRATCH_ROWS } from './frame-surface.js';
import type { Pen } from './surface.js';

/** A rectangle in pixels of a canvas; the right and lower edges are outside. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a canvas is not empty, from top to bottom. All that is drawn of it lies inside; most of what lies inside is drawn. */
interface Outline {
  readonly bands: readonly Box[];
}

/** Rows that are looked at together. */
const ROWS = 16;

/** Rasterises the canvas. */
function outlineOf(canvas: Canvas): Outline {
  const { width, height } = canvas;
  const bytes = canvas.data();
  // Premultiplied: a pixel that nothing shows of is 0 as a whole.
  const pixels = new Uint32Array(bytes.buffer, bytes.byteOffset, width * height);
  const bands: Box[] = [];
  for (let top = 0; top < height; top += ROWS) {
    const bottom = Math.min(height, top + ROWS);
    let [left, right] = [width, 0];
    for (let row = top; row < bottom; row += 1) {
      const start = row * width;
      let x = 0;
      while (x < left && pixels[start + x] === 0) x += 1;
      left = Math.min(left, x);
      x = width;
      while (x > right && pixels[start + x - 1] === 0) x -= 1;
      right = Math.max(right, x);
    }
    if (right > left) bands.push({ left, top, right, bottom });
  }
  return { bands };
}

/** A pixel is mixed from its neighbours too. */
const FOOTPRINT_PX = 1.5;
/** Setting up another rectangle costs as much as drawing so many pixels. */
const PIXELS_OF_A_CALL = 6000;
/** What these rows are drawn from stays in the cache of a core until it is drawn. */
const MOST_ROWS = 6 * ROWS;
const outlines = new WeakMap<Canvas, Outline>();

/**
 * `pen.drawImage(canvas, x, y, width, height)` without working on what is empty: smooth drawing costs some eight times as much as copying, and
 * some 40 % of what is drawn so is empty. The canvas is one that is not painted on any more. Where it is turned or scaled, single pixels
 * differ by one from those of the plain way, for Skia counts from where a part begins: so frames of films, which have rows below them, are
 * always drawn so, and stills never, whose outlines cost as much as three drawings. What was drawn before plays no part: a piece of a film
 * that is made again is the same to the byte.
 *
 * What a part is drawn from is read first: one pixel of sixteen, a cache line each, drawn into the rows below the frame. Mixing pixels waits for each line by itself, reading them ahead for sixteen at once; what leans to the left takes half the time.
 */
export function drawOutlined(pen: Pen, canvas: Canvas, x: number, y: number, width = canvas.width, height = canvas.height): void {
  const { a, b, c, d, e, f } = pen.getTransform();
  const [scaleX, scaleY] = [width / canvas.width, height / canvas.height];
  // From pixels of the canvas to those of the frame.
  const way = { a: a * scaleX, b: b * scaleX, c: c * scaleY, d: d * scaleY, e: a * x + c * y + e, f: b * x + d * y + f };
  const frame = frameOf(pen.canvas);
  if (!frame.hasScratch || isCopy(way)) {
    pen.drawImage(canvas, x, y, width, height);
    return;
  }
  const outline = outlines.get(canvas) ?? outlineOf(canvas);
  outlines.set(canvas, outline);
  for (const box of boxesOf(outline, way, frame)) {
    pen.save();
    pen.resetTransform();
    readAhead(pen, canvas, box, way, frame.height);
    pen.beginPath();
    pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    pen.clip();
    pen.setTransform(a, b, c, d, e, f);
    pen.drawImage(canvas, x, y, width, height);
    pen.restore();
  }
}

/** Pixels of a cache line. */
const LINE_PX = 16;
/** Below it waiting costs less than another drawing. */
const LEAST_READ_PX = 6000;

/** Reads what a box of the frame is drawn from. The pen stands at the frame's own corner. */
function readAhead(pen: Pen, canvas: Canvas, box: Box, { a, b, c, d, e, f }: Way, frameHeight: number): void {
  const area = a * d - b * c;
  if ((box.right - box.left) * (box.bottom - box.top) < LEAST_READ_PX || area === 0) return;
  const [x0, x1, y0, y1] = [box.left - e, box.right - e, box.top - f, box.bottom - f];
  const left = Math.max(0, Math.floor((Math.min(d * x0, d * x1) - Math.max(c * y0, c * y1)) / area));
  const right = Math.min(canvas.width, Math.ceil((Math.max(d * x0, d * x1) - Math.min(c * y0, c * y1)) / area) + 1);
  const top = Math.max(0, Math.floor((Math.min(a * y0, a * y1) - Math.max(b * x0, b * x1)) / area));
  const bottom = Math.min(canvas.height, Math.ceil((Math.max(a * y0, a * y1) - Math.min(b * x0, b * x1)) / area) + 1);
  if (right <= left || bottom <= top) return;
  const isSmooth = pen.imageSmoothingEnabled;
  pen.imageSmoothingEnabled = false;
  const [lines, rows] = [Math.ceil((right - left) / LINE_PX), Math.min(SCRATCH_ROWS, bottom - top)];
  pen.drawImage(canvas, left, top, right - left, bottom - top, 0, frameHeight, lines, rows);
  pen.imageSmoothingEnabled = isSmooth;
}

/** An affine transformation, as a canvas has it. */
type Way = Readonly<Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', number>>;

const isCopy = ({ a, b, c, d, e, f }: Way): boolean =>
  a === 1 && b === 0 && c === 0 && d === 1 && Number.isInteger(e) && Number.isInteger(f);

/** The outline in pixels of the frame. Asked for every layer of every frame. */
function boxesOf({ bands }: Outline, { a, b, c, d, e, f }: Way, frame: { readonly width: number; readonly height: number }): Box[] {
  const slices = Math.ceil(frame.height / ROWS);
  const lefts = new Float64Array(slices).fill(Infinity);
  const rights = new Float64Array(slices).fill(-Infinity);
  for (const band of bands) {
    const [x0, x1, y0, y1] = [band.left - FOOTPRINT_PX, band.right + FOOTPRINT_PX, band.top - FOOTPRINT_PX, band.bottom + FOOTPRINT_PX];
    const left = Math.max(0, Math.floor(e + Math.min(a * x0, a * x1) + Math.min(c * y0, c * y1)));
    const right = Math.min(frame.width, Math.ceil(e + Math.max(a * x0, a * x1) + Math.max(c * y0, c * y1)));
    if (right <= left) continue;
    const top = Math.max(0, Math.floor(f + Math.min(b * x0, b * x1) + Math.min(d * y0, d * y1)));
    const bottom = Math.min(frame.height, Math.ceil(f + Math.max(b * x0, b * x1) + Math.max(d * y0, d * y1)));
    for (let slice = Math.floor(top / ROWS); slice * ROWS < bottom; slice += 1) {
      if (left < (lefts[slice] ?? 0)) lefts[slice] = left;
      if (right > (rights[slice] ?? 0)) rights[slice] = right;
    }
  }
  return grouped(lefts, rights, frame.height);
}

/** Few rectangles that hold all slices, disjoint, in whole pixels of the frame. */
function grouped(lefts: Float64Array, rights: Float64Array, frameHeight: number): Box[] {
  const boxes: Box[] = [];
  let open: { -readonly [side in keyof Box]: Box[side] } | null = null;
  let filled = 0;
  for (let slice = 0; slice < lefts.length; slice += 1) {
    const [left = 0, right = 0] = [lefts[slice], rights[slice]];
    if (right <= left) {
      open = null;
      continue;
    }
    const bottom = Math.min(frameHeight, (slice + 1) * ROWS);
    const own = (right - left) * (bottom - slice * ROWS);
    if (open) {
      const [bothLeft, bothRight]: [number, number] = [Math.min(open.left, left), Math.max(open.right, right)];
      const wasted = (bothRight - bothLeft) * (bottom - open.top) - filled - own;
      if (wasted <= PIXELS_OF_A_CALL && bottom - open.top <= MOST_ROWS) {
        [open.left, open.right, open.bottom] = [bothLeft, bothRight, bottom];
        filled += own;
        continue;
      }
    }
    open = { left, top: slice * ROWS, right, bottom };
    filled = own;
    boxes.push(open);
  }
  return boxes;
}
