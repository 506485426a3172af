import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../random.js';
import type { Framing } from '../scene/scene.js';
import { composition, framed, liftOfDetail, placeCompanions, zoomOfDetail } from './placement.js';

const FRAMINGS: readonly Framing[] = ['far-left', 'far-right', 'near-left', 'near-right'];
const SHAPES = [
  [1080, 1920],
  [1080, 1080],
  [1920, 1080],
] as const;
const NEAREST = 1.48;

describe.each(SHAPES)('a hero in a frame of %i x %i', (w, h) => {
  const middle = composition(w, h, false);

  it.each(FRAMINGS)('seen %s is whole, above the captions and on its ground', (framing) => {
    const { focus, captionY } = framed(middle, framing);
    expect(focus.x - focus.size / 2).toBeGreaterThanOrEqual(w * 0.02);
    expect(focus.x + focus.size / 2).toBeLessThanOrEqual(w * 0.98);
    expect(focus.y - focus.size / 2).toBeGreaterThanOrEqual(0);
    expect(focus.y + focus.size / 2).toBeLessThanOrEqual(captionY + 1);
    expect(focus.baseY).toBe(middle.focus.baseY);
  });

  it('stands on another side and at another distance in each framing', () => {
    const [farLeft, farRight, nearLeft, nearRight] = FRAMINGS.map((framing) => framed(middle, framing).focus);
    for (const [left, right] of [
      [farLeft, farRight],
      [nearLeft, nearRight],
    ]) {
      expect(left?.x).toBeLessThan(w / 2);
      expect(right?.x).toBeGreaterThan(w / 2);
    }
    expect((farLeft?.size ?? 0) / middle.focus.size).toBeLessThan(0.75);
    expect(nearRight?.size).toBeGreaterThan(middle.focus.size);
    expect(framed(middle, undefined)).toBe(middle);
  });

  it.each(['close-left', 'close-right'] as const)(
    'seen %s is as large as there is room above the captions, most of it inside',
    (framing) => {
      const { focus, captionY } = framed(middle, framing);
      expect(focus.size).toBeGreaterThan(framed(middle, 'near-left').focus.size * 1.05);
      expect(focus.y + focus.size / 2).toBeLessThanOrEqual(captionY + 1);
      expect(focus.y - focus.size / 2).toBeGreaterThanOrEqual(0);
      const outside = Math.max(0, focus.size / 2 - focus.x, focus.x + focus.size / 2 - w);
      expect(outside).toBeLessThan(focus.size * 0.2);
      expect(Math.sign(focus.x - w / 2)).toBe(framing === 'close-left' ? -1 : 1);
    },
  );

  it('has its like beside it on the ground, where there are many', () => {
    const c = framed(middle, 'many');
    expect(c.focus.x).toBe(w / 2);
    const places = placeCompanions('crowd', 4, c, true, seededRandom('crowd'));
    const standing = places.filter((place) => place.standing);
    expect(standing.length).toBeGreaterThanOrEqual(2);
    for (const place of standing) expect(place.size).toBeLessThan(c.focus.size);
    expect(standing.some(({ x }) => x < w / 2) && standing.some(({ x }) => x > w / 2)).toBe(true);
  });

  it.each([undefined, ...FRAMINGS])('is whole from near by as well (%s)', (framing) => {
    const c = framed(middle, framing);
    const zoom = zoomOfDetail(c, NEAREST);
    const half = (c.focus.size * zoom) / 2;
    const y = c.focus.y - liftOfDetail(c, zoom);
    expect(zoom).toBeGreaterThan(1.1);
    expect(c.focus.size * zoom).toBeLessThanOrEqual(w);
    expect(y + half).toBeLessThanOrEqual(c.captionY + 1);
    // A near look at what is near already may lose a little of its top.
    expect(y - half).toBeGreaterThanOrEqual(framing?.startsWith('near') ? -0.06 * h : 0);
  });
});
