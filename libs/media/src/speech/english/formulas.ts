/** English of sums and substances: "2+2=4", "10⁻⁹", "H₂O", "10×20 cm". */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { speltEnglish } from '../spoken-english.js';
import { englishNumber } from './numbers.js';
import { unitNamed } from './units.js';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
/** But for those that are words or names with a number behind: "No", "In", "As", "At", "Am", "Po", "Es". */
const ELEMENTS = new Set(
  (
    'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge Se Br Kr Rb Sr Y Zr Nb Mo Ag Cd Sn Sb Te I Xe Cs Ba ' +
    'W Pt Au Hg Tl Pb Bi Rn Ra Th U Pu'
  ).split(' '),
);
const WITHOUT_NUMBER = new Set(['NaCl', 'HCl', 'KCl', 'NaOH', 'KOH', 'AgCl', 'HBr', 'MgO', 'CaO']);
const SIGNS: Readonly<Record<string, string>> = table({
  ...{ '+': 'plus', '-': 'minus', '−': 'minus', '–': 'minus', '*': 'times', '×': 'times', x: 'times', '·': 'times', '/': 'divided by' },
  ...{ '÷': 'divided by', '=': 'equals', '≈': 'is about' },
});
const DECIMAL = String.raw`\d{1,9}(?:\.\d{1,9})?`;
const LENGTH = /^(?:km|m|cm|mm|mi|ft|inch|yd|px)$/;

const SUM = new RegExp(`^${DECIMAL}(?:[-+−–*×x·/÷]${DECIMAL}){1,4}[=≈][-−]?${DECIMAL}$`, 'u');
const TERMS = new RegExp(`${DECIMAL}|.`, 'gu');
const POWER = new RegExp(`^(?:(${DECIMAL})[×·*x])?(\\d{1,9})(⁻?[${SUPERSCRIPTS}]{1,4})$`, 'u');
const SIZES = new RegExp(`^(${DECIMAL})[x×](${DECIMAL})(?:[x×](${DECIMAL}))?(-?)([a-z]{0,4})$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readFormulas(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    power(words, at, core, tail) ?? single(sum(core) ?? substance(core) ?? lines(core) ?? times(words, at)) ?? sizes(words, at, core, tail)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });
const raisedTo = (signs: string): string =>
  `${signs.startsWith('⁻') ? '-' : ''}${[...signs.replace('⁻', '')].map((sign) => SUPERSCRIPTS.indexOf(sign)).join('')}`;

/** "2+2=4": only what has a result; "10-3" alone is a span, "6/2" a part. */
function sum(core: string): string | undefined {
  if (!SUM.test(core)) return undefined;
  return (core.match(TERMS) ?? []).map((part) => SIGNS[part] ?? englishNumber(part)).join(' ');
}

/** "10⁻⁹", "6.022×10²³", "10⁸". A lone square or cube is read as such elsewhere. */
function power(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, factor, base, signs = ''] = POWER.exec(core) ?? [];
  const [, plain, below] = /^(\d{1,9})\^[−-](\d{1,4})$/u.exec(core) ?? [];
  if (plain && below) return { words: 1, spoken: `${englishNumber(plain)} to the power of minus ${englishNumber(below)}` };
  if (!base || (!factor && /^[²³]$/u.test(signs))) return undefined;
  const exponent = raisedTo(signs);
  const said = `${exponent.startsWith('-') ? 'minus ' : ''}${englishNumber(exponent.replace('-', ''))}`;
  const spoken = `${factor ? `${englishNumber(factor)} times ` : ''}${englishNumber(base)} to the power of ${said}`;
  const unit = tail === '' && partsOf(words[at + 1]).core !== 'in' ? unitNamed(partsOf(words[at + 1]).core) : undefined;
  return unit ? { words: 2, spoken: `${spoken} ${unit[1]}` } : { words: 1, spoken };
}

/** "H₂O", "CaCO3", "NaCl": by letters. */
function substance(core: string): string | undefined {
  if (!/^(?:[A-Z][a-z]?[\d₀-₉]{0,3}){1,8}$/u.test(core)) return undefined;
  const plain = core.replace(/[₀-₉]/gu, (sign) => String(SUBSCRIPTS.indexOf(sign)));
  const parts = plain.match(/[A-Z][a-z]?|\d+/gu) ?? [];
  const symbols = parts.filter((part) => /^[A-Z]/.test(part));
  const isKnown = plain !== core || (/[a-z]/.test(core) && /\d/.test(core) && symbols.length > 1);
  if (!(WITHOUT_NUMBER.has(core) || (isKnown && symbols.every((symbol) => ELEMENTS.has(symbol))))) return undefined;
  return parts.map((part) => (/^\d/.test(part) ? englishNumber(part) : speltEnglish(part))).join(' ');
}

/** "1080p": how many lines a picture has. */
function lines(core: string): string | undefined {
  const [, digits = '', letter = ''] = /^(240|360|480|720|1080|1440|2160|4320)([pi])$/.exec(core) ?? [];
  if (digits === '') return undefined;
  return `${englishNumber(digits.slice(0, -2))} ${englishNumber(digits.slice(-2))} ${speltEnglish(letter)}`;
}

const isNumber = (word: string | undefined): boolean => new RegExp(`^${DECIMAL}$`, 'u').test(partsOf(word).core);

/** "10 x 20 cm" is a size, "5 x 3 = 15" a product. */
function times(words: readonly string[], at: number): string | undefined {
  const word = words[at] ?? '';
  if (!/^[xX×*−-]$/u.test(word) || !isNumber(words[at - 1])) return undefined;
  // "58 x (209 000)": so many times of it.
  if (!/^\d/.test(words[at + 1] ?? '') || !isNumber(words[at + 1]?.replace(/[a-z]{1,2}$/u, ''))) return word === 'x' ? 'times' : undefined;
  if (/^[−-]$/u.test(word)) return words[at + 2] === '=' ? 'minus' : undefined;
  if (words[at + 2] === '=' || word === '*') return 'times';
  return word === '×' && !LENGTH.test(partsOf(words[at + 2]).core) ? undefined : 'by';
}

/** "10×20 cm", "10x20x5cm". */
function sizes(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, wide, high, deep, hyphen, own = ''] = SIZES.exec(core) ?? [];
  const next = own === '' && tail === '' ? partsOf(words[at + 1]).core : '';
  const unit = LENGTH.test(own || next) ? unitNamed(own || next) : undefined;
  if (!wide || !high || !(unit ?? deep) || (own !== '' && !unit)) return undefined;
  const spoken = [wide, high, ...(deep ? [deep] : [])].map((digits) => englishNumber(digits)).join(' by ');
  return { words: unit && own === '' ? 2 : 1, spoken: unit ? `${spoken} ${unit[hyphen === '-' ? 0 : 1]}` : spoken };
}
