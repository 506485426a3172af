import { describe, expect, it } from '@jest/globals';
import type { CaptionStyle } from '../contracts.js';
import { composition, liftOfDetail } from '../illustrator/render/placement.js';
import { layOutCue } from './caption-layout.js';
import { captionLook } from './caption-look.js';

const FORMATS = {
  tall: { widthPx: 1080, heightPx: 1920, fps: 30 },
  square: { widthPx: 1080, heightPx: 1080, fps: 30 },
  wide: { widthPx: 1920, heightPx: 1080, fps: 30 },
};
const TWO_LINES = ['Bees dance to show where', 'the best flowers are, again'].join(' ').split(' ');
const words = TWO_LINES.map((text) => ({ text, startSeconds: 0, endSeconds: 1 }));
/** The nearest that a near look comes to. */
const NEAREST = 1.48;

/** Of the film's short side: what is smaller is not read on a phone; thin letters need more than those in a box. */
const LEAST_EM = { karaoke: 0.06, block: 0.048, minimal: 0.056 };

describe.each(Object.entries(FORMATS))('captions of a %s film', (_, format) => {
  const styles: CaptionStyle[] = ['karaoke', 'block', 'minimal'];

  it.each(styles)('stand below the hero, seen as a whole and from near by: %s', (style) => {
    const look = captionLook(format, style, 'bottom', 'en');
    const cue = layOutCue({ startSeconds: 0, endSeconds: 1, words: words.slice(0, style === 'karaoke' ? 6 : 8) }, look);
    expect(cue.lines.length).toBeLessThanOrEqual(2);
    const top = look.centreYPx - cue.heightPx / 2 - (look.box?.padYPx ?? look.outlinePx);
    for (const hasType of [true, false]) {
      const composed = composition(format.widthPx, format.heightPx, hasType);
      const { focus } = composed;
      expect(focus.y + focus.size / 2).toBeLessThanOrEqual(top + 1);
      expect(focus.y + (focus.size / 2) * NEAREST - liftOfDetail(composed, NEAREST)).toBeLessThanOrEqual(top + 1);
      // What is lifted out of the picture is no subject any more.
      expect(focus.y - liftOfDetail(composed, NEAREST)).toBeGreaterThan(format.heightPx * 0.25);
    }
  });

  it.each(styles)('are read on a phone: %s', (style) => {
    const { emPx } = captionLook(format, style, 'bottom', 'en');
    expect(emPx / Math.min(format.widthPx, format.heightPx)).toBeGreaterThanOrEqual(LEAST_EM[style]);
  });
});
