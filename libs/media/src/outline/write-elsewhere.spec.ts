import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { estimateSpeechSeconds } from '../speech/speech-rate.js';
import { languageToWriteIn } from '../text/language-of.js';
import { TEMPLATES } from './languages.js';
import { OWN_LINES } from './own-lines.js';
import { splitSentences } from './prompt-text.js';
import { readPrompt, titleOf } from './read-prompt.js';
import { writeOutline } from './write-outline.js';
import { WRITTEN_LANGUAGES, type OtherLanguage } from './written-language.js';

/** A question, a subject, a request and tips in each language. */
const PROMPTS: Readonly<Record<OtherLanguage, readonly string[]>> = {
  de: ['Warum schnurren Katzen?', 'Schwarze Löcher', 'Mach ein Video über den Kaffee', '3 Tipps für besseren Schlaf'],
  fr: ['Pourquoi les chats ronronnent', 'Histoire du café', 'Fais une vidéo sur les chats', '3 conseils pour mieux dormir'],
  es: ['¿Por qué ronronean los gatos?', 'Historia del café', 'Crea un vídeo sobre los gatos', '3 consejos para dormir mejor'],
  it: ['Perché i gatti fanno le fusa?', 'Storia del caffè', 'Crea un video sui gatti', '3 consigli per dormire meglio'],
  pt: ['Por que os gatos ronronam?', 'História do café', 'Faça um vídeo sobre os gatos', '3 dicas para dormir melhor'],
  nl: ['Waarom spinnen katten?', 'Zwarte gaten', 'Maak een video over de maan', '3 tips om beter te slapen'],
  pl: ['Dlaczego koty mruczą?', 'Historia kawy', 'Zrób film o kotach', '3 sposoby na lepszy sen'],
  uk: ['Чому муркочуть коти?', 'Історія кави', 'Зроби відео про котів', '3 поради для кращого сну'],
  tr: ['Neden kediler mırlar?', 'Kahvenin tarihi', 'Kediler hakkında bir video yap', '3 öneri'],
};
const LANGUAGES = WRITTEN_LANGUAGES.filter((one): one is OtherLanguage => one !== 'en' && one !== 'ru');
const LENGTHS = [[5, 1], [6, 1], [8, 2], [10, 2], [15, 3], [30, 3], [30, 6], [60, 6], [60, 12], [90, 9], [90, 18]] as const; // prettier-ignore

