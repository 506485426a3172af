import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TimedWord } from '../contracts.js';
import { endsSentence, graphemes, visibleLength } from './caption-text.js';
import { cuesFromWords } from './cues.js';
import { cuesToSrt, cuesToVtt } from './sidecar.js';

const format = { widthPx: 1080, heightPx: 1920, fps: 30 };

function spoken(text: string, secondsPerWord = 0.35): TimedWord[] {
  return text
    .split(' ')
    .map((word, index) => ({ text: word, startSeconds: index * secondsPerWord, endSeconds: (index + 0.9) * secondsPerWord }));
}
const texts = (words: readonly TimedWord[]) =>
  cuesFromWords(words, { format, style: 'block' }).map((cue) => cue.words.map(({ text }) => text).join(' '));

describe('cutting narration into captions', () => {
  it.each([
    ['Mt.', 'Everest', false],
    ['ст.', 'л. уксуса', false],
    ['рт.', 'ст.', false],
    ['z.', 'B. Äpfel', false],
    ['Jan.', '15th', false],
    ['Inc.', 'The', true],
    ['vs.', 'Spain', false],
    ['Jr.', 'He', true],
    ['Prof.', 'Li', false],
    ['p.m.', 'on', false],
    ['Gen.', 'Grant', false],
    ['fig.', '3', false],
    ['etc.', 'But', true],
    ['г.', 'Москва', false],
    ['им.', 'Чехова', false],
    ['рис.', '4', false],
    ['тыс.', 'рублей', false],
    ['руб.', 'Потом', true],
    ['др.', 'Но', true],
    ['проф.', 'Иванов', false],
    ['св.', 'Николай', false],
    ['ул.', 'Ленина', false],
    ['д.', '5', false],
    ['д.', 'Потом', true],
    ['см.', 'рис. 5', false],
    ['No.', '5', false],
    ['No.', 'Never', true],
    ['hearts.', 'Two', true],
    ['т.', 'д.', false],
    ['д.', 'и', false],
    ['т.д.', 'Потом', true],
    ['др.', 'и', false],
    ['др.', 'Потом', true],
    ['н.', 'э.', false],
    ['э.', 'Рим', true],
    ['a.', 'm.', false],
    ['U.', 'S.', false],
    ['А.', 'С.', false],
    ['C.', 'It', true],
    ['day.', 'we', true],
  ])('"%s" before "%s" ends a sentence: %s', (word, next, ends) => expect(endsSentence(word, next)).toBe(ends));

  it.each(['心。ア', '𠮷野家', 'か\u3099', '心\u{16ff0}', '心👩‍👩‍👧', 'e\u0301', '葛\u{e0100}'])(
    'counts what a reader sees as one sign: %s',
    (text) => {
      const signs = Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
      expect(graphemes(text)).toEqual(signs);
      expect(visibleLength(text)).toBe(
        signs.reduce((sum, sign) => sum + (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。]/u.test(sign) ? 2 : 1), 0),
      );
    },
  );

  it('breaks where sentences and clauses end', () => {
    expect(texts(spoken('The octopus has three hearts. Two of them stop beating when it swims, so it prefers to crawl along.'))).toEqual([
      'The octopus has three hearts.',
      'Two of them stop beating when it swims,',
      'so it prefers to crawl along.',
    ]);
  });

  it.each([
    'Работаем 24/7 и т. д.',
    'Хлеб, соль, сахар, мука и т. п. лежат на полке.',
    'Это было в пятом веке до н. э. и позже.',
    'We open every day at half past nine a. m. and close at six.',
  ])('keeps the letters of an abbreviation together, with the word before: %s', (text) => {
    for (const pace of [0.2, 0.35, 0.6]) {
      // Wherever in a caption it comes.
      for (let before = 0; before <= 12; before += 1) {
        const whole = spoken(`${'слово '.repeat(before)}${text}`, pace);
        const cut = cuesFromWords(whole, { format, style: 'block' }).map((cue) => cue.words.map((word) => word.text).join(' '));
        expect(cut.filter((cue) => /^\p{Ll}\.(?!\p{L})/u.test(cue))).toEqual([]);
      }
    }
  });

  it('leaves an opening mark with what it opens, and no space beside it in a script without spaces', () => {
    const cues = cuesFromWords(spoken('他昨天在公园里对我们大家说“我们明天再见面吧”然后就回家了。', 6), { format, style: 'block' });
    const srt = cuesToSrt(cues);
    expect(srt).toContain('“我们');
    expect(srt).not.toMatch(/“\n|[^\n\d] [“我]|” /);
  });

  it('ends a caption at a long pause', () => {
    const [first = [], second = []] = [
      spoken('one two three'),
      spoken('four five six').map((w) => ({ ...w, startSeconds: w.startSeconds + 4, endSeconds: w.endSeconds + 4 })),
    ];
    expect(texts([...first, ...second])).toEqual(['one two three', 'four five six']);
  });

  const anyWords = fc.array(
    fc.record({
      text: fc.oneof(
        fc.constantFrom('a', 'the', 'word,', 'end.', 'שלום', 'مرحبا', 'приветствие', '👨‍👩‍👧', '{\\b1}', '%{}'),
        fc.string({ unit: 'binary', maxLength: 60 }),
      ),
      gap: fc.double({ min: 0, max: 1, noNaN: true }),
      lasts: fc.double({ min: 0, max: 0.8, noNaN: true }),
    }),
    { maxLength: 80 },
  );

  it('shows every word once, in order, without overlaps, each caption for some time', () => {
    fc.assert(
      fc.property(anyWords, (drawn) => {
        let now = 0;
        const words = drawn.map(({ text, gap, lasts }) => {
          const startSeconds = now + gap;
          now = startSeconds + lasts;
          return { text, startSeconds, endSeconds: now };
        });
        const cues = cuesFromWords(words, { format });
        const squeezed = (list: readonly TimedWord[]) =>
          list
            .map(({ text }) => text.toWellFormed())
            .join('')
            .replace(/[\s\p{Cc}\u2028\u2029]+/gu, '');
        expect(squeezed(cues.flatMap((cue) => cue.words))).toBe(squeezed(words));
        let end = 0;
        for (const cue of cues) {
          expect(cue.startSeconds).toBeGreaterThanOrEqual(end);
          expect(cue.endSeconds).toBeGreaterThan(cue.startSeconds);
          end = cue.endSeconds;
        }
      }),
    );
  });

  it.each([
    'https://example.com/a-very-long-path/that-goes-on/and-on?utm_source=x&utm_medium=y',
    'www.example.com/a-very-long-path/that-goes-on/and-on/until/nobody/can/read-it-any-more',
    'docs.example.co.uk/a-very-long-path/that-goes-on/and-on/until/nobody/can/read-it-any-more',
    'somebody.with.a.very.long.name.and.a.longer.one.behind.it@a-company-of-no-small-size.example.com',
  ])('keeps an address whole: %s', (address) => {
    expect(address.length).toBeGreaterThan(68);
    expect(texts(spoken(`Read more at ${address} today.`))).toContain(address);
  });

  it('cuts an address that nobody could read as any other word', () => {
    const cut = texts(spoken(`See https://example.com/${'x'.repeat(400)} today.`));
    expect(cut.every((cue) => visibleLength(cue) < 200)).toBe(true);
    expect(cut.join('').replaceAll(' ', '')).toContain('x'.repeat(400));
  });

  it('cuts a word that no caption can hold into captions of its own, between characters', () => {
    const cues = cuesFromWords([{ text: '👨‍👩‍👧'.repeat(300), startSeconds: 0, endSeconds: 30 }], { format });
    expect(cues.length).toBeGreaterThan(3);
    for (const cue of cues) expect(cue.words).toHaveLength(1);
    expect(cues.flatMap((cue) => cue.words.map(({ text }) => text)).every((text) => text.startsWith('👨‍👩‍👧') && text.endsWith('👧'))).toBe(
      true,
    );
  });

  it('copes with 100 000 characters', () => {
    const words = spoken(Array.from({ length: 16_000 }, (_, index) => `word${index % 7}.`).join(' '), 0.03);
    const startedAt = performance.now();
    const cues = cuesFromWords(words, { format });
    expect(cues.flatMap((cue) => cue.words)).toHaveLength(16_000);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('stays within the film', () => {
    expect(cuesFromWords(spoken('the end'), { format, endSeconds: 0.7 }).at(-1)?.endSeconds).toBeLessThanOrEqual(0.7);
  });
});

describe('captions of scripts without spaces (faults D10)', () => {
  it.each([
    [
      '今天我们来谈谈人工智能的发展历史以及它如何改变我们的日常生活和工作方式。很多人认为这项技术会带来巨大的变化，但是也有人担心失业问题越来越严重。',
      '认为',
    ],
    ['海は地球の大部分を覆っていますが、その深さについてはほとんど知られていません。奇妙な動物が完全な暗闇の中で生きています。', '地球'],
    ['แมวชอบนอนหลับในตอนกลางวันและออกล่าในเวลากลางคืนเพราะดวงตาของมันมองเห็นได้ดีในที่มืด', 'กลางคืน'],
  ])('are one or two readable lines, cut between words: %s', (text, whole) => {
    const cues = cuesFromWords([{ text, startSeconds: 0, endSeconds: 16 }], { format: { widthPx: 480, heightPx: 854, fps: 24 } });
    const shown = cuesToSrt(cues)
      .split('\n\n')
      .map((block) => block.trim().split('\n').slice(2));
    expect(shown.flat().join('')).toBe(text);
    for (const lines of shown) {
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) expect([...line].length).toBeLessThanOrEqual(42);
      expect(lines.join('').length).toBeLessThanOrEqual(42);
    }
    expect(cues.length).toBeGreaterThan(2);
    for (const { startSeconds, endSeconds } of cues) expect(endSeconds - startSeconds).toBeLessThan(7);
    expect(cues.some(({ words }) => words.some((word) => word.text.includes(whole)))).toBe(true);
  });
});

describe('side-car subtitles', () => {
  const cues = [{ startSeconds: 61.5, endSeconds: 3723.042, words: spoken('<b>Tom</b> & "Jerry" --> {end}') }];

  it('are SubRip with the words, without markup', () => {
    expect(cuesToSrt(cues)).toBe('1\n00:01:01,500 --> 01:02:03,042\nTom & "Jerry" --> {end}\n');
  });
  it('are WebVTT with the three characters escaped that it reads as markup', () => {
    expect(cuesToVtt(cues)).toBe('WEBVTT\n\n00:01:01.500 --> 01:02:03.042\nTom &amp; "Jerry" --&gt; {end}\n');
  });
});
