/** Russian of sums and substances: "2+2=4", "10⁻⁹", "H₂O", "mc²", "10×20 см", "18+". */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { accusative } from './cases.js';
import { asksForGenitive, russianGenitive } from './genitive.js';
import { russianNumber, russianOrdinal } from './numbers.js';
import { ONLY_ATTACHED, unitNamed } from './units.js';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(' ').map((pair) => pair.split('-') as [string, string]));
/** As chemists name the letters of a formula. */
const ELEMENTS = pairs(
  'H-аш O-о C-цэ N-эн S-эс P-пэ K-калий Na-натрий Cl-хлор Ca-кальций Fe-феррум Mg-магний Al-алюминий Si-силициум F-фтор Cu-купрум ' +
    'Zn-цинк Ag-аргентум Au-аурум Hg-гидраргирум Pb-плюмбум Br-бром Mn-марганец Cr-хром Li-литий Ba-барий B-бор I-йод Ti-титан U-уран He-гелий',
);
const LETTERS = pairs(
  'a-а b-бэ c-цэ d-дэ e-е f-эф g-же h-аш i-и k-ка l-эль m-эм n-эн p-пэ q-ку r-эр s-эс t-тэ u-у v-вэ w-вэ x-икс y-игрек z-зет',
);
const SIGNS: Readonly<Record<string, string>> = table({
  ...{ '+': 'плюс', '-': 'минус', '−': 'минус', '–': 'минус', '*': 'умножить на', '×': 'умножить на', x: 'умножить на', х: 'умножить на' },
  ...{ '·': 'умножить на', '/': 'разделить на', '÷': 'разделить на', ':': 'разделить на', '=': 'равно', '≈': 'примерно равно' },
});
const GASES = new Set(['O2', 'O3', 'N2', 'H2', 'Cl2']);
const DECIMAL = String.raw`\d{1,9}(?:[.,]\d{1,9})?`;
const LENGTH = /^(?:км|м|дм|см|мм)$/u;