describe.each(LANGUAGES)('an outline in %s', (language) => {
  const prompts = PROMPTS[language];
  const write = (prompt: string, durationSeconds: number | null, seed = 1, beats: number | null = 1) =>
    writeOutline({ prompt, language, durationSeconds, beats, seed });

  it.each(prompts)('fits any length to 90 seconds and any number of beats, and says nothing twice: %s', (prompt) => {
    for (const [durationSeconds, beats] of LENGTHS) {
      const { script, paragraphs, outline } = write(prompt, durationSeconds, durationSeconds + beats, beats);
      const share = estimateSpeechSeconds(script, language) / durationSeconds;
      expect([durationSeconds, share >= 0.8 && share <= 0.97 ? 'fits' : share]).toEqual([durationSeconds, 'fits']);
      expect([paragraphs.length, outline.length]).toEqual([beats, beats]);
      const { subject, question, about } = readPrompt(prompt, language);
      const said = splitSentences(script.replace(/\n\n/g, ' '));
      const isNamed = (sentence: string): boolean => [subject, question, about].some((name) => name !== null && sentence.includes(name));
      expect(said.filter((sentence, i) => said.indexOf(sentence) !== i && !isNamed(sentence))).toEqual([]);
    }
  });

  it('is never too long and says nothing twice in ten minutes, where there is no more to say', () => {
    const script = write(prompts[1] ?? '', 600, 3, 60).script.replace(/\n\n/g, ' ');
    // How something is done is no thought on what it is.
    expect(TEMPLATES[language].advice.flat().filter((line) => script.includes(line))).toEqual([]);
    expect(estimateSpeechSeconds(script, language)).toBeLessThan(600 * 0.97);
    expect(estimateSpeechSeconds(script, language)).toBeGreaterThan(90);
    const said = splitSentences(script);
    expect(said.filter((sentence, i) => said.indexOf(sentence) !== i && !sentence.includes(prompts[1] ?? ''))).toEqual([]);
  });

  it('is the same for the same seed and another for another', () => {
    const script = (seed: number): string => write(prompts[0] ?? '', 30, seed).script;
    expect(script(1)).toBe(script(1));
    expect(new Set(Array.from({ length: 10 }, (_, seed) => script(seed))).size).toBe(10);
  });

  it.each(prompts)('without a wanted length says the subject, tips where they are asked for, and a word to the viewer: %s', (prompt) => {
    const { openings, replies, advice, ordinals } = TEMPLATES[language];
    const reading = readPrompt(prompt, language);
    const { script, title } = write(prompt, null, 4, null);
    expect(title).not.toBe('');
    const known = [...Object.values(openings), ...Object.values(replies), ...advice, ordinals]
      .flat()
      .flatMap((line) => splitSentences(line));
    const isNamed = (sentence: string): boolean =>
      [reading.subject, reading.about, reading.question].some((name) => name !== null && sentence.includes(name));
    const other = splitSentences(script.replace(/\n\n/g, ' ')).filter((sentence) => !known.includes(sentence) && !isNamed(sentence));
    expect(other).toEqual([]);
    expect(ordinals.filter((ordinal) => script.includes(ordinal))).toEqual(reading.kind === 'tips' ? ordinals.slice(0, 3) : []);
  });

  it('takes any prompt whatever', () => {
    for (const prompt of [
      '🐙🐙🐙',
      'مرحبا بالعالم',
      '%{} {S} {q} $& "q" «к» \\',
      'x'.repeat(10_000),
      'word '.repeat(2000),
      '\u202Eabc',
      '...',
      '¿?',
      '',
    ]) {
      const { script, paragraphs } = writeOutline({ prompt, language, durationSeconds: 20, beats: 4, seed: 1 });
      const share = estimateSpeechSeconds(script, language) / 20;
      expect([prompt.slice(0, 20), share > 0.8 && share < 0.97]).toEqual([prompt.slice(0, 20), true]);
      expect(paragraphs.every((paragraph) => paragraph.trim() !== '')).toBe(true);
      expect(write(prompt, null, 1, null).script.trim()).not.toBe('');
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer(), (prompt, seed) => {
        expect(write(prompt, null, seed, null).paragraphs.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it('weaves the sentences of the prompt in, word for word', () => {
    const facts = ['Xanto 1 mala 2.', 'Zeri 3 tola.'];
    expect(write(`${prompts[1]}. ${facts.join(' ')}`, 40).script).toContain(facts.join(' '));
    expect(write(`${prompts[1]}. ${facts.join(' ')}`, null, 1, null).script).toContain(facts.join(' '));
  });

  it('has templates that end as sentences do, are there once, and hold no word of another script', () => {
    const { hooks, recalls, context, points, advice, closes, openings, replies, ordinals, roles } = TEMPLATES[language];
    const sets = [...Object.values(hooks), ...Object.values(recalls), context, ...points, ...advice, closes, ...Object.values(openings).map((set) => set.slice(1)), ...Object.values(replies), ordinals]; // prettier-ignore
    const everything = sets.flat();
    expect(everything.filter((text, i) => everything.indexOf(text) !== i)).toEqual([]);
    for (const text of everything) {
      expect(text).toMatch(/[.?!]$|\{Q\}$/);
      const words = text.replace(/\{(?:[SQ]|about)\}/g, '');
      expect(words).not.toMatch(/[{}]|\s{2}/);
      expect(words).not.toMatch(language === 'uk' ? /[a-zыэъё]/i : /\p{Script=Cyrillic}/u);
      if (language === 'fr') expect(words).not.toMatch(/[^\u00a0][?:]/);
      if (language === 'es') expect((text.match(/¿/g) ?? []).length).toBe((text.match(/\?/g) ?? []).length);
    }
    expect([ordinals.length, advice.length >= 10, Object.values(roles).every((role) => role !== '')]).toEqual([10, true, true]);
    // What holds of any subject is known to the illustrator.
    for (const line of [...context, ...points.flat()].flatMap((one) => one.split(/(?<=[.!?…])\s+/))) expect(OWN_LINES).toContain(line);
  });
});

describe('a request in other languages', () => {
  it.each([
    ['de', 'Mach ein Video über Katzen', 'Katzen'],
    ['de', 'Erstelle ein 30-Sekunden-Video über schwarze Löcher, ohne Musik', 'Schwarze Löcher'],
    ['de', 'Bitte erstelle mir ein kurzes Video über die Geschichte des Kaffees.', 'Die Geschichte des Kaffees'],
    ['de', 'Kannst du ein Video über Katzen machen?', 'Katzen'],
    ['de', 'Ein Video über den Mond', 'Über den Mond'],
    ['de', 'Erstelle ein Video darüber, warum Katzen schnurren', 'Warum Katzen schnurren'],
    ['de', 'Erkläre mir, warum Katzen schnurren', 'Warum Katzen schnurren'],
    ['de', 'Erkläre den Treibhauseffekt', 'Erkläre den Treibhauseffekt'],
    ['de', 'Warum ein Video über Katzen ansehen?', 'Warum ein Video über Katzen ansehen?'],
    ['fr', 'Fais une vidéo sur les chats', 'Les chats'],
    ['fr', 'Crée une vidéo de 30 secondes sur l’histoire du café', 'L’histoire du café'],
    ['fr', 'Vidéo à propos du café', 'Le café'],
    ['fr', 'Pourquoi les chats ronronnent ?', 'Pourquoi les chats ronronnent\u00a0?'],
    ['es', 'Crea un vídeo sobre los gatos', 'Los gatos'],
    ['es', 'Haz un video corto de 30 segundos acerca del café', 'El café'],
    ['es', '¿Por qué ronronean los gatos?', '¿Por qué ronronean los gatos?'],
    ['it', 'Crea un video su Roma', 'Roma'],
    ['it', 'Crea un video di 30 secondi sull’arte', 'L’arte'],
    ['it', "Crea un video sull'arte", 'L’arte'],
    ['it', 'Fammi un video sul caffè', 'Il caffè'],
    ['pt', 'Faça um vídeo sobre os gatos', 'Os gatos'],
    ['pt', 'Crie um vídeo de 30 segundos sobre a história do café', 'A história do café'],
    ['nl', 'Maak een video over katten', 'Katten'],
    ['nl', 'Kun je een filmpje over katten maken?', 'Katten'],
    ['pl', 'Zrób film o kotach', 'O kotach'],
    ['pl', 'Stwórz film o tym, dlaczego koty mruczą', 'Dlaczego koty mruczą'],
    ['uk', 'Зроби відео про котів', 'Про котів'],
    ['uk', 'Створи відео про те, чому муркочуть коти', 'Чому муркочуть коти'],
    ['tr', 'Kediler hakkında bir video yap', 'Kediler'],
    ['tr', 'Lütfen bana istanbul hakkında 30 saniyelik kısa bir video hazırla.', 'İstanbul'],
    ['tr', 'Kedilerin neden mırladığını anlatan bir video yap', 'Kedilerin neden mırladığını anlatan bir video yap'],
    ['de', '🐙', 'Ohne Titel'],
  ] as const)('in %s is no part of the title: %s', (language, prompt, title) => expect(titleOf(prompt, language)).toBe(title));

  it.each([
    ['de', 'Warum schnurren Katzen?', 'Warum schnurren Katzen?'],
    ['de', 'Warum Katzen schnurren', null],
    ['nl', 'Waarom katten spinnen', null],
    ['fr', 'Pourquoi les chats ronronnent', 'Pourquoi les chats ronronnent\u00a0?'],
    ['es', 'Por qué ronronean los gatos', '¿Por qué ronronean los gatos?'],
    ['it', 'Crea un video su perché i gatti fanno le fusa', 'Perché i gatti fanno le fusa?'],
    ['pt', 'Por que os gatos ronronam', 'Por que os gatos ronronam?'],
    ['pl', 'Dlaczego koty mruczą', 'Dlaczego koty mruczą?'],
    ['uk', 'Чому муркочуть коти', 'Чому муркочуть коти?'],
    ['tr', 'Neden kediler mırlar', 'Neden kediler mırlar?'],
    ['de', 'Ist der Mond aus Käse?', 'Ist der Mond aus Käse?'],
  ] as const)('in %s "%s" asks %s', (language, prompt, question) => {
    expect(readPrompt(prompt, language).question).toBe(question);
    if (question === null) expect(readPrompt(prompt, language).kind).toBe('question');
  });

  it('tells the language of a wish of three words', () => {
    for (const language of LANGUAGES) {
      const [question = '', , request = ''] = PROMPTS[language];
      expect([languageToWriteIn(question, () => true), languageToWriteIn(request, () => true)]).toEqual([language, language]);
      expect(['en', 'ru']).toContain(languageToWriteIn(question, (one) => one === 'en' || one === 'ru'));
    }
    for (const prompt of [
      'Why do cats purr?',
      'Make a video about cats',
      'Hoe to film',
      'Come as you are',
      'Comment on this',
      'Crea Corp video',
    ])
      expect(languageToWriteIn(prompt, () => true)).toBe('en');
  });

  it('leaves French its spaces, which are part of its marks', () => {
    const facts = ['Un fait : le premier !', 'En voici un autre ; et encore un.'];
    const { script } = writeOutline({
      prompt: `Le café. ${facts.join(' ').replaceAll(' ', ' ')}`,
      language: 'fr',
      durationSeconds: null,
      beats: 1,
      seed: 1,
    });
    for (const fact of facts) expect(script).toContain(fact.replace(' :', ' :'));
  });

  it('is read in time that grows with its length', () => {
    const steps = (prompt: string): void => {
      for (const language of LANGUAGES) {
        expect(titleOf(prompt, language).length).toBeLessThan(100);
        expect(readPrompt(prompt, language).subject.length).toBeLessThan(101);
      }
      expect(languageToWriteIn(prompt, () => true)).not.toBe('');
    };
    for (const piece of ['Mach ein ', 'crea un video ', 'a, ', '¿', ' hakkında bir', '?"', 'video sur ', 'Videovideo', '30 s, '])
      steps(piece.repeat(Math.ceil(100_000 / piece.length)));
  });
});
