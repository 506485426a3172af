import { describe, expect, it } from '@jest/globals';
import { type CardLook } from '../../contracts/film-look.js';
import { transitionOf, lookOf, type MontageTemplate, placedCards, PLAIN_LOOK } from './montage-template.js';

const card: CardLook = {
  text: '{title}',
  seconds: 2,
  font: 'Inter SemiBold',
  color: '#ffffff',
  accent: '#00ff00',
  background: '#000000',
  backgroundOpacity: 0.5,
  fadeSeconds: 0.5,
};

describe('a joint of a template', () => {
  it.each([
    ['crossfade', 0.5, 30, { kind: 'crossfade', frames: 16 }],
    ['wipe', 0.3, 24, { kind: 'wipe', frames: 8 }],
    ['fade', 1, 25, { kind: 'fade', frames: 26 }],
    ['cut', 0.5, 30, { kind: 'cut', frames: 0 }],
    ['fade', 0.01, 30, { kind: 'cut', frames: 0 }],
  ] as const)('%s of %d s at %d frames per second is an even number of frames', (kind, seconds, fps, joint) => {
    expect(transitionOf({ kind, seconds }, fps)).toEqual(joint);
  });
});

describe('the titles of a film', () => {
  const look = { ...PLAIN_LOOK, intro: card, outro: { ...card, text: 'Thanks', seconds: 1 } };

  it('lie over its first and its last frames', () => {
    expect(placedCards(look, 'Tides', 300, 30)).toMatchObject([
      { text: 'Tides', startFrame: 0, endFrame: 60, fadeInSeconds: 0, fadeOutSeconds: 0.5 },
      { text: 'Thanks', startFrame: 270, endFrame: 300, fadeInSeconds: 0.5, fadeOutSeconds: 0 },
    ]);
  });

  it('say a title as it is written, whatever its signs mean to a pattern', () => {
    expect(placedCards(look, "Save $$: $& isn't $1", 300, 30)[0]?.text).toBe("Save $$: $& isn't $1");
  });

  it('leave a third of a short film to each other', () => {
    const [intro, outro] = placedCards(look, 'Tides', 60, 30);
    expect([intro?.endFrame, outro?.startFrame]).toEqual([20, 40]);
  });

  it('are left out where there is nothing to say', () => {
    expect(placedCards(look, ' ', 300, 30)).toMatchObject([{ text: 'Thanks' }]);
    expect(placedCards(PLAIN_LOOK, 'Tides', 300, 30)).toEqual([]);
  });
});

describe('the look that a job keeps', () => {
  const template: MontageTemplate = {
    id: 'mine',
    description: 'Mine',
    transitions: { within: { kind: 'cut', seconds: 0 }, sections: { kind: 'fade', seconds: 1 } },
    stills: PLAIN_LOOK.stills,
    captions: { ...PLAIN_LOOK.captions, style: 'block' },
    cards: { intro: card, outro: null },
    logo: { file: 'mark.png', corner: 'top-left', size: 0.1, opacity: 1, margin: 0.05 },
    music: { gainDb: -12, ducking: null },
  };

  it('holds all that the film is drawn from, and the logo by where it is kept', () => {
    expect(lookOf(template, { key: 'a/b/logo.png', sha256: 'f0' })).toEqual({
      ...PLAIN_LOOK,
      intro: card,
      logo: { key: 'a/b/logo.png', sha256: 'f0', corner: 'top-left', size: 0.1, opacity: 1, margin: 0.05 },
      ducking: null,
    });
  });

  it('has no logo where the template has none', () => {
    expect(lookOf({ ...template, logo: null }, null).logo).toBeNull();
  });
});
