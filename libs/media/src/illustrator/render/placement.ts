import { between, type Random } from '../random.js';
import type { Framing, Layout } from '../scene/scene.js';

/** Where things stand in a format: the hero, the type, and what is left to the captions. */
export interface Composition {
  readonly w: number;
  readonly h: number;
  readonly u: number;
  readonly shape: 'tall' | 'wide' | 'square';
  readonly focus: { readonly x: number; readonly y: number; readonly size: number; readonly baseY: number };
  readonly type: {
    readonly x: number;
    readonly y: number;
    readonly widthPx: number;
    readonly unitPx: number;
    readonly align: 'center' | 'left';
  };
  /** Companions stay between these lines: type above or to the left, captions below. */
  readonly topY: number;
  readonly leftX: number;
  readonly bottomY: number;
  /** Above it no caption of two lines is set: the hero ends there, also from near by. */
  readonly captionY: number;
}

/** Of the width of a tall film, what type may take when it stands in the middle: 12 % to the right stay free. */
const SAFE_WIDTH = 0.76;

export function composition(w: number, h: number, hasType: boolean): Composition {
  const u = Math.min(w, h);
  const ratio = w / h;
  const at = (x: number, y: number, size: number): Composition['focus'] => ({ x, y, size, baseY: y + size * 0.5 });
  if (ratio > 1.25) {
    const x = hasType ? w * 0.7 : w * 0.5;
    const type = { x: w * 0.08, y: h * 0.36, widthPx: w * 0.38, unitPx: h * 0.92, align: 'left' as const };
    return {
      w,
      h,
      u,
      shape: 'wide',
      focus: at(x, h * 0.4, h * 0.56),
      type,
      topY: h * 0.06,
      leftX: hasType ? w * 0.47 : 0,
      bottomY: h * 0.68,
      captionY: h * 0.77,
    };
  }
  if (ratio > 0.85) {
    const focus = at(w * 0.5, h * (hasType ? 0.45 : 0.4), u * (hasType ? 0.4 : 0.46));
    return {
      w,
      h,
      u,
      shape: 'square',
      focus,
      type: { x: w * 0.5, y: h * 0.14, widthPx: w * 0.84, unitPx: u * 0.8, align: 'center' },
      topY: h * (hasType ? 0.25 : 0.06),
      leftX: 0,
      bottomY: h * 0.68,
      captionY: h * 0.72,
    };
  }
  const focus = at(w * 0.5, h * (hasType ? 0.455 : 0.42), Math.min(w * (hasType ? 0.56 : 0.7), h * (hasType ? 0.33 : 0.39)));
  return {
    w,
    h,
    u,
    shape: 'tall',
    focus,
    // Players put their own names and buttons over the highest eighth and the right side.
    type: { x: w * 0.5, y: h * 0.19, widthPx: w * SAFE_WIDTH, unitPx: u, align: 'center' },
    topY: h * (hasType ? 0.27 : 0.1),
    leftX: 0,
    bottomY: h * 0.665,
    captionY: h * 0.618,
  };
}

const [FAR, NEAR] = [0.72, 1.12];
/** Of the width: how far beside the middle. */
const ASIDE = { wide: 0.18, square: 0.13, tall: 0.13 };
/** Of the width, left free beside a hero, before the camera's own way. */
const MARGIN = 0.06;

/** The hero in another place and of another size; it stands on the same ground, inside the frame and above the captions. */
export function framed(c: Composition, framing: Framing | undefined): Composition {
  if (framing === undefined) return c;
  const { w, focus } = c;
  if (framing.startsWith('close')) return fromClose(c, framing);
  const isFar = framing.startsWith('far') || framing === 'many';
  const size = Math.min(focus.size * (isFar ? FAR : NEAR), c.captionY, w * (1 - 2 * MARGIN));
  const room = (w - size) / 2 - w * MARGIN;
  const aside = framing === 'many' ? 0 : Math.min(room, w * ASIDE[c.shape]) * (framing.endsWith('left') ? -1 : 1);
  return { ...c, focus: { x: w * 0.5 + aside, y: focus.baseY - size * 0.5, size, baseY: focus.baseY } };
}

/** A hero from close takes so much of the frame's width where its height lets it, and so much of it is outside. */
const [CLOSE_WIDTH, CLOSE_OUTSIDE] = [1.02, 0.12];

