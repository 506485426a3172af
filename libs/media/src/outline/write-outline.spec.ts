import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { estimateSpeechSeconds } from '../speech/speech-rate.js';
import { splitSentences } from './prompt-text.js';
import { readPrompt, titleOf } from './read-prompt.js';
import { ENGLISH } from './templates.en.js';
import { RUSSIAN } from './templates.ru.js';
import { writeOutline } from './write-outline.js';

const PROMPTS = [
  ['en', 'Why octopuses have three hearts'],
  ['en', '5 tips for better sleep'],
  ['en', 'Ocean plastic. Every year about 8 million tonnes reach the sea. Most of it comes from rivers.'],
  ['en', 'Our new app helps you plan meals'],
  ['ru', 'Почему у осьминога три сердца'],
  ['ru', 'История кофе'],
  ['ru', 'Расскажи о чёрных дырах'],
  ['ru', 'Как лучше спать'],
] as const;

describe('an outline', () => {
  it.each(PROMPTS)('in %s of "%s" fits any length and any number of beats', (language, prompt) => {
    for (const [durationSeconds, beats] of [
      [5, 1],
      [6, 1],
      [8, 1],
      [10, 2],
      [15, 3],
      [30, 3],
      [60, 6],
      [60, 12],
      [240, 48],
      [600, 60],
      [600, 120],
    ] as const) {
      // prettier-ignore
      const { paragraphs, script, hook, outline } = writeOutline({ prompt, language, durationSeconds, beats, seed: durationSeconds + beats });
      const share = estimateSpeechSeconds(script, language) / durationSeconds;
      expect([durationSeconds, share >= 0.8 && share <= 0.97 ? 'fits' : share]).toEqual([durationSeconds, 'fits']);
      expect(paragraphs).toHaveLength(beats);
      expect(outline).toHaveLength(beats);
      expect(script).toBe(paragraphs.join('\n\n'));
      expect(script.startsWith(hook.slice(0, 10))).toBe(true);
      if (beats <= durationSeconds / 8) {
        const lengths = paragraphs.map((paragraph) => estimateSpeechSeconds(paragraph, language));
        expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(4);
      }
    }
  });

  it('says no sentence twice, even in ten minutes', () => {
    for (const language of ['en', 'ru']) {
      const sentences = splitSentences(
        writeOutline({ prompt: 'Coffee', language, durationSeconds: 600, beats: 60, seed: 3 }).paragraphs.join(' '),
      );
      expect(sentences.length).toBeGreaterThan(90);
      expect(sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i && !/Coffee/.test(sentence))).toEqual([]);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const write = (seed: number) => writeOutline({ prompt: 'Coffee', language: 'en', durationSeconds: 30, beats: 3, seed }).script;
    expect(write(1)).toBe(write(1));
    expect(new Set(Array.from({ length: 10 }, (_, seed) => write(seed))).size).toBe(10);
  });

  it('weaves the sentences of the prompt in, word for word and in order', () => {
    const facts = ['Every year about 8 million tonnes reach the sea.', 'Most of it comes from rivers.'];
    const script = writeOutline({
      prompt: `Ocean plastic. ${facts.join(' ')}`,
      language: 'en',
      durationSeconds: 40,
      beats: 1,
      seed: 5,
    }).script;
    expect(script).toContain(facts.join(' '));
  });

  it('names its subject again in a longer film', () => {
    const script = writeOutline({ prompt: 'История кофе', language: 'ru', durationSeconds: 120, beats: 1, seed: 2 }).script;
    expect(script.split('«История кофе»').length - 1).toBeGreaterThan(2);
  });

  it('gives as many tips as were asked for', () => {
    const script = writeOutline({ prompt: '5 советов для хорошего сна', language: 'ru', durationSeconds: 45, beats: 5, seed: 2 }).script;
    for (const ordinal of RUSSIAN.ordinals.slice(0, 5)) expect(script).toContain(ordinal);
    expect(script).not.toContain(RUSSIAN.ordinals[5]);
  });

  it('takes any prompt whatever', () => {
    const hostile = [
      '🐙🐙🐙',
      'مرحبا بالعالم',
      '%{} {S} {q} $& "q" «к» \\',
      'x'.repeat(10_000),
      'word '.repeat(2000),
      '\u202Eabc',
      '...',
      'Why?',
      "don't {Q}",
    ];
    for (const language of ['en', 'ru']) {
      for (const prompt of hostile) {
        const { script, paragraphs } = writeOutline({ prompt, language, durationSeconds: 20, beats: 4, seed: 1 });
        const share = estimateSpeechSeconds(script, language) / 20;
        expect([prompt.slice(0, 20), share > 0.8 && share < 0.97]).toEqual([prompt.slice(0, 20), true]);
        expect(paragraphs.every((paragraph) => paragraph.trim() !== '')).toBe(true);
      }
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer(), (prompt, seed) => {
        expect(writeOutline({ prompt, language: 'en', durationSeconds: 15, beats: 2, seed }).paragraphs.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves slots in the prompt alone', () => {
    const { script } = writeOutline({ prompt: 'The {S} of {q}', language: 'en', durationSeconds: 15, beats: 1, seed: 1 });
    expect(script).toContain('The {S} of {q}');
  });
});

describe('an outline without a wanted length', () => {
  const brief = (prompt: string, language: string) => writeOutline({ prompt, language, durationSeconds: null, beats: null, seed: 4 });
  const own = ({ openings, replies, advice }: typeof ENGLISH): ReadonlySet<string> =>
    new Set(
      [...Object.values(openings).flat(), ...Object.values(replies).flat(), ...advice.flat()].flatMap((line) => splitSentences(line)),
    );

  it.each(PROMPTS)(
    'in %s of "%s" says the subject, what the prompt says of it, a word to the viewer, and nothing else',
    (language, prompt) => {
      const templates = language === 'ru' ? RUSSIAN : ENGLISH;
      const { script, title } = brief(prompt, language);
      const reading = readPrompt(prompt, language);
      expect(title).not.toBe('');
      const sentences = splitSentences(script.replace(/\s+/g, ' '));
      const mayBeSaid = own(templates);
      const foreign = sentences.filter((sentence) => {
        const plain = sentence.replace(/^(?:Number \w+|Номер [\p{L}]+|[\p{L}-]+)\. /u, '');
        const isSubject =
          sentence.toLowerCase().includes(reading.subject.toLowerCase()) || (reading.about !== null && sentence.includes(reading.about));
        return !isSubject && !mayBeSaid.has(sentence) && !mayBeSaid.has(plain) && !reading.substance.includes(sentence);
      });
      expect(foreign.filter((sentence) => !templates.ordinals.includes(sentence))).toEqual([]);
      for (const said of reading.substance) expect(script.replace(/\s+/g, ' ')).toContain(said);
    },
  );

  it('makes a question of a clause', () => {
    const openings = Array.from(
      { length: 12 },
      (_, seed) => writeOutline({ prompt: 'Why cats purr', language: 'en', durationSeconds: null, beats: null, seed }).hook,
    );
    for (const opening of openings) expect(opening).toMatch(/ why cats purr[?.]$/);
  });

  it('is short, and begins with the question', () => {
    for (const [language, prompt] of [
      ['en', 'Why does it smell good after rain?'],
      ['ru', 'Как пчёлы находят дорогу домой'],
    ] as const) {
      const { script, paragraphs } = brief(prompt, language);
      expect(script.startsWith(language === 'en' ? prompt : `${prompt}?`)).toBe(true);
      const seconds = estimateSpeechSeconds(script, language);
      expect([seconds > 3, seconds < 9]).toEqual([true, true]);
      expect(paragraphs.length).toBeLessThanOrEqual(2);
    }
  });

  it('gives the tips that were asked for, and takes any prompt', () => {
    const { script } = brief('5 tips for better sleep', 'en');
    for (const ordinal of ENGLISH.ordinals.slice(0, 5)) expect(script).toContain(ordinal);
    expect(script).not.toContain(ENGLISH.ordinals[5]);
    for (const prompt of ['🐙🐙🐙', '...', 'x'.repeat(9000), 'word '.repeat(2000), 'A fact is short. '.repeat(500)]) {
      const { script: any } = brief(prompt, 'en');
      expect(any.trim()).not.toBe('');
      expect(estimateSpeechSeconds(any, 'en')).toBeLessThan(400);
    }
  });
});

describe('reading a prompt', () => {
  it.each([
    ['Why octopuses have three hearts', 'question', null, 'why octopuses have three hearts'],
    ['Why do octopuses have three hearts?', 'question', 'Why do octopuses have three hearts?', null],
    ['What is a black hole', 'question', 'What is a black hole?', 'what a black hole is'],
    ['How many bones does a shark have', 'question', 'How many bones does a shark have?', null],
    ['How to fold a shirt', 'how-to', null, null],
    // No advice is an answer to these.
    ['7 mistakes new cooks make', 'topic', null, null],
    ['5 facts about octopuses', 'topic', null, null],
    ['7 ways to save money', 'tips', null, null],
    ['The history of tea', 'history', null, null],
    ['Trains vs planes', 'comparison', null, null],
    ['Buy our new coffee', 'promotion', null, null],
    ['A story about a fox', 'story', null, null],
    ['Deep sea creatures', 'topic', null, null],
  ])('%s', (prompt, kind, question, clause) => expect(readPrompt(prompt, 'en')).toMatchObject({ kind, question, clause }));

  it.each([
    ['Почему у осьминога три сердца', 'question', 'Почему у осьминога три сердца?', 'почему у осьминога три сердца', null],
    ['Как лучше спать', 'how-to', null, null, null],
    ['10 привычек счастливых людей', 'tips', null, null, null],
    ['5 фактов об осьминогах', 'topic', null, null, null],
    ['Ролик о пользе сна', 'topic', null, null, 'о пользе сна'],
    ['Сделай короткий ролик на 30 секунд о кофе', 'topic', null, null, 'о кофе'],
    ['История чая', 'history', null, null, null],
    ['Кошки или собаки?', 'comparison', null, null, null],
    ['Расскажи о чёрных дырах', 'topic', null, null, 'о чёрных дырах'],
    ['Сделай видео про осьминогов', 'topic', null, null, 'про осьминогов'],
  ])('%s', (prompt, kind, question, clause, about) => expect(readPrompt(prompt, 'ru')).toMatchObject({ kind, question, clause, about }));

  it('drops the request and keeps the subject', () => {
    expect(readPrompt('Make a 30-second video about black holes', 'en').subject).toBe('Black holes');
    expect(titleOf('Create a short cinematic video about the sea.', 'en')).toBe('The sea');
    expect(titleOf('🐙', 'ru')).toBe('Без названия');
  });

  it.each([
    ['en', 'Create an engaging TikTok explaining black holes to kids, upbeat, no music', 'Black holes'],
    ['en', 'Please make me a funny 30 second video about why cats purr', 'Why cats purr'],
    ['en', 'Can you write a script on the fall of Rome (60 seconds)', 'The fall of Rome'],
    ['en', 'Explain inflation', 'Inflation'],
    ['en', 'Product video for EcoBottle, keeps drinks cold 24h, $29', 'EcoBottle, keeps drinks cold 24h, $29'],
    ['en', 'A motivational speech about never giving up', 'Never giving up'],
    ['en', 'Tell me the story of a lonely lighthouse keeper', 'The story of a lonely lighthouse keeper'],
    ['en', 'compare iPhone and Android', 'iPhone and Android'],
    ['en', 'How to make a video about cats', 'How to make a video about cats'],
    ['en', 'Video for beginners', 'Video for beginners'],
    ['en', 'The film of a lifetime', 'The film of a lifetime'],
    ['en', 'Sharks, upbeat, vertical, 15s', 'Sharks'],
    ['en', 'upbeat', 'Upbeat'],
    ['en', 'iPhone cameras', 'iPhone cameras'],
    ['ru', 'сделай ролик на 30 секунд о том, почему кошки мурлычут', 'Почему кошки мурлычут'],
    ['ru', 'Создай смешное видео для тиктока на тему: школьные отговорки', 'Школьные отговорки'],
    ['ru', 'История кофе, без музыки, 30 секунд', 'История кофе'],
    ['ru', 'Видео про кошек', 'Про кошек'],
    ['ru', 'Фильм Тарковского', 'Фильм Тарковского'],
  ] as const)('in %s "%s" is titled "%s"', (language, prompt, title) => expect(titleOf(prompt, language)).toBe(title));

  it('gives no advice where none was asked for', () => {
    for (const prompt of ['5 facts about octopuses', 'How to tie a tie', '7 mistakes new cooks make']) {
      const { script } = writeOutline({ prompt, language: 'en', durationSeconds: null, beats: null, seed: 4 });
      expect(ENGLISH.advice.flat().filter((line) => script.includes(line))).toEqual([]);
      expect(ENGLISH.ordinals.filter((line) => script.includes(line))).toEqual([]);
    }
  });
});

describe.each([
  ['en', ENGLISH],
  ['ru', RUSSIAN],
] as const)('the templates in %s', (language, templates) => {
  const { hooks } = templates;
  const everything = [...Object.values(hooks).flat(), ...Object.values(templates.recalls).flat(), ...templates.promotions, ...templates.stories, ...templates.histories, ...templates.comparisons,
    ...templates.practices, ...templates.context, ...templates.points.flat(), ...templates.advice.flat(), ...templates.closes]; // prettier-ignore

  it('are many for every role, and none is there twice', () => {
    expect(Math.min(hooks.subject.length, hooks.clause.length + hooks.question.length, 20)).toBeGreaterThanOrEqual(18);
    for (const role of [hooks.subject, templates.context, templates.points, templates.closes])
      expect(role.length).toBeGreaterThanOrEqual(20);
    expect(everything.filter((text, i) => everything.indexOf(text) !== i)).toEqual([]);
  });
  it('end as sentences do and use only the slots there are', () => {
    for (const text of everything) {
      expect(text).toMatch(/[.?!]$|\{Q\}»?$/);
      expect(text.replace(/\{(?:[SQq]|about)\}/g, '')).not.toMatch(/[{}]|\s{2}/);
    }
  });
  it(`hold no word of another script (${language})`, () => {
    for (const text of everything) expect(text.replace(/\{\w+\}/g, '')).not.toMatch(language === 'ru' ? /[a-z]/i : /\p{Script=Cyrillic}/u);
  });
});

describe('a notice', () => {
  const written = (prompt: string, language: string) => writeOutline({ prompt, language, durationSeconds: null, beats: null, seed: 3 });

  it.each([
    [
      'en',
      'Make a video congratulating our team on reaching 10,000 customers',
      'Congratulations to our team on reaching 10,000 customers!',
    ],
    ['en', "Invitation to Anna and Tom's wedding on June 14", "You are invited to Anna and Tom's wedding on June 14!"],
    ['en', 'Thank you video for donors who gave 5 million', 'Thank you to the donors who gave 5 million!'],
    ['en', 'Birthday greeting for my mom Linda who turns 60', 'Happy birthday to my mom Linda who turns 60!'],
    ['en', 'Promo for my dog walking service: $20 per walk, call 512-555-0134', 'My dog walking service. $20 per walk, call 512-555-0134.'],
    ['en', 'Job ad: we hire two nurses in Leeds, apply by March 3', 'We hire two nurses in Leeds, apply by March 3.'],
    ['en', 'Weather forecast for Oslo: Saturday rain, Sunday sun.', 'Weather forecast for Oslo. Saturday rain, Sunday sun.'],
    ['ru', 'Поздравь коллектив с Новым годом', 'Поздравляем коллектив с Новым годом!'],
    ['ru', 'Спасибо донорам, собравшим 5 млн на больницу', 'Спасибо донорам, собравшим 5 млн на больницу!'],
    ['ru', 'Вакансия: ищем двух медсестёр, тел. 555-01-34', 'Ищем двух медсестёр, тел. 555-01-34.'],
    ['ru', 'Продаю дом с садом в Сочи, 25 млн рублей', 'Продаю дом с садом в Сочи, 25 млн рублей.'],
    ['ru', 'Итоги матча: «Динамо» — «Зенит» 2:1', 'Итоги матча. «Динамо» — «Зенит» 2:1.'],
  ])('in %s is said as it stands, and nobody is asked what they think of it: %s', (language, prompt, said) => {
    const { script, title } = written(prompt, language);
    expect(script.replace(/\s+/g, ' ')).toBe(said);
    expect(said.toLowerCase()).toContain(title.toLowerCase());
  });

  it.each([
    ['en', 'The history of coffee'],
    ['en', 'Why thank you letters matter: a study'],
    ['en', 'Happy people: what do they do differently?'],
    ['en', 'Happy habits: 5 tips for a better day'],
    ['en', 'TikTok about coffee: prices rose by 20% this year'],
    ['en', 'Explain sleep: 30% of adults sleep badly'],
    ['ru', 'История кофе'],
    ['ru', 'Почему мы говорим спасибо'],
  ])('in %s is none where it only sounds like one: %s', (language, prompt) =>
    expect(readPrompt(prompt, language as 'en' | 'ru').notice).toBeNull(),
  );

  it('is none of an order, which is said by us where Russian bends its words', () => {
    expect(written('Объясни инфляцию ребёнку', 'ru')).toMatchObject({ title: 'Объясняем инфляцию ребёнку' });
    expect(written('Объясни, почему небо голубое', 'ru').script).not.toContain('Объясняем');
    expect(written("Explain inflation like I'm five", 'en').title).toBe('Inflation');
  });
});
