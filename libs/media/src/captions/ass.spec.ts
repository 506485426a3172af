import { describe, expect, it } from '@jest/globals';
import type { CaptionStyle } from '../contracts.js';
import { cuesToAss } from './ass.js';
import { assForPiece } from './ass-slice.js';
import { charactersWithoutFont } from './caption-fonts.js';
import { FAMILIES, sliceFile } from './font-slices.js';
import { readTrueType } from './truetype.js';

const format = { widthPx: 1080, heightPx: 1920, fps: 30 };
const ass = (words: readonly string[], style: CaptionStyle, language = 'en') =>
  cuesToAss(
    [
      {
        startSeconds: 1,
        endSeconds: 1 + words.length,
        words: words.map((text, index) => ({ text, startSeconds: 1 + index, endSeconds: 1.8 + index })),
      },
    ],
    { format, style, position: 'bottom', language },
  );
const events = (script: string) => script.split('\n').filter((line) => line.startsWith('Dialogue:'));
const tagless = (event: string) =>
  event
    .split(',')
    .slice(9)
    .join(',')
    .replace(/(?<!\\)\{[^}]*\}/g, '');
/** What libass would show: tags taken out, escapes resolved. */
const shown = (event: string) =>
  tagless(event).replaceAll('\\N', ' ').replaceAll('\\{', '{').replaceAll('\\}', '}').replaceAll('\\\u2060', '\\');

describe('captions as ASS', () => {
  it('colour each word while it is heard, without a gap or an overlap', () => {
    const lines = events(ass(['one', 'two', 'three'], 'karaoke'));
    expect(lines.map((line) => line.split(',').slice(1, 3))).toEqual([
      ['0:00:01.00', '0:00:02.00'],
      ['0:00:02.00', '0:00:03.00'],
      ['0:00:03.00', '0:00:04.00'],
    ]);
    expect(lines.map((line) => /19D8FF&\}(\w+)/.exec(line)?.[1])).toEqual(['one', 'two', 'three']);
  });

  it.each<CaptionStyle>(['karaoke', 'block', 'minimal'])('show hostile text as written in %s', (style) => {
    const words = ['{\\b1}', '\\N', '%{}', ":'\\", '\\{x}', 'a,b', '}{'];
    const text = shown(events(ass(words, style)).at(-1) ?? '');
    expect(text.split(' ')).toEqual(words);
  });

  it('hold one event on a line whatever the text contains', () => {
    const script = ass(['a\nDialogue: 0', 'b\r\n[Events]', 'c\u0000d', '\ud800', '\u2028e'], 'minimal');
    expect(events(script)).toHaveLength(1);
    expect(script).not.toMatch(/\u0000|\r|\u2028/);
    expect(script.isWellFormed()).toBe(true);
  });

  it('set each script in a font that has it', () => {
    const [event = ''] = events(ass(['Hello', 'Привет', 'שלום', '😀', '👍🏽!'], 'karaoke'));
    expect(event).toMatch(/\\fnMontserrat ExtraBold[^}]*\}Hello/);
    expect(event).toMatch(/\\fnDejaVu Sans Bold[^}]*\}שלום/);
    expect(event).toMatch(/\\fnNoto Emoji Bold[^}]*\}😀/);
    expect(event).toMatch(/\}👍🏽\{\\fnMontserrat ExtraBold[^}]*\}!/);
  });

  it('set a word that is wider than the picture smaller, and break it after that', () => {
    const sizes = (word: string) => Number(/\\fs([\d.]+)/.exec(events(ass([word], 'block')).at(-1) ?? '')?.[1]);
    expect(sizes('mmmmmmmmmmmmmmmmmmmmmm')).toBeLessThan(sizes('mmm'));
    expect(events(ass(['m'.repeat(60)], 'block')).at(-1)).toContain('\\N');
  });

  it('leave the picture to a title that opens the film and to a card that ends it', () => {
    const card = { text: 'The sea', font: 'Inter Medium', color: '#ffffff', accent: '#ffffff', background: '#000000' } as const;
    const placed = { ...card, backgroundOpacity: 1, fadeInSeconds: 0, fadeOutSeconds: 0 };
    const cards = [
      { ...placed, startFrame: 0, endFrame: 78 },
      { ...placed, startFrame: 120, endFrame: 165 },
    ];
    const spoken = [0.1, 1.9, 2.8, 4.1].map((startSeconds) => ({
      startSeconds,
      endSeconds: startSeconds + 0.9,
      words: [{ text: 'w', startSeconds, endSeconds: startSeconds + 0.9 }],
    }));
    for (const style of ['karaoke', 'block', 'minimal'] as const) {
      const times = (shownCards: typeof cards) =>
        events(cuesToAss(spoken, { format, style, position: 'bottom', language: 'en', cards: shownCards }))
          .filter((line) => line.includes(',Text,') && /}w$/.test(line))
          .map((line) => line.split(',')[1]);
      expect(times(cards)).toEqual(['0:00:02.80']);
      expect(times([])).toEqual(['0:00:00.10', '0:00:01.90', '0:00:02.80', '0:00:04.10']);
    }
  });

  it('are cut to the events that a piece shows', () => {
    const script = ass(['one', 'two', 'three'], 'karaoke');
    expect(events(assForPiece(script, { startFrame: 60, endFrame: 75 }, 30) ?? '')).toHaveLength(1);
    expect(assForPiece(script, { startFrame: 0, endFrame: 30 }, 30)).toBeNull();
  });
});

