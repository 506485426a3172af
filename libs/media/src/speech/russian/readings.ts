/** Russian words that are read together with what stands beside them. Words alone are read by `spoken-elsewhere.ts`. */
import { table } from '../../text/table.js';
import { isPlain } from './plain-words.js';
import { mixedNumber, partsOf, romanValue, type Reading } from '../reading.js';
import { calendarReading } from './calendar.js';
import { accusative, ASKS_FOR_ACCUSATIVE, besideNoun } from './cases.js';
import { readRussianClock } from './clock.js';
import { readRussianEveryday } from './everyday.js';
import { readRussianFormulas } from './formulas.js';
import { asksForGenitive, countsOne, russianGenitive } from './genitive.js';
import { russianNumber, russianOrdinal, russianPlural, type Gender, type OrdinalForm } from './numbers.js';
import { joinedNumber, measureInCase } from './measures.js';
import { readBehindSign, readRussianNames } from './names.js';
import { readRussianNumbered } from './numbered.js';
import { readRussianRanks } from './ranks.js';
import { readRussianShares } from './shares.js';
import { readRussianSigns } from './signs.js';
import { ONLY_ATTACHED, scaleNamed, smallOf, unitNamed, type Counted } from './units.js';

const PHRASES: Readonly<Record<string, string>> = table({
  'т д': 'так далее',
  'т п': 'тому подобное',
  'т е': 'то есть',
  'т к': 'так как',
  'т ч': 'том числе',
  'н э': 'нашей эры',
  'л с': 'лошадиных сил',
});
/** Read so only before what they belong to: a number, or a name with a capital. */
const BEFORE_NUMBER: Readonly<Record<string, string>> = table({
  ...{
    д: 'дом',
    кв: 'квартира',
    стр: 'страница',
    с: 'страница',
    рис: 'рисунок',
    табл: 'таблица',
    гл: 'глава',
    т: 'том',
    п: 'пункт',
    тел: 'телефон',
    мкр: 'микрорайон',
  },
  ...{
    ст: 'статья',
    корп: 'корпус',
    оф: 'офис',
    эт: 'этаж',
    доб: 'добавочный',
    соч: 'сочинение',
    оп: 'опус',
    ч: 'часть',
    гл: 'глава',
    абз: 'абзац',
    прил: 'приложение',
  },
});
const BEFORE_NAME: Readonly<Record<string, string>> = table({
  ...{ ул: 'улица', г: 'город', пр: 'проспект', пл: 'площадь', пер: 'переулок', им: 'имени', д: 'деревня', о: 'остров', р: 'река' },
  ...{ пос: 'посёлок', мкр: 'микрорайон', св: 'святой', акад: 'академик', проф: 'профессор', оз: 'озеро', обл: 'область', ст: 'станция' },
});
const WHOLE_WORDS: Readonly<Record<string, string>> = table({
  ...{ '½': 'одна вторая', '¼': 'одна четвёртая', '¾': 'три четвёртых', '⅓': 'одна третья', '⅔': 'две третьих' },
  ...{ '1/2': 'одна вторая', '24/7': 'двадцать четыре на семь', '№': 'номер', '№№': 'номера' },
});
const SUFFIXES: Readonly<Record<string, OrdinalForm>> = table({
  ...{ й: 'm', ый: 'm', ой: 'm', я: 'f', ая: 'f', е: 'n', ое: 'n', го: 'gen', ого: 'gen', му: 'dat', ому: 'dat', м: 'prep' },
  ...{ ом: 'prep', ым: 'ins', ю: 'fAcc', ую: 'fAcc', х: 'plGen', ых: 'plGen', ми: 'plIns', ыми: 'plIns', ые: 'pl' },
});
const LETTERS: Readonly<Record<string, string>> = table({ G: 'джи', K: 'ка', К: 'ка', D: 'дэ' });
const MEN =
  /^(?:П[её]тр|Никола|Александр|Павл?|Павел|Иван|Людовик|Генрих|Карл|Филипп|Фридрих|Вильгельм|Георг|Эдуард|Ричард|Яков|Наполеон|Рамсес|Иоанн|Бенедикт|Васили|Алексе|Михаил|Фёдор|Юстиниан|Оттон|Леопольд|Альберт|Хуан|Пи)(й|ь|а|я|у|ю|ом|ем|[её]м|е|)$/u;
