/** Russian numbers that say which, and how good: "II тайм", "I место", "21/25 баллов", "оценка 4-", "в 7.30 утра". */
import { table } from '../../text/table.js';
import { partsOf, romanValue, type Reading } from '../reading.js';
import { asksForGenitive, russianGenitive } from './genitive.js';
import { russianNumber, russianOrdinal, type Gender, type OrdinalForm } from './numbers.js';
import { unitNamed } from './units.js';

/** What Roman numerals stand before, by stem, with its gender. */
const RANKED: readonly (readonly [RegExp, Gender])[] = [
  [
    /^(?:тур|съезд|тайм|этап|период|курс|класс|созыв|разряд|сорт|этаж|уровен|уровн|тип|интернационал|рим|рейх|матч|акт|конкурс|фестивал)(?:ь|а|я|у|ю|ом|ем|е)?$/iu,
    'm',
  ],
  [
    /^(?:групп|категори|степен|лиг|очеред|стади|фаз|серия|сери|олимпиад|мирова|мирово|миров|программ|республик)(?:а|я|ь|ы|и|е|у|ю|ой|ей|ую)?$/iu,
    'f',
  ],
  [/^(?:мест|отделени|поколени|тысячелети)(?:о|е|и|а|я|у|ю|ом|ем)?$/iu, 'n'],
];
const BY_ENDING: Readonly<Record<Gender, readonly (readonly [RegExp, OrdinalForm])[]>> = {
  m: [
    [/[ая]$/u, 'gen'],
    [/[ую]$/u, 'dat'],
    [/[ое]м$/u, 'ins'],
    [/е$/u, 'prep'],
  ],
  f: [
    [/(?:ую|у|ю)$/u, 'fAcc'],
    [/[ыие]$|[ое]й$/u, 'fObl'],
  ],
  n: [
    [/[ая]$/u, 'gen'],
    [/[ую]$/u, 'dat'],
    [/[ое]м$/u, 'ins'],
    [/(?<!и)е$|и$/u, 'prep'],
  ],
};
const OF_GRADES = /^(?:оцен|отмет|получ|постав|балл|школ)/iu;
const AT_TIME = /^(?:в|с|со|до|к|на|после|около|и)$/iu;
const PARTS_OF_DAY = /^(?:утра|вечера|дня|ночи)$/iu;
const LATIN_NAME = /^\p{Script=Latin}[\p{Script=Latin}\d.+#-]*$/u;
const BESIDE_FOR: Readonly<Record<string, string>> = table({
  ...{
    кг: 'килограмм',
    г: 'грамм',
    л: 'литр',
    м: 'метр',
    км: 'километр',
    шт: 'штуку',
    т: 'тонну',
    'м²': 'квадратный метр',
    м2: 'квадратный метр',
  },
  ...{ мес: 'месяц', чел: 'человека', сут: 'сутки' },
});

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRussianRanks(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  return (
    single(
      ranked(words, at, core, tail) ??
        outOf(words, at, core) ??
        grade(words, at, core) ??
        clock(words, at, core, tail) ??
        release(words, at, core),
    ) ??
    house(words, at, core) ??
    single(tail === '' || tail === '.' || /^[,;!?)]/u.test(tail) ? forEach(words, at, core) : undefined) ??
    yearOf(words, at, core, tail)
  );
}

const single = (spoken: string | undefined): Reading | undefined => (spoken === undefined ? undefined : { words: 1, spoken });

/** "II тайм", "I место", "II группы": which one, in the gender and case of its noun. */
function ranked(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  const value = romanValue(core);
  if (value === undefined || tail !== '') return undefined;
  const noun = partsOf(words[at + 1]).core;
  const gender = RANKED.find(([pattern]) => pattern.test(noun))?.[1];
  if (!gender) return undefined;
  return russianOrdinal(value, BY_ENDING[gender].find(([ending]) => ending.test(noun.toLowerCase()))?.[1] ?? gender);
}

