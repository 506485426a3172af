import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SegmentationInput, cutIntoSegments, segmentCount } from './segmentation.js';

const SENTENCES = [
  'An octopus has three hearts, and that is only the beginning.',
  'Two of them push blood through the gills; the third one serves the rest of the body.',
  'Swimming stops the third heart, so an octopus prefers to crawl.',
  'Its blood is blue, because copper carries the oxygen.',
  'В холодной воде медь справляется лучше железа.',
];
const fold = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const input = (over: Partial<SegmentationInput>): SegmentationInput => ({
  script: Array.from({ length: 12 }, (_, i) => SENTENCES[i % SENTENCES.length]).join(' '),
  language: 'en',
  mode: 'beats',
  segmentSeconds: 10,
  totalFrames: 1800,
  fps: 30,
  ...over,
});

describe('segmentation', () => {
  it('makes six beats of 5 to 15 seconds from a minute', () => {
    const cuts = cutIntoSegments(input({}));
    expect(cuts).toHaveLength(6);
    for (const cut of cuts) {
      expect((cut.endFrame - cut.startFrame) / 30).toBeGreaterThanOrEqual(5);
      expect((cut.endFrame - cut.startFrame) / 30).toBeLessThanOrEqual(15);
    }
  });

  it('cuts 240 s by 5 s into 12 + 24 + 12 sections of equal length', () => {
    const cuts = cutIntoSegments(input({ mode: 'sections', segmentSeconds: 5, totalFrames: 7200 }));
    const count = (section: string): number => cuts.filter((cut) => cut.section === section).length;
    expect([count('intro'), count('main'), count('outro')]).toEqual([12, 24, 12]);
    expect(new Set(cuts.map((cut) => cut.endFrame - cut.startFrame))).toEqual(new Set([150]));
  });

  it.each([
    [
      'zh',
      '今天我们来谈谈人工智能的发展历史以及它如何改变我们的日常生活和工作方式。很多人认为这项技术会带来巨大的变化，但是也有人担心失业问题越来越严重。',
    ],
    [
      'en',
      `${'and the wind that came over the hill went on and on '.repeat(4)}. ${'while the sea below it rose and fell and rose again '.repeat(4)}.`,
    ],
    [
      'ru',
      `${'и ветер который шёл над холмом дул всё дальше и дальше '.repeat(3)}. ${'а море под ним поднималось и опускалось снова и снова '.repeat(3)}.`,
    ],
  ])('leaves no segment of a film without words that speech fills (%s)', (language, script) => {
    for (const seconds of [11, 12, 13, 14]) {
      const totalFrames = Math.round((2 * seconds + 1.15) * 24);
      const cuts = cutIntoSegments(
        input({ script, language, segmentSeconds: 5, totalFrames, fps: 24, sentenceSeconds: [seconds, seconds] }),
      );
      expect(cuts.map(({ text }) => text)).not.toContain('');
      expect(cuts).toHaveLength(segmentCount(totalFrames / 24, 5));
    }
  });

  it.each([
    [
      'zh',
      '今天我们来谈谈人工智能的发展历史以及它如何改变我们的日常生活和工作方式。很多人认为这项技术会带来巨大的变化，但是也有人担心失业问题越来越严重。',
      [13.5, 12.5],
    ],
    [
      'ja',
      '海は地球の大部分を覆っていますが、その深さについてはほとんど知られていません。奇妙な動物が完全な暗闇の中で生きています。',
      [8.6, 6.1],
    ],
    ['en', 'It is a word. So is a longer one, and a third one that nobody has ever said aloud before. The end.', [1, 11, 1.2]],
    ['ru', 'Хвост. За полсекунды кошка поворачивает сначала голову, потом передние лапы, и только затем задние. Вот и всё.', [1, 9, 2]],
  ])(
    'rather makes fewer segments than one that is cut inside a sentence that a segment can hold (%s)',
    (language, script, sentenceSeconds) => {
      const totalFrames = Math.round((sentenceSeconds.reduce((sum, one) => sum + one, 0) + 1.2) * 24);
      const cuts = cutIntoSegments(
        input({ script, language, segmentSeconds: 5, totalFrames, fps: 24, sentenceSeconds, keepsSentences: true }),
      );
      for (const { text, startFrame, endFrame } of cuts) {
        expect(text).toMatch(/[.。]$/);
        expect((endFrame - startFrame) / 24).toBeLessThanOrEqual(15.2);
      }
      expect(fold(cuts.map(({ text }) => text).join(/zh|ja/.test(language) ? '' : ' '))).toBe(script);
      expect(cuts.at(-1)?.endFrame).toBe(totalFrames);
    },
  );

  it('cuts a sentence that no segment can hold at its clauses, and leaves no segment to two words', () => {
    const script = 'A long one, with a clause in the middle, goes on, and on, and on, and on, until nobody can hold it. The end.';
    const cuts = cutIntoSegments(
      input({ script, segmentSeconds: 5, totalFrames: 30 * 24, fps: 24, sentenceSeconds: [27, 2], keepsSentences: true }),
    );
    expect(cuts.map(({ text }) => text.at(-1))).toEqual([',', ',', '.']);
    expect(cuts.at(-1)?.text).toMatch(/hold it\. The end\.$/);
  });

  it('gives each pair of frames its own length and its share of the words, every word once and in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 24, max: 450 }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.constantFrom(...SENTENCES), { maxLength: 20 }),
        (pairFrames, sentences) => {
          const script = sentences.join(' ');
          const totalFrames = pairFrames.reduce((sum, frames) => sum + frames, 0);
          const cuts = cutIntoSegments(input({ script, mode: 'frame-pairs', pairFrames, totalFrames }));
          expect(cuts.map(({ startFrame, endFrame }) => endFrame - startFrame)).toEqual(pairFrames);
          expect(cuts.at(-1)?.endFrame).toBe(totalFrames);
          expect(fold(cuts.map(({ text }) => text).join(' '))).toBe(fold(script));
        },
      ),
    );
    const [short, long] = cutIntoSegments(input({ mode: 'frame-pairs', pairFrames: [150, 1350], totalFrames: 1500 }));
    expect((long?.text.length ?? 0) / (short?.text.length ?? 1)).toBeGreaterThan(4);
  });

  it('ends beats with a sentence where one is near', () => {
    for (const cut of cutIntoSegments(input({}))) expect(cut.text).toMatch(/[.]$/u);
  });

  it.each([
    [
      'ru',
      20,
      10,
      'Почему кошки всегда падают на лапы? Секрет в гибком позвоночнике и вестибулярном аппарате. За полсекунды кошка поворачивает сначала голову, потом передние лапы, и только затем задние. Хвост работает как балансир. Приземление мягкое, но высота всё равно опасна.',
    ],
    [
      'en',
      30,
      10,
      'In 1698, Henry Winstanley built a lighthouse on a rock fourteen miles off Plymouth. Sailors said the reef could not be tamed. He went out to repair it in November 1703, sure of his work. That night the worst storm in English history struck the coast. By morning, the tower, the lamp and the man were gone. Three years later, builders came back and began again.',
    ],
    ['en', 10, 5, 'The first part begins on a quiet morning by the sea. The second part takes us to a small town in the hills.'],
    [
      'zh',
      12,
      6,
      '今天我们来谈谈人工智能的发展历史。它改变我们的日常生活和工作方式。很多人认为这项技术会带来巨大的变化。但是也有人担心失业问题越来越严重。',
    ],
    [
      'ja',
      12,
      6,
      '海は地球の大部分を覆っていますが、その深さについてはほとんど知られていません。奇妙な動物が完全な暗闇の中で生きています。',
    ],
    ['en', 12, 6, 'Dr. Smith met Mt. Everest at noon, e.g. by plane. Mrs. Jones of St. Ives came later and saw the same old thing.'],
  ])(
    'ends every segment with a sentence where there are enough of them (faults D4: %s, %d s by %d)',
    (language, seconds, segmentSeconds, script) => {
      const cuts = cutIntoSegments(input({ script, language, segmentSeconds, totalFrames: seconds * 30 }));
      expect(cuts.length).toBeGreaterThan(1);
      for (const { text } of cuts) expect(text).toMatch(/(?<!\b(?:Dr|Mt|Mrs|St|e\.g))[.?!。]$/u);
    },
  );

  it('cuts at a clause, or between words, where a sentence is longer than its share', () => {
    const clause = 'When the storm came over the hills in the night, all the people of the small town ran down to the old harbour.';
    expect(cutIntoSegments(input({ script: clause, segmentSeconds: 5, totalFrames: 300 }))[0]?.text).toMatch(/night,$/);
    const zh = '今天我们来谈谈人工智能的发展历史以及它如何改变我们的日常生活和工作方式，很多人认为这项技术会带来巨大的变化。';
    expect(cutIntoSegments(input({ script: zh, language: 'zh', segmentSeconds: 5, totalFrames: 300 }))[0]?.text).toMatch(/，$/u);
  });

  it.each([
    'https://example.com/a-very-long-path/that-goes-on/and-on?utm_source=x&utm_medium=y',
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    'taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahuxyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxyz',
  ])('never tears a word or an address: %s', (word) => {
    for (const before of [1, 4, 9]) {
      const script = `${'word '.repeat(before)}${word} ${'more '.repeat(12)}end`;
      expect(
        cutIntoSegments(input({ script, segmentSeconds: 5, totalFrames: 600 })).some(({ text }) => text.split(' ').includes(word)),
      ).toBe(true);
    }
  });

  it('follows the voice, once the sentences have been spoken', () => {
    const script = 'One two three four. Five six seven eight.';
    const [first, second] = cutIntoSegments(input({ script, segmentSeconds: 8, totalFrames: 480, sentenceSeconds: [4, 10] }));
    expect([first?.text, second?.text]).toEqual(['One two three four.', 'Five six seven eight.']);
    expect((second?.endFrame ?? 0) - (second?.startFrame ?? 0)).toBeGreaterThan(1.6 * ((first?.endFrame ?? 0) - (first?.startFrame ?? 0)));
  });

  it('cuts a text without spaces between characters', () => {
    const script = '章鱼有三颗心脏其中两颗把血液推过鳃第三颗为身体其余部分服务'.repeat(8);
    const cuts = cutIntoSegments(input({ script, language: 'zh' }));
    expect(cuts.map((cut) => cut.text).join('')).toBe(script);
    for (const cut of cuts) expect(cut.text.length).toBeGreaterThan(10);
  });

  it('gives a single word to one segment and leaves the others without words', () => {
    const cuts = cutIntoSegments(input({ script: 'Octopus!' }));
    expect(cuts.map((cut) => cut.text).filter((text) => text !== '')).toEqual(['Octopus!']);
  });

  it('knows how many segments a length gets', () => {
    expect([5, 7, 30, 60, 240, 600].map((seconds) => segmentCount(seconds, 10))).toEqual([1, 1, 3, 6, 24, 60]);
    expect(segmentCount(240, 5)).toBe(48);
    expect(segmentCount(600, 5)).toBe(120);
  });

  it('keeps every word once and in order, and covers the film exactly, whatever the text', () => {
    const word = fc.oneof(
      fc.constantFrom('word', 'and,', 'end.', 'слово', 'конец!', '—', '😀', '100%', "it's", '"quoted."'),
      fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 50, max: 6000 }),
        fc.constantFrom(24, 25, 30, 50, 60),
        fc.integer({ min: 5, max: 15 }),
        fc.constantFrom('beats' as const, 'sections' as const),
        (words, tenths, fps, segmentSeconds, mode) => {
          const script = words.join(' ');
          const totalFrames = Math.round((tenths / 10) * fps);
          const cuts = cutIntoSegments({ script, language: 'en', mode, segmentSeconds, totalFrames, fps });
          const said = cuts.map((cut) => cut.text).filter((text) => text !== '');
          expect(said.join('').replace(/\s+/gu, '')).toBe(script.replace(/\s+/gu, ''));
          let at = 0;
          for (const cut of cuts) {
            expect(cut.startFrame).toBe(at);
            expect(cut.endFrame).toBeGreaterThan(cut.startFrame);
            at = cut.endFrame;
          }
          expect(at).toBe(totalFrames);
          expect(cuts.length).toBe(segmentCount(totalFrames / fps, segmentSeconds));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('joins to the script with white space folded when the words have spaces', () => {
    const script = `${SENTENCES.join('\n\n')}  ${SENTENCES.join(' ')}`;
    const cuts = cutIntoSegments(input({ script }));
    expect(cuts.map((cut) => cut.text).join(' ')).toBe(fold(script));
  });
});
