/** Russian numbers in the cases that the endings of what they count show: "к пяти часам", "с двумя друзьями", "в десяти странах". */
import { countsOne } from './genitive.js';
import { russianNumber, type Gender } from './numbers.js';

export type Case = 'dative' | 'instrumental' | 'prepositional';

interface Forms {
  readonly ones: readonly string[];
  /** Of one of the feminine. */
  readonly oneF: string;
  /** Behind the stems of five to twenty, and of thirty. */
  readonly soft: string;
  readonly hundreds: readonly string[];
  readonly thousand: readonly [one: string, many: string];
}

const SOFT =
  '- - - - - пят шест сем вос девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат'.split(
    ' ',
  );
const TENS = '- - двадцат тридцат сорок пят шест сем вос девяност'.split(' ');
const FORMS: Readonly<Record<Case, Forms>> = {
  dative: {
    ones: ['нолю', 'одному', 'двум', 'трём', 'четырём'],
    oneF: 'одной',
    soft: 'и',
    hundreds: '- ста двумстам трёмстам четырёмстам пятистам шестистам семистам восьмистам девятистам'.split(' '),
    thousand: ['тысяче', 'тысячам'],
  },
  instrumental: {
    ones: ['нолём', 'одним', 'двумя', 'тремя', 'четырьмя'],
    oneF: 'одной',
    soft: 'ью',
    hundreds: '- ста двумястами тремястами четырьмястами пятьюстами шестьюстами семьюстами восемьюстами девятьюстами'.split(' '),
    thousand: ['тысячей', 'тысячами'],
  },
  prepositional: {
    ones: ['ноле', 'одном', 'двух', 'трёх', 'четырёх'],
    oneF: 'одной',
    soft: 'и',
    hundreds: '- ста двухстах трёхстах четырёхстах пятистах шестистах семистах восьмистах девятистах'.split(' '),
    thousand: ['тысяче', 'тысячах'],
  },
};

/** @param digits without a fraction @returns undefined for a million and more */
export function russianIn(wanted: Case, digits: string, gender: Gender = 'm'): string | undefined {
  if (!/^(?:0|[1-9]\d{0,5})$/.test(digits)) return undefined;
  const forms = FORMS[wanted];
  const [thousands, rest] = [Math.floor(Number(digits) / 1000), Number(digits) % 1000];
  const isOne = thousands % 10 === 1 && thousands % 100 !== 11;
  const said = [
    // "к тысяче двумстам", not "к одной тысяче двумстам".
    thousands > 1 ? below1000(forms, thousands, 'f') : '',
    thousands > 0 ? forms.thousand[isOne ? 0 : 1] : '',
    rest > 0 || thousands === 0 ? below1000(forms, rest, gender) : '',
  ];
  return said.filter((part) => part !== '').join(' ');
}

function below1000(forms: Forms, value: number, gender: Gender): string {
  const rest = value % 100;
  const [tens, ones] = rest < 20 ? [0, rest] : [Math.floor(rest / 10), rest % 10];
  const said = [
    value >= 100 ? (forms.hundreds[Math.floor(value / 100)] ?? '') : '',
    tens > 0 ? tenOf(forms, tens) : '',
    ones > 0 || value === 0 ? oneOf(forms, ones, gender) : '',
  ];
  return said.filter((part) => part !== '').join(' ');
}

function oneOf(forms: Forms, ones: number, gender: Gender): string {
  if (ones === 1 && gender === 'f') return forms.oneF;
  if (ones < 5) return forms.ones[ones] ?? '';
  return ones === 8 ? (forms.soft === 'ью' ? 'восемью' : 'восьми') : `${SOFT[ones] ?? ''}${forms.soft}`;
}

function tenOf(forms: Forms, tens: number): string {
  if (tens === 4) return 'сорока';
  if (tens === 9) return 'девяноста';
  if (tens < 4) return `${TENS[tens] ?? ''}${forms.soft}`;
  return `${oneOf(forms, tens, 'm')}десят${forms.soft}`;
}

/** Genitives that end as a case does. */
const NO_DATIVE = /^(?:дам|драм|реклам|панорам|мам|ям|телеграмм|программ|грамм)$/iu;
const IN = /^(?:в|во|на|о|об|обо|при|по)$/iu;

/** The case of what is counted, by its ending, and for the one that others have too, by what stands before. */
function caseOf(noun: string, before: string): Case | undefined {
  if (/(?:[аяь]ми)$/iu.test(noun)) return 'instrumental';
  if (/[ая]м$/iu.test(noun) && !NO_DATIVE.test(noun)) return 'dative';
  return /[ая]х$/iu.test(noun) && IN.test(before) ? 'prepositional' : undefined;
}