/** All but a side of the hero, as large as it can stand above the captions. */
function fromClose(c: Composition, framing: Framing): Composition {
  const { w, h, captionY } = c;
  const size = Math.min(w * CLOSE_WIDTH, captionY - h * TOP);
  const outside = c.shape === 'wide' ? 0 : size * CLOSE_OUTSIDE;
  const aside = c.shape === 'wide' ? w * ASIDE.wide : Math.max(0, (w - size) / 2 + outside);
  const x = w * 0.5 + (framing.endsWith('left') ? -aside : aside);
  return { ...c, focus: { x, y: captionY - size * 0.5, size, baseY: captionY } };
}

/** Of the height, left free above a near look. */
const TOP = 0.03;

/** How large a hero is seen from near by, by its size at that: all of it is inside the frame, if not by much. */
export function zoomOfDetail({ w, h, focus, captionY }: Composition, wanted: number): number {
  return Math.max(LEAST_DETAIL, Math.min(wanted, (w * DETAIL_WIDTH) / focus.size, (captionY - h * TOP) / focus.size));
}

/** Of the frame's width, what a hero takes from near by, before the camera's own way. */
const DETAIL_WIDTH = 0.93;
/** Less would be no other look. */
const LEAST_DETAIL = 1.15;

/** How far up the picture goes, in pixels, so that a hero seen so much larger around its middle still ends above the captions. */
export function liftOfDetail({ focus, captionY }: Composition, zoom: number): number {
  return Math.max(0, focus.y + focus.size * 0.5 * zoom - captionY);
}

/** Without an object the type stands in its place. */
export function typeInTheMiddle(c: Composition): Composition {
  return {
    ...c,
    type: { x: c.w * 0.5, y: c.focus.y, widthPx: c.w * (c.shape === 'wide' ? 0.6 : SAFE_WIDTH), unitPx: c.u, align: 'center' },
  };
}

export interface Place {
  x: number;
  y: number;
  readonly size: number;
  /** Stands on the ground: y is where its foot is. */
  readonly standing: boolean;
  readonly depth: number;
}

/** x in half spans beside the hero, y in hero sizes above (-) or below its middle, size in hero sizes, depth; `ground` puts it on its feet. */
type Slot = readonly [x: number, y: number, size: number, depth: number, ground?: 'ground'];

type Slots = Readonly<Record<Layout, readonly Slot[]>>;

/** A tall frame has its room above and below the hero, the others beside it. */
const TALL: Slots = {
  crowd: [
    [-0.62, 0.42, 0.62, 0.82, 'ground'],
    [0.62, 0.42, 0.56, 0.78, 'ground'],
    [-0.34, -0.62, 0.34, 0.6],
    [0.46, -0.7, 0.4, 0.65],
  ],
  arc: [
    [-0.6, -0.68, 0.36, 0.8],
    [0.6, -0.72, 0.38, 0.85],
    [-0.66, 0.5, 0.32, 1.15, 'ground'],
    [0.68, 0.5, 0.32, 1.15, 'ground'],
    [0, -0.88, 0.24, 0.6],
  ],
  flank: [
    [-0.62, 0.52, 0.46, 1.12, 'ground'],
    [0.66, -0.62, 0.42, 0.75],
    [-0.6, -0.66, 0.27, 0.65],
    [0.72, 0.48, 0.3, 1.18, 'ground'],
  ],
  orbit: [
    [-0.68, -0.52, 0.34, 0.8],
    [0.66, 0.56, 0.36, 1.15],
    [0.5, -0.76, 0.28, 0.7],
    [-0.66, 0.5, 0.3, 1.2],
    [0.78, -0.3, 0.2, 0.9],
  ],
  cascade: [
    [-0.56, -0.72, 0.44, 0.75],
    [0.6, 0.52, 0.44, 1.15, 'ground'],
    [0.66, -0.6, 0.27, 0.85],
    [-0.7, 0.48, 0.27, 1.05, 'ground'],
  ],
  cluster: [
    [-0.5, -0.6, 0.46, 0.82],
    [0.5, -0.64, 0.46, 0.85],
    [-0.58, 0.48, 0.4, 1.12, 'ground'],
    [0.6, 0.5, 0.42, 1.14, 'ground'],
  ],
};

