import { table } from './table.js';
import { languageAskedIn } from '../outline/requests-elsewhere.js';
import { listedWords, wordsNamed } from './listed-words.js';

/** What is looked at: a film says within its first sentences what it is written in. */
const READ_CHARACTERS = 3000;

/** Scripts that one language has to itself, or is read in most of all. */
const OF_SCRIPT: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Telugu}/gu, 'te'],
  [/\p{Script=Gujarati}/gu, 'gu'],
  [/\p{Script=Kannada}/gu, 'kn'],
  [/\p{Script=Malayalam}/gu, 'ml'],
  [/\p{Script=Gurmukhi}/gu, 'pa'],
  [/\p{Script=Sinhala}/gu, 'si'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Lao}/gu, 'lo'],
  [/\p{Script=Khmer}/gu, 'km'],
  [/\p{Script=Myanmar}/gu, 'my'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Ethiopic}/gu, 'am'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Latin}/gu, 'en'],
];
/** Letters that others of a script do not have. Of two that share them, words decide. */
const OF_LETTERS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = table({
  ru: [
    [/[әғқңұһ]/giu, 'kk'],
    [/ў/giu, 'be'],
    [/[іїєґ]/giu, 'uk'],
    [/[ђћџјљњ]/giu, 'sr'],
  ],
  ar: [
    [/[ٹڈڑے]/gu, 'ur'],
    [/[پچژگ]/gu, 'fa'],
  ],
});
/** Of so many letters of a script one tells. */
const LETTERS_PER_SIGN = 60;

/** Languages in Latin letters; of two that fit alike, the one that comes first. */
const LATIN = 'en de es fr it pt nl pl tr id sv da nb fi hu cs sk ro hr sl lt lv et ca vi sw'.split(' ');
const OWN_LETTERS: Readonly<Record<string, RegExp>> = table({
  ...{
    nl: /ij|uu|aa|oe/u,
    de: /[äöüß]/iu,
    es: /[ñ¿¡]/iu,
    fr: /[çœèêàù]/iu,
    pt: /[ãõç]/iu,
    pl: /[ąęłśżź]/iu,
    tr: /[ğışç]/u,
    sv: /[åäö]/iu,
    da: /[æøå]/iu,
    nb: /[æøå]/iu,
  },
  ...{
    fi: /[äö]/iu,
    hu: /[őűáéíóöü]/iu,
    cs: /[ěřůáéíýčšž]/iu,
    sk: /[ľĺŕôáéíýčšž]/iu,
    ro: /[șțăâî]/iu,
    hr: /[čćđšž]/iu,
    sl: /[čšž]/iu,
    lt: /[ėįųū]/iu,
    lv: /[āēīņļ]/iu,
  },
  ...{ et: /[õäöü]/iu, ca: /[çàèòï]/iu, vi: /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu },
});
/** A letter of its own speaks for a language half as much as a word that no other has. */
const LETTER_WEIGHT = 0.5;
/** Nobody writes so many letters of these without one of their own. */
const NEVER_WITHOUT = /^(?:sv|da|nb|fi|pl|tr|hu|cs|sk|ro|lt|lv|et|vi)$/;
const LETTERS_WITHOUT = 45;
const LEAST_HITS = 2;
const LEAST_SHARE = 0.15;
/** So many times more must speak for another language than for English. */
const AGAINST_ENGLISH = 2;

interface Joins {
  readonly ofLanguage: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many languages have the word. */
  readonly shared: ReadonlyMap<string, number>;
}
let kept: Joins | null = null;

function wordsThatJoin(): Joins {
  if (kept) return kept;
  const ofLanguage = new Map(LATIN.map((language) => [language, new Set(language === 'en' ? wordsNamed('eng') : listedWords(language))]));
  const shared = new Map<string, number>();
  for (const words of ofLanguage.values()) for (const word of words) shared.set(word, (shared.get(word) ?? 0) + 1);
  kept = { ofLanguage, shared };
  return kept;
}

/**
 * The language that a text is written in, as far as its letters and its words that join others tell. In doubt Cyrillic is Russian and
 * Latin is English: a title of three words is no evidence.
 * @returns a primary subtag of BCP 47
 */
export function languageOf(text: string): string {
  const read = text.slice(0, READ_CHARACTERS);
  const counts = OF_SCRIPT.map(([script, language]) => ({ language, count: read.match(script)?.length ?? 0 }));
  const kana = counts.find(({ language }) => language === 'ja')?.count ?? 0;
  const most = counts.reduce((best, one) => (one.count > best.count ? one : best), { language: 'en', count: 0 });
  // Japanese is mostly Han, and Chinese has no kana.
  if (most.language === 'zh' && kana > 0) return 'ja';
  if (most.language === 'en') return latinLanguage(read);
  for (const [letters, language] of OF_LETTERS[most.language] ?? [])
    if ((read.match(letters)?.length ?? 0) * LETTERS_PER_SIGN >= most.count) return language;
  return most.language;
}

function latinLanguage(read: string): string {
  const words = new Set(read.toLowerCase().match(/\p{L}[\p{L}\p{M}’']*/gu) ?? []);
  const { ofLanguage, shared } = wordsThatJoin();
  const scores = [...ofLanguage].map(([language, joins]) => {
    const hits = [...words].filter((word) => joins.has(word));
    const own = OWN_LETTERS[language];
    const signs = own ? [...words].filter((word) => own.test(word)).length : 0;
    // A word that many languages have says little for each of them.
    const said = hits.reduce((sum, word) => sum + 1 / (shared.get(word) ?? 1), 0);
    const isLacking = signs === 0 && NEVER_WITHOUT.test(language) && read.length > LETTERS_WITHOUT;
    return { language, hits: isLacking ? 0 : hits.length, score: said + Math.min(hits.length, signs) * LETTER_WEIGHT };
  });
  const english = scores.find(({ language }) => language === 'en')?.score ?? 0;
  const best = scores
    .filter(({ hits }) => hits >= LEAST_HITS)
    .reduce((most, one) => (one.score > most.score ? one : most), { language: 'en', hits: 0, score: 0 });
  const isSure = best.hits >= words.size * LEAST_SHARE && best.score >= AGAINST_ENGLISH * english;
  return isSure ? best.language : 'en';
}

/** The language of what is to be written from a wish: its own, by its request or question too, where the writer knows it, else Russian or English by its letters. */
export function languageToWriteIn(wish: string, writesIn: (language: string) => boolean): string {
  const asked = languageAskedIn(wish);
  if (asked !== null && writesIn(asked)) return asked;
  const language = languageOf(wish);
  if (writesIn(language)) return language;
  const [cyrillic, latin] = [wish.match(/\p{Script=Cyrillic}/gu)?.length ?? 0, wish.match(/\p{Script=Latin}/gu)?.length ?? 0];
  return cyrillic > latin ? 'ru' : 'en';
}