/** "21/25 баллов", «набрал 21/25»: so many of so many. */
function outOf(words: readonly string[], at: number, core: string): string | undefined {
  const [, some, all] = /^(\d{1,3})\/(\d{1,3})$/.exec(core) ?? [];
  const isScore =
    /^(?:балл|очк|вопрос|задани)/iu.test(partsOf(words[at + 1]).core) || /^(?:набрал|получил|решил|ответил)/iu.test(words[at - 1] ?? '');
  const of = isScore && all ? russianGenitive(all) : undefined;
  return some && of ? `${russianNumber(some)} из ${of}` : undefined;
}

/** "Оценка 5+, 4-". */
function grade(words: readonly string[], at: number, core: string): string | undefined {
  const [, mark, sign] = /^([1-5])([+−-])$/u.exec(core) ?? [];
  if (!mark || !words.slice(Math.max(0, at - 3), at).some((word) => OF_GRADES.test(word))) return undefined;
  return `${russianNumber(mark)} с ${sign === '+' ? 'плюсом' : 'минусом'}`;
}

/** "С 10.00 до 18.00", "в 7.30 утра": hours and minutes, where no unit follows. */
function clock(words: readonly string[], at: number, core: string, tail: string): string | undefined {
  const [, hour, minutes] = /^([01]?\d|2[0-4])\.([0-5]\d)$/.exec(core) ?? [];
  const next = partsOf(words[at + 1]).core;
  if (!hour || !minutes || (tail === '' && unitNamed(next) !== undefined && !/^[вс]$/iu.test(next))) return undefined;
  const isTime = AT_TIME.test(words[at - 1] ?? '') || PARTS_OF_DAY.test(next);
  if (!isTime) return undefined;
  const hours = String(Number(hour));
  if (minutes === '00')
    return asksForGenitive(words, at) || /^(?:с|до)$/iu.test(words[at - 1] ?? '') ? russianGenitive(hours) : russianNumber(hours);
  return `${russianNumber(hours)} ${minutes.startsWith('0') ? `ноль ${russianNumber(minutes.slice(1))}` : russianNumber(minutes)}`;
}

/** "iOS 17.4", "Python 3.12": the release of a program. */
function release(words: readonly string[], at: number, core: string): string | undefined {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})$/.exec(core) ?? [];
  return major && minor && LATIN_NAME.test(partsOf(words[at - 1]).core) && partsOf(words[at - 1]).tail === ''
    ? `${russianNumber(major)} точка ${russianNumber(minor)}`
    : undefined;
}

/** "д. 5/2, стр. 3": a house with its part, and another building of it. */
function house(words: readonly string[], at: number, core: string): Reading | undefined {
  const [, number, part] = /^(\d{1,4})\/(\d{1,3})$/.exec(core) ?? [];
  if (number && part && /^(?:д\.|дом|дома)$/iu.test(words[at - 1] ?? ''))
    return single(`${russianNumber(number)} дробь ${russianNumber(part)}`);
  const isOfHouse = core === 'стр' && words.slice(Math.max(0, at - 3), at).some((word) => /^(?:д\.|дом|корп\.)$/iu.test(word));
  return isOfHouse && /^\d/.test(words[at + 1] ?? '') ? single('строение') : undefined;
}

/** "1 200 ₽ за кг": for each of them. */
const forEach = (words: readonly string[], at: number, core: string): string | undefined =>
  /^за$/iu.test(words[at - 1] ?? '') && Object.hasOwn(BESIDE_FOR, core) ? BESIDE_FOR[core] : undefined;

/** "род. 1950, ум. 2001": nothing is said of who it was. */
function yearOf(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  const year = partsOf(words[at + 1]).core;
  const what = /^род$/iu.test(core) ? 'год рождения' : /^ум$/iu.test(core) ? 'год смерти' : undefined;
  return what && tail === '.' && /^[12]\d{3}$/.test(year)
    ? { words: 2, spoken: `${what} ${russianOrdinal(Number(year), 'm')}` }
    : undefined;
}
