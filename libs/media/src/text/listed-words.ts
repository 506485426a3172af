import { table } from './table.js';
import { createRequire } from 'node:module';

/** Languages by the names of their lists in the package `stopword`. */
const LISTS: Readonly<Record<string, string>> = table({
  ...{ de: 'deu', es: 'spa', fr: 'fra', it: 'ita', pt: 'por', nl: 'nld', sv: 'swe', da: 'dan', nb: 'nob', no: 'nob', fi: 'fin', hu: 'hun' },
  ...{ pl: 'pol', cs: 'ces', sk: 'slk', sl: 'slv', hr: 'hrv', ro: 'ron', bg: 'bul', el: 'ell', uk: 'ukr', lt: 'lit', lv: 'lav', et: 'est' },
  ...{ tr: 'tur', id: 'ind', ms: 'msa', tl: 'tgl', vi: 'vie', ca: 'cat', gl: 'glg', eu: 'eus', ga: 'gle', af: 'afr', sw: 'swa', eo: 'epo' },
  ...{ ar: 'ara', fa: 'fas', he: 'heb', ur: 'urd', hi: 'hin', mr: 'mar', bn: 'ben', gu: 'guj', hy: 'hye', ko: 'kor' },
});

/** Words of a language that only join others, as people who search list them. @returns undefined where there is no list, and for English and Russian, which have one of their own */
export function listedWords(language: string): readonly string[] | undefined {
  const name = Object.hasOwn(LISTS, language) ? LISTS[language] : undefined;
  return name === undefined ? undefined : (wordsNamed(name) ?? []);
}

/** @param name of a list in the package */
export const wordsNamed = (name: string): readonly string[] | undefined =>
  (createRequire(import.meta.url)('stopword') as Readonly<Record<string, readonly string[] | undefined>>)[name];
