import { table } from '../../text/table.js';
import { createRequire } from 'node:module';
import { isBehindArticle } from './languages/context.js';
import { hasTable, meaningOfForm } from './languages/forms.js';
import { baseLanguage, isReadAsEnglish, plainWord, type Token } from './stems.js';

interface Term {
  readonly text: string;
  readonly tags: readonly string[];
  readonly offset: { readonly start: number };
}
type Tagger = (text: string) => { json(options: { offset: true }): readonly { readonly terms: readonly Term[] }[] };

let tagger: Tagger | null = null;
/** A sentence takes some 2 ms, and time grows faster than the text: further words are taken as they look. */
const TAGGED_CHARS = 1200;

/** Each picture of a film asks several times about the same words. */
const tagged = new Map<string, ReadonlyMap<number, boolean>>();
const KEPT_TEXTS = 256;

/**
 * Which words of an English text name something, by their place in it.
 * @returns a test of where a word begins, or null where nothing is known
 */
function englishNouns(text: string): (start: number) => boolean | null {
  const read = text.slice(0, TAGGED_CHARS);
  const nouns = tagged.get(read) ?? tag(read);
  tagged.delete(read);
  tagged.set(read, nouns);
  for (const oldest of tagged.keys()) if (tagged.size > KEPT_TEXTS) tagged.delete(oldest);
  return (start) => nouns.get(start) ?? null;
}

function tag(text: string): ReadonlyMap<number, boolean> {
  tagger ??= createRequire(import.meta.url)('compromise/two') as Tagger;
  const nouns = new Map<number, boolean>();
  for (const { terms } of tagger(text).json({ offset: true }))
    for (const [place, { tags, offset }] of terms.entries()) {
      const before = terms[place - 1];
      const isNoun =
        (tags.includes('Noun') && !tags.includes('Pronoun')) ||
        (tags.includes('Infinitive') && (stands(before) || owned(before))) ||
        (tags.includes('PresentTense') && (counted(before) || wasDoneTo(before)));
      nouns.set(offset.start, isNoun);
    }
  return nouns;
}

/** "After rain", "of light": behind a preposition stands a thing, whatever else the word may mean; "to rain" is a doing. */
const stands = (before: Term | undefined): boolean =>
  before !== undefined && before.tags.includes('Preposition') && before.text.toLowerCase() !== 'to';

/** "Her cage is empty": what belongs to somebody is a thing; "they saw her dance" is none. */
const owned = (before: Term | undefined): boolean => before !== undefined && /^(?:my|its|our|your|their|his|Her)$/.test(before.text);

/** "Two boats came": what is counted are things. */
const counted = (before: Term | undefined): boolean => before !== undefined && before.tags.includes('Value');

/** "They used boats": behind what somebody has done comes no other doing. */
const wasDoneTo = (before: Term | undefined): boolean =>
  before !== undefined && before.tags.includes('PastTense') && !before.tags.includes('Auxiliary') && !before.tags.includes('Copula');

/** Endings of what somebody does, is or has done, in Russian. */
const RUSSIAN_DOING =
  /(?:[аяуюе]ют|[аяеуюи][ею]?т|[аяеи]ешь|ишь|[аяе]ем|[бвджзклнпрстшщ]им|ят|[аяиеоыу]л(?:[аои])?|[аяиеоыу]ть|чь|ти|нут|[аяи]йте|ите|вши|[аяую]я|(?:ть|т|л|ла|ло|ли|шь|м|й|йте)ся|(?:ла|ло|ли|ю)сь)$/u;
