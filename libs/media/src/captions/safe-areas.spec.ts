import { describe, expect, it } from '@jest/globals';
import type { CaptionPosition, CaptionStyle } from '../contracts.js';
import { layOutCue } from './caption-layout.js';
import { captionLook } from './caption-look.js';
import { cuesFromWords } from './cues.js';

/** Shares of a tall picture over which platforms put their own names, texts and buttons. */
const [TOP, BOTTOM, RIGHT] = [0.12, 0.22, 0.12];
const format = { widthPx: 1080, heightPx: 1920, fps: 30 };

const TEXTS = {
  short: 'Bees dance to show where flowers are, and nobody taught them how to do it.',
  long: 'Internationalisation, characteristically, misunderstands counterintuitive responsibilities of telecommunications departments.',
  russian: 'Достопримечательности Екатеринбурга фотографировали путешественники, исследователи и первооткрыватели.',
  chinese: '章鱼有三颗心脏，它的血液是蓝色的。科学家认为这很神奇，因为两颗心脏只为鳃供血。',
};

describe('captions of a tall film', () => {
  const cases = (['karaoke', 'block', 'minimal'] as CaptionStyle[]).flatMap((style) =>
    (['top', 'center', 'bottom'] as CaptionPosition[]).flatMap((position) =>
      Object.entries(TEXTS).map(([name, text]) => ({ style, position, name, text })),
    ),
  );

  it.each(cases)('leave to the players what they cover: $style, $position, $name', ({ style, position, text }) => {
    const words = text.split(' ').map((word, index) => ({ text: word, startSeconds: index / 2, endSeconds: index / 2 + 0.4 }));
    const look = captionLook(format, style, position, 'en');
    const [padX, padY] = [look.box?.padXPx ?? look.outlinePx, look.box?.padYPx ?? look.outlinePx];
    for (const cue of cuesFromWords(words, { format, style })) {
      const layout = layOutCue(cue, look);
      const half = layout.heightPx / 2 + padY;
      expect(look.centreYPx - half).toBeGreaterThanOrEqual(format.heightPx * TOP);
      expect(look.centreYPx + half).toBeLessThanOrEqual(format.heightPx * (1 - BOTTOM));
      expect(format.widthPx / 2 + layout.widthPx / 2 + padX).toBeLessThan(format.widthPx * (1 - RIGHT) + 1);
    }
  });
});