const WOMEN = /^(?:Екатерин|Елизавет|Анн|Мари|Виктори|Изабелл|Маргарит|Клеопатр|Беатрис|Христин)(а|я|ы|и|е|у|ю|ой|ей)$/u;
const NUMBER = String.raw`\d{1,15}(?:[.,]\d{1,9})?`;
const SIGN = '[$€£¥₽₴₸]';
const AMOUNT = new RegExp(`^([-−+]?)(${SIGN}?)(${NUMBER})(?:[–—-](${NUMBER}))?(.*)$`, 'u');

/** What is said for `words[at]` and what belongs to it, or undefined when it is read alone. Looks at most five words ahead. */
export function readRussian(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  if (core === '') return words[at] === ':' ? readRussianSigns(words, at) : undefined;
  if (isPlain(words, at)) return undefined;
  return (
    readBehindSign(words, at, readRussian) ??
    readRussianFormulas(words, at) ??
    readRussianSigns(words, at) ??
    readRussianNumbered(words, at) ??
    readRussianRanks(words, at) ??
    calendarReading(words, at) ??
    readRussianClock(words, at) ??
    readRussianEveryday(words, at) ??
    readRussianShares(words, at) ??
    readRussianNames(words, at) ??
    measureInCase(words, at) ??
    shortened(words, at, core, tail) ??
    ruler(words[at - 1], core) ??
    mixed(words, at) ??
    alone(core) ??
    amount(words, at)
  );
}

function shortened(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  if (!tail.startsWith('.')) return undefined;
  const next = words[at + 1] ?? '';
  // "20 см." is a measure; what opens a remark tells where to look.
  if (/^см$/iu.test(core) && next !== '' && !/\d$/u.test(words[at - 1] ?? ''))
    return { words: 1, spoken: core === 'См' ? 'Смотри' : 'смотри' };
  if (/^напр$/iu.test(core)) return { words: 1, spoken: core === 'Напр' ? 'Например' : 'например' };
  if (core === 'гг' && /\d/u.test(words[at - 1] ?? '')) {
    const isIn = words.slice(Math.max(0, at - 2), at).some((word) => /^во?$/iu.test(word));
    return { words: 1, spoken: isIn ? 'годах' : 'годов' };
  }
  const phrase = PHRASES[`${core} ${partsOf(next).core}`.toLowerCase()];
  if (phrase && tail === '.') return { words: 2, spoken: phrase };
  const spoken = /^(?:\d|[IVXL]{1,6}(?!\p{L}))/u.test(next)
    ? BEFORE_NUMBER[core.toLowerCase()]
    : /^[«"]?\p{Lu}/u.test(next)
      ? BEFORE_NAME[core.toLowerCase()]
      : undefined;
  return spoken ? { words: 1, spoken, leadsOn: true } : undefined;
}

/** "Пётр I", "Екатерины II": the numeral agrees with the name. */
function ruler(name: string | undefined, core: string): Reading | undefined {
  const value = romanValue(core);
  // A size: "размер XL".
  if (value === undefined || core === 'XL' || name === undefined || name.length > 40) return undefined;
  const woman = WOMEN.exec(name)?.[1];
  const man = MEN.exec(name)?.[1];
  if (woman !== undefined)
    return { words: 1, spoken: russianOrdinal(value, /[ая]/.test(woman) ? 'f' : /[ую]/.test(woman) ? 'fAcc' : 'fObl') };
  if (man !== undefined) return { words: 1, spoken: russianOrdinal(value, formOfMan(man)) };
  return value > 1 || /^(?:глава|часть|том|раздел|этап|фаза)$/iu.test(name)
    ? { words: 1, spoken: russianNumber(String(value)) }
    : undefined;
}

function formOfMan(ending: string): OrdinalForm {
  if (/^[ая]$/u.test(ending)) return 'gen';
  if (/^[ую]$/u.test(ending)) return 'dat';
  return ending === 'е' ? 'prep' : /м$/u.test(ending) ? 'ins' : 'm';
}

/** What is behind a whole number, and whether the noun agrees with the number before it. */
const MIXED: Readonly<Record<string, readonly [spoken: string, agrees: boolean]>> = table({
  ...{ '½': ['с половиной', true], '¼': ['с четвертью', true], '⅓': ['с третью', true] },
  ...{ '¾': ['и три четвёртых', false], '⅔': ['и две третьих', false] },
});

/** "5½ кг", "5 1/2 кг": "пять с половиной килограммов"; "1½": "полтора". */
function mixed(words: readonly string[], at: number): Reading | undefined {
  const { digits, part, tail, words: own } = mixedNumber(words, at) ?? { digits: '', part: '', tail: '', words: 0 };
  const [behind, agrees] = MIXED[part] ?? [];
  if (behind === undefined) return undefined;
  const next = words[at + own];
  const unit = tail === '' ? besides(next, unitNamed) : undefined;
  const isOneAndAHalf = digits === '1' && part === '½';
  const number = isOneAndAHalf
    ? (unit?.gender ?? genderBefore(next)) === 'f'
      ? 'полторы'
      : 'полтора'
    : `${russianNumber(digits, unit?.gender)} ${behind}`;
  const counted = unit ? (agrees && !isOneAndAHalf ? russianPlural(digits, unit.plurals) : unit.plurals[1]) : '';
  return { words: unit ? own + 1 : own, spoken: [number, counted, unit?.behind ?? ''].filter((said) => said !== '').join(' ') };
}

/** "3:2": how a game stands. */
function score(core: string): string | undefined {
  const [, ours, theirs] = /^(\d{1,2}):(\d)$/.exec(core) ?? [];
  return ours && theirs ? `${russianNumber(ours)} ${russianNumber(theirs)}` : undefined;
}

function alone(core: string): Reading | undefined {
  const spoken = WHOLE_WORDS[core] ?? suffixed(core) ?? clock(core) ?? score(core) ?? fraction(core) ?? telephone(core) ?? lettered(core);
  return spoken === undefined ? undefined : { words: 1, spoken };
}

function suffixed(core: string): string | undefined {
  const [, digits = '', suffix = ''] = /^(\d{1,4}|[IVXL]+)-([а-яё]{1,3})$/iu.exec(core) ?? [];
  const form = SUFFIXES[suffix.toLowerCase()];
  const value = romanValue(digits) ?? Number(digits);
  if (!form || !(value > 0)) return undefined;
  return russianOrdinal(value, suffix === 'е' && value % 10 === 0 && value >= 10 ? 'pl' : form);
}

function clock(core: string): string | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(core) ?? [];
  if (!hours || !minutes) return undefined;
  const after = minutes.startsWith('0') ? `ноль ${russianNumber(minutes.slice(1))}` : russianNumber(minutes);
  return `${russianNumber(String(Number(hours)))} ${after}`;
}