describe('the caption fonts', () => {
  it('have Latin, Cyrillic, Greek, Hebrew, Arabic and emoji, and say what they lack', () => {
    expect(charactersWithoutFont('Hello Привет Γειά שלום مرحبا 😀 🎉 ½ — “q”\n')).toEqual([]);
    expect(charactersWithoutFont('བོད བ')).toEqual(['བ', 'ོ', 'ད']);
  });

  const WRITTEN = {
    zh: '章鱼有三颗心脏，它的血液是蓝色的！',
    'zh-TW': '臺灣的章魚有三顆心臟。',
    ja: 'タコには三つの「心臓」があります。',
    ko: '문어는 세 개의 심장을 가지고 있습니다.',
    hi: 'ऑक्टोपस के तीन दिल होते हैं।',
    bn: 'অক্টোপাসের তিনটি হৃদয় আছে।',
    ta: 'ஆக்டோபஸுக்கு மூன்று இதயங்கள்.',
    th: 'หมึกยักษ์มีหัวใจสามดวง',
    km: 'មឹកមានបេះដូងបី',
    am: 'ኦክቶፐስ ሦስት ልቦች አሉት።',
  };

  it.each(Object.entries(WRITTEN))('show what is written in %s, each run in a file that has its characters', async (language, text) => {
    expect(charactersWithoutFont(text)).toEqual([]);
    const cues = [{ startSeconds: 0, endSeconds: 4, words: [{ text, startSeconds: 0, endSeconds: 4 }] }];
    const script = cuesToAss(cues, { format, style: 'block', position: 'bottom', language });
    const runs = Array.from(script.matchAll(/\\fn(Noto Sans [^\\}]+)[^}]*\}([^{]*)/g), ([, name = '', said = '']) => ({ name, said }));
    expect(runs.length).toBeGreaterThan(0);
    for (const { name, said } of runs) {
      const file = await sliceFile(name);
      const metrics = readTrueType(file ?? Buffer.alloc(0));
      const lacking = Array.from(said.replaceAll('\\N', '')).filter((sign) => sign.trim() !== '' && !metrics.has(sign.codePointAt(0) ?? 0));
      expect({ name, lacking }).toEqual({ name, lacking: [] });
      const [, family = ''] = /^Noto Sans (\w+)/.exec(name) ?? [];
      const known = FAMILIES[family as keyof typeof FAMILIES];
      expect(known.ascent + known.descent).toBeCloseTo(metrics.ascent + metrics.descent, 2);
      expect(file?.includes(Buffer.from(name, 'utf16le').swap16())).toBe(true);
    }
  });

  it("draw signs that languages share in the text's own way", () => {
    const fontOf = (language: string) => /\\fnNoto Sans (\w+)/.exec(ass(['直'], 'block', language))?.[1];
    expect(['zh', 'ja', 'ko', 'en'].map(fontOf)).toEqual(['SC', 'JP', 'KR', 'SC']);
  });

  it('put no space between words of a script that has none, and begin no line with a mark', () => {
    const lines = tagless(events(ass(['章鱼', '有三颗', '心脏。'], 'block')).at(-1) ?? '');
    expect(lines.replaceAll('\\N', '')).toBe('章鱼有三颗心脏。');
    const [long = ''] = events(ass([`${'心'.repeat(17)}。${'心'.repeat(3)}`], 'block')).slice(-1);
    expect(long).not.toMatch(/\\N(?:\{[^}]*\})*。/);
  });

  it('light up the words of a script that has no spaces one after another, in one caption', () => {
    const spoken = (language: string, ...words: string[]) =>
      // Up to the next colour; a word is set in as many runs as its signs need fonts.
      events(ass(words, 'karaoke', language)).map((line) =>
        /19D8FF&\}(.*?)(?=\{[^}]*\\c&|$)/.exec(line)?.[1]?.replace(/\{[^}]*\}|\\N/g, ''),
      );
    expect(spoken('zh', '章鱼有三颗', '“心脏”。')).toEqual(['章鱼', '有', '三颗', '“心脏”。']);
    expect(spoken('zh', '用GPT画猫。')).toEqual(['用GPT画', '猫。']);
    expect(spoken('ja', '猫は海で泳ぐ。')).toEqual(['猫', 'は', '海', 'で', '泳ぐ。']);
    const lines = events(ass(['章鱼有三颗', '心脏。'], 'karaoke', 'zh'));
    expect(lines.map((line) => tagless(line))).toEqual(lines.map(() => '章鱼有三颗心脏。'));
    for (const [at, line] of lines.slice(1).entries()) expect(line.split(',')[1]).toBe(lines[at]?.split(',')[2]);
    expect(events(ass(['章鱼有三颗', '心脏。'], 'minimal', 'zh'))).toHaveLength(1);
  });
});