const RUSSIAN_NOUNS = new Set(
  (
    'мать кровать печать площадь сеть нить память смерть нефть печь ночь дочь речь дети кости гости сети пути части четверть скатерть ' +
    'кит свет цвет билет ответ совет букет кабинет портрет самолет вертолет бюджет салат солдат адвокат автомат аромат канал металл ' +
    'журнал материал зал стул орел осел мел отдел угол пол футбол сила пила стрела школа пчела смола скала акула зола игла ' +
    'крокодил тыл руль паруса юбилей паспорт спорт аэропорт порт рот кот бегемот флот институт салют парашют приют мост рост хвост лист гранит ' +
    'магнит кредит горизонт фронт брат закат плакат аппарат стрелы скалы школы пчелы тело дело стекло масло крыло село зеркало одеяло начало ' +
    'режим рим грим псевдоним синоним аноним пилигрим метро бюро кино вино зерно окно море поле небо сердце солнце кофе шоссе столица власть страсть масть'
  ).split(' '),
);

/** What somebody says of himself without "я", spelt like the accusative of a thing. */
const FIRST_PERSON = /^(?:помню|люблю|знаю|вижу|думаю|хочу|верю|жду|слышу|чувствую|скучаю|живу|иду|хожу|пишу|пью|сплю)$/;
const ENDS_AS_FIRST_PERSON = /[юу](?:сь)?$/;

/** Whether the word of a Russian text looks like a doing. @param isNamed whether the tables name something by this very form */
function isRussianDoing(written: string, isNamed: boolean): boolean {
  const word = plainWord(written);
  return !RUSSIAN_NOUNS.has(word) && !(isNamed && !/(?:ать|ять|ить|еть|уть|чь|тись?|ться)$/u.test(word)) && RUSSIAN_DOING.test(word);
}

/** Longer words that end so are doings: "montrer" is no watch (montre), "mar" and "mer" are the sea. */
const INFINITIVES: Readonly<Record<string, RegExp>> = table({
  fr: /.{3}[ei]r$/,
  es: /.{3}[aei]r$/,
  pt: /.{3}[aei]r$/,
  it: /.{3}[aei]re$/,
});

/** @param isNamed whether the tables name something by this very form */
export function isInfinitive(written: string, language: string, isNamed: (word: string) => boolean): boolean {
  const word = plainWord(written);
  return (INFINITIVES[baseLanguage(language)]?.test(word) ?? false) && !isNamed(word);
}

/** Whether each word of a text may name a thing: what is surely a doing or a quality names none. */
export function nounTest(
  text: string,
  tokens: readonly Token[],
  isNamed: (word: string) => boolean,
  language: string,
): (index: number) => boolean {
  const isLatin = isReadAsEnglish(language) && /\p{Script=Latin}/u.test(text);
  const english = isLatin ? englishNouns(text) : null;
  return (index) => {
    const token = tokens[index];
    if (!token) return false;
    if (hasTable(baseLanguage(language))) return isForeignNoun(tokens, index, isNamed, baseLanguage(language));
    if (/\p{Script=Cyrillic}/u.test(token.written) && isOfFirstPerson(tokens, index)) return false;
    if (/\p{Script=Cyrillic}/u.test(token.written)) return !isRussianDoing(token.written, isNamed(plainWord(token.written)));
    return english?.(token.start) ?? !isInfinitive(token.written, language, isNamed);
  };
}

/** Of the languages of `languages/`: what the tables have, and of others what is no infinitive; both only behind an article where they are spelt like a doing. */
function isForeignNoun(tokens: readonly Token[], index: number, isNamed: (word: string) => boolean, language: string): boolean {
  const written = tokens[index]?.written ?? '';
  const isBehind = (): boolean => isBehindArticle((offset) => tokens[index + offset]?.written.toLowerCase() ?? '', language);
  const meaning = meaningOfForm(written, language);
  if (meaning) return !meaning.needsArticle || isBehind();
  return !isInfinitive(written, language, isNamed) && isBehind();
}

/** "Я помню", «я часто вспоминаю». */
function isOfFirstPerson(tokens: readonly Token[], index: number): boolean {
  const word = plainWord(tokens[index]?.written ?? '');
  if (FIRST_PERSON.test(word)) return true;
  const before = [tokens[index - 1], tokens[index - 2]].map((token) => plainWord(token?.written ?? ''));
  return ENDS_AS_FIRST_PERSON.test(word) && (before[0] === 'я' || (before[1] === 'я' && /[оеь]$/.test(before[0] ?? '')));
}