function fraction(core: string): string | undefined {
  const [, over, under] = /^(\d{1,2})\/(\d{1,3})$/.exec(core) ?? [];
  if (!over || !under || Number(under) < 2 || Number(over) < 1 || Number(over) >= Number(under)) return undefined;
  return `${russianNumber(over, 'f')} ${russianOrdinal(Number(under), russianPlural(over, ['f', 'plGen', 'plGen']) as OrdinalForm)}`;
}

function telephone(core: string): string | undefined {
  if (!/^(?:\+?\d{1,3}-)?(?:\d{2,3}-){1,2}\d{2}-\d{2}$|^\d{3}-\d{4}$/.test(core)) return undefined;
  const groups = core.replace('+', '').split('-');
  const pairs = groups.flatMap((group) => (group.length === 4 ? [group.slice(0, 2), group.slice(2)] : [group]));
  return `${core.startsWith('+') ? 'плюс ' : ''}${pairs.map((group) => russianNumber(group)).join(' ')}`;
}

function lettered(core: string): string | undefined {
  const [, digits, letter] = /^(\d{1,2})-?([GKКD])$/.exec(core) ?? [];
  return digits && letter ? `${russianNumber(digits)} ${LETTERS[letter] ?? ''}` : undefined;
}

/** A number with what it counts: "20 см", "1,5 млн рублей", "$1,5 млрд", "100 км/ч", "5 книг". */
function amount(words: readonly string[], at: number): Reading | undefined {
  const first = joinedNumber(words, at);
  const [, sign = '', currency = '', low, high, attached = ''] = AMOUNT.exec(partsOf(first.text).core) ?? [];
  if (!low || (attached !== '' && !unitNamed(attached) && !scaleNamed(attached))) return undefined;
  let count = first.words;
  const take = (find: (name: string) => Counted | undefined, given?: string): Counted | undefined => {
    const found = given
      ? find(given)
      : endsGroup(words[at + count - 1], count > first.words)
        ? undefined
        : besides(words[at + count], find);
    if (found && !given) count += 1;
    return found;
  };
  const glued = scaleNamed(attached) ? attached : undefined;
  const scale = take(scaleNamed, glued ?? (attached === '' ? undefined : ' '));
  const unit = currency ? unitNamed(currency) : take(unitNamed, attached !== '' && !glued ? attached : undefined);
  const digits = high ?? low;
  const nearest = scale ?? unit;
  const gender = nearest?.gender ?? genderBefore(words[at + count], words[at + count + 1] ?? '');
  const minus = sign === '' ? '' : sign === '+' ? 'плюс ' : 'минус ';
  const values = [low, ...(high ? [high] : [])];
  const genitives = asksForGenitive(words, at) ? values.map((value) => genitiveOf(value, nearest, gender)) : [undefined];
  if (!genitives.includes(undefined)) {
    // A fraction counts in the singular: "около двух целых пяти десятых метра".
    const isOne = (countsOne(digits) && !/[.,]/.test(digits)) || (/[.,]/.test(digits) && half(digits, nearest) === undefined);
    const ofIt = nearest ? nearest.plurals[isOne ? 1 : 2] : '';
    const ofUnit = scale && unit ? unit.plurals[2] : '';
    return { words: count, spoken: [minus.trim(), ...genitives, ofIt, ofUnit, unit?.behind ?? ''].filter((part) => part).join(' ') };
  }
  const small = scale || high || !unit ? undefined : smallMoney(low, unit);
  if (small !== undefined) return { words: count, spoken: [minus.trim(), small].filter((part) => part !== '').join(' ') };
  const noun = nearest || endsGroup(words[at + count - 1], false) ? '' : partsOf(words[at + count]).core;
  const before = words[at - 1] ?? '';
  const numbers = values.map((value) => half(value, nearest) ?? besideNoun(value, noun, before, gender));
  const counted = scale ? russianPlural(digits, scale.plurals) : '';
  const ofUnit = unit ? (scale ? unit.plurals[2] : russianPlural(digits, unit.plurals)) : '';
  const spoken = [minus.trim(), ...numbers, counted, ofUnit, unit?.behind ?? ''].filter((part) => part !== '').join(' ');
  return { words: count, spoken: ASKS_FOR_ACCUSATIVE.test(before) ? accusative(spoken) : spoken };
}

