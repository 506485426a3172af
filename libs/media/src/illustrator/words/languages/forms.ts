import { table } from '../../../text/table.js';
import { ASIA } from './asia.js';
import { FOOD_AND_HOME } from './food.js';
import { HOME_AND_STREET } from './home.js';
import { NATURE } from './nature.js';
import { PEOPLE } from './people.js';
import { TOWN_AND_WORK } from './town.js';

/** What a word of one of these languages means. */
export interface Meaning {
  /** The English word; '' draws nothing. */
  readonly english: string;
  /** Instead of what the English word has. */
  readonly drawing: string | null;
  readonly isPlural: boolean;
  /** In the nominative, as the table has it: reads well by itself. */
  readonly isPlain: boolean;
  /** Spelt like a doing or another word: a thing only behind an article and its like. */
  readonly needsArticle: boolean;
  /** Means another thing as often (a bench, a floor): drawn only where the film is about it. */
  readonly isVague: boolean;
}

const EUROPEAN = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'tr', 'sv'] as const;
const ASIAN = ['zh', 'ja', 'ko', 'id'] as const;
const LANGUAGES = [...EUROPEAN, ...ASIAN] as const;
type Language = (typeof LANGUAGES)[number];

/** Whether the tables have words of a language (its base, "pt" of "pt-BR"). */
export const hasTable = (language: string): language is Language => (LANGUAGES as readonly string[]).includes(language);

type Forms = ReadonlyMap<string, Meaning>;
const tables = new Map<Language, { readonly forms: Forms; readonly heads: Forms }>();

/** In Turkish "I" is no "i". */
const lower = (word: string, language: string): string => word.replaceAll('’', "'").toLocaleLowerCase(language === 'tr' ? 'tr' : 'en');

/** Exact forms and regular plurals and cases only, never the stem: "dansent" is no dance, "Gift" no gift. */
export function meaningOfForm(written: string, language: string): Meaning | undefined {
  if (!hasTable(language) || written.length > LONGEST) return undefined;
  const word = lower(written, language);
  const { forms, heads } = tableOf(language);
  return forms.get(word) ?? (language === 'de' ? compound(word, heads) : OF_PARTS[language]?.(word, forms));
}
const LONGEST = 40;

/** Every word that the tables have of a language, as they write it. */
export const wordsOfLanguage = (language: string): ReadonlyMap<string, Meaning> =>
  hasTable(language) ? tableOf(language).forms : new Map();

function tableOf(language: Language): { readonly forms: Forms; readonly heads: Forms } {
  const before = tables.get(language);
  if (before) return before;
  const [forms, heads, made] = [new Map<string, Meaning>(), new Map<string, Meaning>(), new Map<string, Meaning>()];
  const isAsian = (ASIAN as readonly Language[]).includes(language);
  const column = isAsian ? ASIAN.indexOf(language as (typeof ASIAN)[number]) : LANGUAGES.indexOf(language);
  const rows = isAsian ? ASIA : `${NATURE}${PEOPLE}${FOOD_AND_HOME}${TOWN_AND_WORK}${HOME_AND_STREET}`;
  for (const line of rows.split('\n').filter((one) => one.includes('|'))) {
    const [head = '', ...columns] = line.split('|').map((cell) => cell.trim());
    for (const sign of (columns[column] ?? '').split(/\s+/).filter((one) => one !== '')) {
      const [, mark = '', plain = '', end = ''] = /^([~=]?)([^*+?]+)([*+?]?)$/.exec(sign) ?? [];
      const word = lower(plain, language);
      const meaning = {
        ...meant(head),
        isPlural: mark === '~' && isManyIn(word, language),
        isPlain: mark !== '~',
        needsArticle: end === '*',
        isVague: end === '?',
      };
      forms.set(word, meaning);
      // Of other forms only the plurals of languages without cases are as good alone.
      const isPlain = mark === '' && CASELESS.test(language);
      if (mark === '')
        for (const form of INFLECTED[language](word)) made.set(form, { ...meaning, isPlural: isManyIn(form, language), isPlain });
      if (end !== '+') continue;
      for (const form of [word, ...INFLECTED.de(word)]) heads.set(form, { ...meaning, isPlural: form !== word, isPlain: form === word });
    }
  }
  for (const [form, meaning] of made) if (!forms.has(form)) forms.set(form, meaning);
  const table = { forms, heads };
  tables.set(language, table);
  return table;
}

function meant(head: string): { readonly english: string; readonly drawing: string | null } {
  if (head === '-') return { english: '', drawing: null };
  const [english = '', drawing] = head.startsWith('@') ? [head.slice(1), head.slice(1)] : head.split('>');
  return { english, drawing: drawing ?? null };
}