const FEMININE =
  /(?:сть|знь|вь|чь|шь|жь|щь|дверь|мать|площадь|тетрадь|кровать|роль|соль|боль|цель|сеть|степень|ступень|очередь|лошадь|тень|лень|осень|ось|сталь|мысль|нефть|ткань|область|запись|подпись|часть|модель|неделя|деталь|медаль|печать|память|нить|треть|пять|тысяча)$/iu;
const MASCULINE = /^(?:мужчина|дедушка|папа|дядя|судья|юноша|коллега|староста)$/iu;
const NEUTER = /мя$/iu;
/** What may stand behind a number and is not what it counts. */
const NOT_COUNTED =
  /^(?:это|эта|этого|или|либо|если|когда|где|для|после|около|более|менее|уже|ещё|еще|только|также|тоже|сразу|даже|было|была|были|лишь|как|что|чтобы|против|плюс|минус|на|за|из|до|от|по|во|со|об|не|ни|да|но|же|бы)$/iu;

/** What "один" becomes before a noun: одна книга, одну минуту, одно окно. */
function oneBefore(noun: string): 'один' | 'одна' | 'одну' | 'одно' {
  if (noun.length < 3 || NOT_COUNTED.test(noun) || MASCULINE.test(noun)) return 'один';
  if (NEUTER.test(noun) || /[оеё]$/iu.test(noun)) return 'одно';
  if (/[ая]$/iu.test(noun) || FEMININE.test(noun)) return 'одна';
  return /[ую]$/iu.test(noun) ? 'одну' : 'один';
}

/** "С 21 сотрудником", "к 21 странице": one more than so many, in the case of its noun. */
function singularOf(digits: string, noun: string, before: string): string | undefined {
  if (!countsOne(digits)) return undefined;
  if (/^(?:с|со|над|под|перед|между)$/iu.test(before) && /(?:[оеё]м|[оеё]й|[^ь]ью)$/iu.test(noun))
    return russianIn('instrumental', digits, /м$/iu.test(noun) ? 'm' : 'f');
  if (!/^(?:ко?|по)$/iu.test(before)) return undefined;
  return /[ую]$/iu.test(noun) ? russianIn('dative', digits, 'm') : /[еи]$/iu.test(noun) ? russianIn('dative', digits, 'f') : undefined;
}

/** «на 31 странице», «в 1 доме»: by the endings that most such nouns have. */
const within = (noun: string): Gender =>
  /(?:ице|ии|ке|оте|ине|уте|ране|ыке|зоне|стороне|колонне|короне|иконе|еле|оле|афе|уге)$/iu.test(noun) ? 'f' : 'm';

/** A number before a plain noun: in its case, and with its gender: "к пяти часам", "двадцать одна книга", "одну минуту", "полтора года". */
export function besideNoun(digits: string, noun: string, before: string, gender: Gender): string {
  const whole = withHalf(digits, noun);
  if (whole === '1') return gender === 'f' ? 'полторы' : 'полтора';
  if (whole !== undefined) return `${russianNumber(whole, gender)} с половиной`;
  const plain = russianNumber(digits, gender);
  if (noun === '' || !/^\d{1,9}$/.test(digits)) return plain;
  const single = singularOf(digits, noun, before);
  if (single !== undefined) return single;
  const wanted = caseOf(noun, before);
  const inCase = wanted && russianIn(wanted, digits, gender);
  if (inCase !== undefined) return inCase;
  // "1-2 минуты": the form of the plural says its gender.
  if (!countsOne(digits) || gender === 'f') return plain;
  const one = IN.test(before) && /[еи]$/iu.test(noun) ? russianIn('prepositional', digits, within(noun)) : undefined;
  return one ?? russianNumber(digits).replace(/один$/u, oneBefore(noun));
}

/** "5,5 лет", "1,5 часа" have a half. @returns the whole before it */
function withHalf(digits: string, noun: string): string | undefined {
  const [, whole] = /^(\d{1,3})[.,]5$/.exec(digits) ?? [];
  if (
    !whole ||
    !/^(?:раза?|год[а]?|лет|час(?:а|ов)|минут[ы]?|недел[иь]|месяц(?:а|ев)|дн(?:я|ей)|сут(?:ок|ки)|век[а]?|стакан[а]|ложк[и]|чашк[и])$/iu.test(
      noun,
    )
  )
    return undefined;
  return whole;
}

export const ASKS_FOR_ACCUSATIVE = /^(?:на|за|через|про|под)$/iu;

/** "на одну целую две десятых миллиона", "за одну минуту", "на тысячу двести рублей". */
export const accusative = (spoken: string): string =>
  spoken
    .replace(/(?<!\p{L})одна целая(?!\p{L})/u, 'одну целую')
    .replace(/(?<!\p{L})одна (\p{L}+)а(?!\p{L})/u, 'одну $1у')
    .replace(/(?<!\p{L})тысяча(?!\p{L})/u, 'тысячу');