const BROAD: Slots = {
  crowd: [
    [-0.78, 0.3, 0.66, 0.84, 'ground'],
    [0.8, 0.3, 0.6, 0.8, 'ground'],
    [-1.3, 0.3, 0.46, 0.7, 'ground'],
    [1.32, 0.3, 0.5, 0.72, 'ground'],
  ],
  arc: [
    [-0.78, -0.44, 0.36, 0.8],
    [0.8, -0.48, 0.38, 0.85],
    [-0.86, 0.42, 0.36, 1.12, 'ground'],
    [0.88, 0.42, 0.36, 1.12, 'ground'],
    [0.5, -0.66, 0.22, 0.6],
  ],
  flank: [
    [-0.76, 0.3, 0.54, 0.85, 'ground'],
    [0.78, 0.3, 0.54, 0.88, 'ground'],
    [-0.7, -0.5, 0.28, 0.65],
    [0.66, -0.5, 0.3, 0.7],
  ],
  orbit: [
    [-0.8, -0.06, 0.38, 1.1],
    [0.82, 0.14, 0.4, 1.15],
    [-0.55, -0.54, 0.28, 0.75],
    [0.6, -0.5, 0.28, 0.7],
    [-0.7, 0.5, 0.28, 1.2],
  ],
  cascade: [
    [-0.8, -0.46, 0.44, 0.75],
    [0.82, 0.36, 0.48, 1.15, 'ground'],
    [0.74, -0.46, 0.28, 0.85],
    [-0.86, 0.4, 0.34, 1.05, 'ground'],
  ],
  cluster: [
    [-0.62, -0.34, 0.48, 0.82],
    [0.62, -0.36, 0.48, 0.85],
    [-0.68, 0.4, 0.42, 1.1, 'ground'],
    [0.7, 0.4, 0.44, 1.12, 'ground'],
  ],
};

/** Puts `count` companions around the hero: inside the frame, off the type and the captions, off each other and off the hero's face. */
export function placeCompanions(layout: Layout, count: number, c: Composition, grounded: boolean, random: Random): Place[] {
  const { focus, w } = c;
  const span = c.shape === 'wide' ? Math.min(focus.size * 1.25, w - focus.x, focus.x - c.leftX) : w * 0.5;
  const mirror = random() < 0.5 ? -1 : 1;
  const places = (c.shape === 'tall' ? TALL : BROAD)[layout].slice(0, count).map(([x, y, size, depth, ground]): Place => {
    const standing = grounded && ground === 'ground';
    const px = focus.size * size * between(random, 0.92, 1.1) * (c.shape === 'tall' ? 1 : 1.06);
    const foot = focus.baseY + (depth > 1 ? focus.size * 0.085 : -focus.size * 0.03);
    return {
      x: focus.x + mirror * x * span * between(random, 0.95, 1.02),
      y: standing ? foot : focus.y + y * focus.size + between(random, -0.03, 0.03) * focus.size,
      size: px,
      standing,
      depth,
    };
  });
  for (let round = 0; round < 24; round += 1) {
    places.forEach((a, i) => {
      for (const b of places.slice(i + 1)) {
        const [dx, dy] = [b.x - a.x, middle(b) - middle(a)];
        const distance = Math.hypot(dx, dy) || 1;
        const wanted = (a.size + b.size) * 0.56;
        if (distance < wanted) shift(a, b, dx / distance, dy / distance, (wanted - distance) / 2);
      }
      const [hx, hy] = [a.x - focus.x, middle(a) - focus.y];
      const distance = Math.hypot(hx, hy) || 1;
      const wanted = focus.size * 0.42 + a.size * (a.depth < 1 ? 0.3 : 0.26);
      if (distance < wanted) shift(null, a, hx / distance, hy / distance, wanted - distance);
      keepInside(a, c);
    });
  }
  return places;
}

function middle(place: Place): number {
  return place.standing ? place.y - place.size / 2 : place.y;
}

function shift(a: Place | null, b: Place, x: number, y: number, by: number): void {
  b.x += x * by;
  if (!b.standing) b.y += y * by;
  if (!a) return;
  a.x -= x * by;
  if (!a.standing) a.y -= y * by;
}

function keepInside(place: Place, { w, u, topY, leftX, bottomY }: Composition): void {
  const half = place.size / 2;
  place.x = Math.max(leftX + half + u * 0.035, Math.min(w - half - u * 0.035, place.x));
  if (!place.standing) place.y = Math.max(topY + half, Math.min(bottomY - half, place.y));
}