/** Where nouns have cases, a form that is surely a plural. */
const isManyIn = (form: string, language: Language): boolean => (MANY[language] ?? /./).test(form);
const MANY: Partial<Record<Language, RegExp>> = {
  de: /[enr]$/,
  pl: /(?:ów|om|ami|ach|owie)$/,
  uk: /(?:ів|ам|ами|ах|ях|ям|ями)$/,
  sv: /(?:[aeo]r|rna|n)$/,
};

const CASELESS = /^(?:fr|es|it|pt|nl|id)$/;
const LEAST_HEAD = 5;
const LEAST_MODIFIER = 3;

/** "Hauskatze" is a cat: a German compound is what its last part is, of the nouns marked so. */
function compound(word: string, heads: Forms): Meaning | undefined {
  for (let at = LEAST_MODIFIER; at <= word.length - LEAST_HEAD; at++) {
    const meaning = heads.get(word.slice(at));
    if (meaning) return meaning;
  }
  return undefined;
}

/** Plural, whose it is, and case, in this order: kediler, kemiklerin, evimizde. */
const TURKISH_SUFFIXES =
  /^(?<plural>l[ae]r)?(?:[ıiuü]m(?:[ıiuü]z)?|[ıiuü]n[ıiuü]z|s?[ıiuü])?(?:[yn]?[ıiuü]|n?[ıiuü]n|[yn]?[ae]|n?[dt][ae]n?|y?l[ae])?$/u;
const SOFT: Readonly<Record<string, string>> = table({ b: 'p', c: 'ç', d: 't', ğ: 'k' });
const LEAST_STEM = 3;

function suffixed(word: string, forms: Forms): Meaning | undefined {
  for (let end = word.length - 1; end >= LEAST_STEM; end--) {
    const base = word.slice(0, end);
    const soft = SOFT[base.at(-1) ?? ''];
    // What is only right in its very form has all its forms in the table.
    const meaning = forms.get(base) ?? (soft === undefined ? undefined : forms.get(base.slice(0, -1) + soft));
    const found = meaning?.isPlain === true && base.length >= LEAST_STEM ? TURKISH_SUFFIXES.exec(word.slice(end)) : null;
    if (meaning && found) return { ...meaning, isPlural: found.groups?.['plural'] !== undefined, isPlain: false };
  }
  return undefined;
}

/** What Chinese writes together with a noun: 小猫, 海里, 一只狗. */
const CHINESE_BEFORE = /^(?:[一两三几这那每][只条个匹头本把张杯碗壶盘片棵朵座辆艘]?|[小大老新旧黑白红绿蓝金花])(?=.)/u;
const CHINESE_BEHIND = /(?<=.)(?:里|上|中|下|边|旁|外|前|后|们|儿|裡|邊|後|們)$/u;

function affixed(word: string, forms: Forms): Meaning | undefined {
  const [noun, whole] = [word.replace(CHINESE_BEHIND, ''), word.replace(CHINESE_BEFORE, '')];
  return forms.get(noun) ?? forms.get(whole) ?? forms.get(whole.replace(CHINESE_BEHIND, ''));
}

/** Korean writes what a noun does in its sentence behind it: 고양이가, 바다에서는. "처럼" and "보다" compare. */
const KOREAN_PARTICLES =
  /(?<=.)(?<plural>들)?(?:에서|에게|한테|께서|까지|부터|으로|이나|이랑|에는|에도|은|는|이|가|을|를|의|에|로|와|과|도|만|나|랑)(?:는|도|만|의)?$/u;

function withParticles(word: string, forms: Forms): Meaning | undefined {
  const found = KOREAN_PARTICLES.exec(word);
  const meaning = found ? forms.get(word.slice(0, found.index)) : word.endsWith('들') ? forms.get(word.slice(0, -1)) : undefined;
  return meaning && { ...meaning, isPlural: !found || found.groups?.['plural'] !== undefined, isPlain: false };
}

/** Of languages whose nouns have more forms than could be listed, or are written together with what stands beside them. */
const OF_PARTS: Partial<Record<Language, (word: string, forms: Forms) => Meaning | undefined>> = {
  tr: suffixed,
  zh: affixed,
  ko: withParticles,
};

const each = (stem: string, ends: string): string[] => ends.split(' ').map((end) => stem + (end === '0' ? '' : end));
const unaccented = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/\p{M}(?=.{1,2}$)/u, '')
    .normalize('NFC');