const SUM = new RegExp(`^${DECIMAL}(?:[-+−–*×xх·/÷:]${DECIMAL}){1,4}[=≈][-−]?${DECIMAL}$`, 'u');
const TERMS = new RegExp(`${DECIMAL}|.`, 'gu');
const POWER = new RegExp(`^(?:(${DECIMAL})[×·*xх])?(\\d{1,9})(⁻?[${SUPERSCRIPTS}]{1,4})$`, 'u');
const SIZES = new RegExp(`^(${DECIMAL})[x×хX](${DECIMAL})(?:[x×хX](${DECIMAL}))?$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRussianFormulas(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    power(words, at, core, tail) ??
    single(sum(core) ?? substance(core) ?? expression(core) ?? times(words, at)) ??
    sizes(words, at, core, tail) ??
    more(words, at, core, tail)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });
const own = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** "2+2=4": only what has a result; "10-3" alone is a span. */
function sum(core: string): string | undefined {
  if (!SUM.test(core)) return undefined;
  return (core.match(TERMS) ?? []).map((part) => own(SIGNS, part) ?? russianNumber(part)).join(' ');
}

/** "10⁻⁹", "6·10²³". A lone square or cube is read as such elsewhere. */
function power(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, factor, base, signs = ''] = POWER.exec(core) ?? [];
  const isMinus = signs.startsWith('⁻');
  const exponent = Number([...signs.replace('⁻', '')].map((sign) => SUPERSCRIPTS.indexOf(sign)).join(''));
  if (!base || !(exponent > 0) || (!factor && !isMinus)) return undefined;
  const raised = `${russianNumber(base)} в ${isMinus ? 'минус ' : ''}${russianOrdinal(exponent, 'fObl')} степени`;
  const spoken = `${factor ? `${russianNumber(factor)} на ` : ''}${raised}`;
  const unit = tail === '' && !ONLY_ATTACHED.has(partsOf(words[at + 1]).core) ? unitNamed(partsOf(words[at + 1]).core) : undefined;
  return unit ? { words: 2, spoken: `${spoken} ${unit.plurals[1]} ${unit.behind}`.trim() } : { words: 1, spoken };
}

/** "H₂O", "CO2", "NaCl". A letter with its number may be anything: "F16", "PS5". */
function substance(core: string): string | undefined {
  if (!/^(?:[A-Z][a-z]?[\d₀-₉]{0,2}){1,8}$/u.test(core)) return undefined;
  const plain = core.replace(/[₀-₉]/gu, (sign) => String(SUBSCRIPTS.indexOf(sign)));
  const parts = plain.match(/[A-Z][a-z]?|\d+/gu) ?? [];
  const symbols = parts.filter((part) => /^[A-Z]/.test(part));
  const isKnown =
    plain !== core ||
    GASES.has(core) ||
    /^(?:NaCl|HCl|KCl|NaOH|KOH)$/.test(core) ||
    (/\d/.test(core) && symbols.length > 1 && symbols.some((symbol) => /^(?:H|O|Cl|F)$/.test(symbol)));
  // "B2B", "U2": what is read so only with a number that is set low.
  const isAmbiguous = plain === core && symbols.some((symbol) => /^[BIU]$/.test(symbol));
  if (!isKnown || isAmbiguous || symbols.some((symbol) => own(ELEMENTS, symbol) === undefined)) return undefined;
  return parts.map((part) => own(ELEMENTS, part) ?? russianNumber(part)).join(' ');
}

/** "E=mc²", "mc²", "y=x+1", "x²": letters of the alphabet, each by its name. */
function expression(core: string): string | undefined {
  const isRaised = /^[a-zA-Z]{0,2}[a-z][²³]$/u.test(core) && !/^[ckmdn]?m[²³]$/u.test(core);
  if (!isRaised && !(/^[a-zA-Z\d²³]{1,5}(?:[-+−*·/=][a-zA-Z\d²³]{1,5}){1,6}$/u.test(core) && /=/.test(core) && !/[a-zA-Z]{3}/.test(core)))
    return undefined;
  const parts = core.match(/\d+|./gu) ?? [];
  const said = parts.map((part) =>
    part === '²'
      ? 'в квадрате'
      : part === '³'
        ? 'в кубе'
        : /^\d/.test(part)
          ? russianNumber(part)
          : (own(SIGNS_OF_LETTERS, part) ?? own(LETTERS, part.toLowerCase())),
  );
  return said.includes(undefined) ? undefined : said.join(' ');
}
/** Among letters "x" is one of them. */
const SIGNS_OF_LETTERS: Readonly<Record<string, string>> = table({
  ...{ '+': 'плюс', '-': 'минус', '−': 'минус', '*': 'умножить на', '·': 'умножить на', '/': 'разделить на', '=': 'равно' },
});

const isNumber = (word: string | undefined): boolean => new RegExp(`^${DECIMAL}$`, 'u').test(partsOf(word).core);

/** "10 x 20 см" is a size, "5 x 3 = 15" a product. */
function times(words: readonly string[], at: number): string | undefined {
  const word = words[at] ?? '';
  if (!/^[xXхХ×*−-]$/u.test(word) || !isNumber(words[at - 1]) || !isNumber(words[at + 1])) return undefined;
  if (/^[−-]$/u.test(word)) return words[at + 2] === '=' ? 'минус' : undefined;
  if (words[at + 2] === '=' || word === '*') return 'умножить на';
  return word === '×' && !LENGTH.test(partsOf(words[at + 2]).core) ? undefined : 'на';
}

/** "10×20 см", "4×100 м". */
function sizes(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, wide, high, deep] = SIZES.exec(core) ?? [];
  if (!wide || !high) return undefined;
  const isRelay = words.slice(Math.max(0, at - 3), at).some((word) => /^эстафет/iu.test(word));
  const spoken = [wide, high, ...(deep ? [deep] : [])].map((digits) => russianNumber(digits)).join(isRelay ? ' по ' : ' на ');
  const next = tail === '' ? partsOf(words[at + 1]).core : '';
  const unit = LENGTH.test(next) ? unitNamed(next) : undefined;
  return unit ? { words: 2, spoken: `${spoken} ${unit.plurals[2]}` } : { words: 1, spoken };
}

/** "18+", "20+ стран", ">5%", "90+4 минуте", "№5". */
function more(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const [, digits = ''] = /^(\d{1,6})\+$/.exec(core) ?? [];
  const next = tail === '' ? partsOf(words[at + 1]).core : '';
  // "Оценка 5+" is a mark.
  const isGrade = words.slice(Math.max(0, at - 3), at).some((word) => /^(?:оцен|отмет|получ|постав|балл|школ)/iu.test(word));
  if (digits !== '' && !isGrade) {
    const many =
      /^\p{Ll}{3,}(?:ых|их|ов|ев|ей|ий|ан|ок|ек|ц|р|т|н|д|к|л|ь|з|с)$/u.test(next) || /^(?:лет|стран|раз|человек|минут|часов)$/u.test(next);
    const before = partsOf(words[at - 1]).core;
    if (many && /^(?:на|в|за|про|через)$/iu.test(before)) return single(accusative(`более чем ${russianNumber(digits)}`));
    const of = many && !/^(?:с|со|к|ко|о|об|по|при)$/iu.test(before) ? russianGenitive(digits) : undefined;
    return single(of ? `более ${asksForGenitive(words, at) ? 'чем ' : ''}${of}` : `${russianNumber(digits)} плюс`);
  }
  const [, whole = '', added = ''] = /^(\d{1,3})\+(\d{1,2})$/.exec(core) ?? [];
  if (whole !== '' && /^минут/iu.test(next)) {
    const form = /у$/u.test(next) ? 'fAcc' : /а$/u.test(next) ? 'f' : 'fObl';
    return single(`${russianNumber(whole)} плюс ${russianOrdinal(Number(added), form)}`);
  }
  const [, numbered = ''] = /^№(\d{1,9})$/u.exec(core) ?? [];
  return numbered === '' ? undefined : single(`номер ${russianNumber(numbered)}`);
}