/** "полтора миллиарда", "полторы тысячи". */
function half(value: string, counted: Counted | undefined): string | undefined {
  return counted && /^1[.,]5$/.test(value) ? (counted.gender === 'f' ? 'полторы' : 'полтора') : undefined;
}

/** "около полутора миллионов", "от двухсот тысяч". */
function genitiveOf(value: string, counted: Counted | undefined, gender: Gender): string | undefined {
  return half(value, counted) === undefined ? russianGenitive(value, gender) : 'полутора';
}

/** "1 299,99 ₽": roubles and kopecks. */
function smallMoney(value: string, unit: Counted): string | undefined {
  const [, whole = '', part = ''] = /^(\d{1,15})[.,](\d\d)$/.exec(value) ?? [];
  const small = whole === '' ? undefined : smallOf(unit);
  if (!small) return undefined;
  const wholes = whole === '0' ? '' : `${russianNumber(whole, unit.gender)} ${russianPlural(whole, unit.plurals)}`;
  const digits = String(Number(part));
  const parts = digits === '0' ? '' : `${russianNumber(digits, small.gender)} ${russianPlural(digits, small.plurals)}`;
  return [wholes, parts].filter((said) => said !== '').join(' ') || undefined;
}

/** After a comma or the end of a sentence nothing is counted; "млн." may have its dot. */
function endsGroup(word: string | undefined, isAbbreviation: boolean): boolean {
  const { tail } = partsOf(word);
  return tail !== '' && !(isAbbreviation && tail === '.');
}

function besides(word: string | undefined, find: (name: string) => Counted | undefined): Counted | undefined {
  const { core } = partsOf(word);
  return ONLY_ATTACHED.has(core.toLowerCase()) && !/^р\./u.test(word ?? '') ? undefined : find(core);
}

/** The noun's ending tells its gender after 1 (одна книга, одно окно) and after 2 (две книги, два окна). */
function genderBefore(noun: string | undefined, next?: string): Gender {
  const first = partsOf(noun).core;
  // "2 новые книги".
  const core = next !== undefined && /(?:ые|ие|ых|их)$/iu.test(first) ? partsOf(next).core : first;
  if (/(?:час|раз|день|дня|дней|человек|года|месяца|рубля|дома|стола)$/iu.test(core) || core.length < 3) return 'm';
  return /[ыи]$/u.test(core) ? 'f' : 'm';
}