/** Forms that a noun may regularly have; some of them no noun has, and those are no word at all. */
const INFLECTED: Readonly<Record<Language, (word: string) => readonly string[]>> = {
  de: (word) => (word.endsWith('e') ? each(word, 'n') : word.endsWith('in') ? each(word, 'nen') : each(word, 'e en n s es')),
  fr: (word) => [
    /[sxz]$/.test(word) ? word : /e[au]*u$/.test(word) ? `${word}x` : /al$/.test(word) ? word.replace(/l$/, 'ux') : `${word}s`,
  ],
  es: (word) => [/[aeiouáé]$/.test(word) ? `${word}s` : word.endsWith('z') ? word.replace(/z$/, 'ces') : `${unaccented(word)}es`],
  pt: (word) => [
    word.endsWith('ão') ? word.replace(/ão$/, 'ões') : word.endsWith('m') ? word.replace(/m$/, 'ns') : '',
    /[aou]l$/.test(word) ? word.replace(/l$/, 'is') : /[rsz]$/.test(word) ? `${word}es` : `${word}s`,
  ],
  it: (word) => [
    ...(/[cg]a$/.test(word) ? [word.replace(/a$/, 'he')] : word.endsWith('a') ? each(word.slice(0, -1), 'e i') : []),
    ...(/[cg]o$/.test(word) ? each(word.slice(0, -1), 'hi i') : /io$/.test(word) ? [word.slice(0, -1)] : []),
    ...(/[^cgi]o$|e$/.test(word) ? [word.replace(/.$/, 'i')] : []),
  ],
  nl: (word) => [
    ...each(word, 's en n'),
    ...(/([aeou])\1[^aeou]$/.test(word) ? [word.replace(/([aeou])\1([^aeou])$/, '$1$2en')] : []),
    ...(/[^aeou][aeou][^aeou]$/.test(word) ? [`${word}${word.at(-1) ?? ''}en`] : []),
    ...(/[sf]$/.test(word)
      ? [
          word
            .replace(/([aeou])\1(?=[sf]$)/, '$1')
            .replace(/s$/, 'zen')
            .replace(/f$/, 'ven'),
        ]
      : []),
  ],
  sv: (word) => (word.endsWith('a') ? each(word.slice(0, -1), 'an or orna') : each(word, 'en et n t ar arna er erna na s ens')),
  pl: (word) => polish(word),
  uk: (word) => ukrainian(word),
  tr: () => [],
  zh: () => [],
  ja: () => [],
  ko: () => [],
  id: (word) => [...each(word, 'nya ku mu'), `${word}-${word}`],
};

function polish(word: string): readonly string[] {
  const stem = word.slice(0, -1);
  if (word.endsWith('a')) {
    const softened = /[kg]a$/.test(word) ? [`${stem.slice(0, -1)}${word.endsWith('ka') ? 'ce' : 'dze'}`, `${stem}i`] : [];
    return [...each(stem, 'y i ę ą o ie om ami ach 0'), ...softened, ...(/[^aeiouy]ka$/.test(word) ? [`${word.slice(0, -2)}ek`] : [])];
  }
  if (/[oe]$/.test(word)) return each(stem, 'a u em om ami ach ie i 0');
  if (word.endsWith('ść')) return each(word.slice(0, -2), 'ści ścią ściom ściami ściach');
  if (word.endsWith('ek')) return each(word.slice(0, -2), 'ka ki ku kiem ków kom kami kach');
  if (word.endsWith('ec')) return each(word.slice(0, -2), 'ca ce cu cem ców com cami cach');
  return each(word, 'a u y i e owi em iem ie ów om ami ach');
}

function ukrainian(word: string): readonly string[] {
  const stem = word.slice(0, -1);
  if (word.endsWith('ія')) return each(stem, 'ї ю єю й ям ями ях');
  if (word.endsWith('ка')) return [...each(stem, 'и у ою ам ами ах'), `${word.slice(0, -2)}ці`, `${word.slice(0, -2)}ок`];
  if (word.endsWith('а')) return each(stem, 'и і у ою ею ам ами ах 0');
  if (word.endsWith('я')) return each(stem, 'і ю ею ям ями ях ь');
  if (word.endsWith('о')) return each(stem, 'а у ом і ам ами ах 0');
  if (word.endsWith('е')) return each(stem, 'я ю ем і ям ями ях ь');
  if (word.endsWith('ь')) return each(stem, 'я ю ем і ів ям ями ях і');
  if (word.endsWith('й')) return each(stem, 'я ю єм ї їв ям ями ях');
  if (word.endsWith('ок')) return each(word.slice(0, -2), 'ка ки ку ком ків кам ками ках');
  if (word.endsWith('ець')) return each(word.slice(0, -3), 'ця ці цю цем ців цям цями цях');
  return each(word, 'а у и і ові ом ів ам ами ах');
}
