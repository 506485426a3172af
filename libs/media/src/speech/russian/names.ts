/** Russian names of letters and of makes, how often a thing is done, and numbers behind a sign: "США", "МиГ-29", "3 раза/день", ">5%". */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { russianNumber, russianPlural } from './numbers.js';
import { scaleNamed } from './units.js';

/** Names that the voice would read as words. What has no vowel it spells by itself. */
const SPELT: Readonly<Record<string, string>> = table({
  ...{ США: 'сэ шэ а', МГУ: 'эм гэ у', ЕС: 'е эс', УК: 'у ка', ОАО: 'о а о', ООО: 'о о о', АО: 'а о', ИП: 'и пэ' },
  ...{ ЦРУ: 'цэ эр у', ИИ: 'и и', ЭВМ: 'э вэ эм', ЭКГ: 'э ка гэ', ЦСКА: 'цэ эс ка', ОАЭ: 'о а э', ЕЦБ: 'е цэ бэ', АЗС: 'а зэ эс' },
  ...{ ИНН: 'и эн эн', ОМС: 'о эм эс', НЛО: 'эн эл о', ГМО: 'гэ эм о', НБА: 'эн бэ а', АКПП: 'а ка пэ пэ', ГИБДД: 'ги бэ дэ дэ' },
  ...{ ЭЦП: 'э цэ пэ', АПК: 'а пэ ка', ИТ: 'ай ти', ОКБ: 'о ка бэ', ЭВТ: 'э вэ тэ' },
});
const OFTEN: Readonly<Record<string, string>> = table({
  ...{ день: 'в день', сутки: 'в сутки', сут: 'в сутки', неделю: 'в неделю', нед: 'в неделю', месяц: 'в месяц', мес: 'в месяц' },
  ...{ год: 'в год', час: 'в час', ч: 'в час', минуту: 'в минуту', мин: 'в минуту', секунду: 'в секунду', сек: 'в секунду' },
});
const SIGNS: Readonly<Record<string, string>> = table({
  ...{ '>': 'больше', '<': 'меньше', '≥': 'не менее', '≤': 'не более', '~': 'примерно', '≈': 'примерно', '±': 'плюс минус' },
});

/** What is said for `words[at]` and what belongs to it, or undefined. */
export function readRussianNames(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  if (Object.hasOwn(SPELT, core)) return { words: 1, spoken: SPELT[core] ?? '' };
  const [, jet] = /^МиГ-(\d{1,3})$/u.exec(core) ?? [];
  if (jet) return { words: 1, spoken: `миг ${russianNumber(jet)}` };
  return telephone(words, at) ?? inches(words, at) ?? postal(words, at, core) ?? often(words, at, core, tail);
}

/** "8 800 555-35-35", "+7 912 345 67 89". */
function telephone(words: readonly string[], at: number): Reading | undefined {
  if (!/^(?:8|\+7)$/.test(words[at] ?? '')) return undefined;
  for (const count of [5, 4, 3]) {
    const text = words.slice(at, at + count).join(' ');
    const [, first, ...groups] = /^(8|\+7) (\d{3}) (\d{3})[ -](\d\d)[ -](\d\d)[.,;!?)]*$/.exec(text.slice(0, 30)) ?? [];
    if (first && words.length >= at + count)
      return { words: count, spoken: [first === '8' ? 'восемь' : 'плюс семь', ...groups.map((group) => russianNumber(group))].join(' ') };
  }
  return undefined;
}

/** 'экран 6,7"': what is measured by its diagonal. */
function inches(words: readonly string[], at: number): Reading | undefined {
  const [, across = '', sign] = /^(\d{1,3}(?:[.,]\d)?)(["″”])[.,;!?)]*$/u.exec((words[at] ?? '').slice(0, 12)) ?? [];
  const isAcross = sign === '″' || /^(?:экран|диагонал|монитор|телевизор|дисплей|ноутбук|диск|колёс|труб)/iu.test(words[at - 1] ?? '');
  if (across === '' || !isAcross) return undefined;
  return { words: 1, spoken: `${russianNumber(across)} ${russianPlural(across, ['дюйм', 'дюйма', 'дюймов'])}` };
}

/** "Индекс 101000". */
function postal(words: readonly string[], at: number, core: string): Reading | undefined {
  if (!/^\d{6}$/.test(core) || !/^индекс/iu.test(words[at - 1] ?? '')) return undefined;
  return { words: 1, spoken: `${russianNumber(core.slice(0, 3))} ${russianNumber(core.slice(3))}` };
}

/** "3 раза/день", "3 р./день", "2 р/сут". */
function often(words: readonly string[], at: number, core: string, tail: string): Reading | undefined {
  if (!core.includes('/') && !words[at + 1]?.includes('/')) return undefined;
  const [, noun = '', time = ''] = /^(\p{Ll}{3,12})\/(\p{Ll}{1,7})$/u.exec(core) ?? [];
  if (/^раза?$|(?:ов|ей|ы|и|а)$/u.test(noun) && Object.hasOwn(OFTEN, time) && /^\d/.test(words[at - 1] ?? ''))
    return { words: 1, spoken: `${noun} ${OFTEN[time] ?? ''}` };
  const [, paid = '', each = ''] = /^(руб|₽|долл)\.?\/(\p{Ll}{1,7})$/u.exec(core) ?? [];
  if (paid !== '' && Object.hasOwn(OFTEN, each) && scaleNamed(partsOf(words[at - 1]).core))
    return { words: 1, spoken: `${paid === 'долл' ? 'долларов' : 'рублей'} ${OFTEN[each] ?? ''}` };
  const [, often = ''] = /^р\.?\/(\p{Ll}{1,7})$/u.exec(partsOf(words[at + 1]).core) ?? [];
  if (!/^\d{1,2}$/.test(core) || tail !== '' || !/^(?:день|сут|сутки|нед|неделю)$/u.test(often)) return undefined;
  return { words: 2, spoken: `${russianNumber(core)} ${russianPlural(core, ['раз', 'раза', 'раз'])} ${OFTEN[often] ?? ''}` };
}

/** ">5%", "~10 км": the number is read as behind the sign that stands alone. */
export function readBehindSign(
  words: readonly string[],
  at: number,
  read: (words: readonly string[], at: number) => Reading | undefined,
): Reading | undefined {
  const word = words[at] ?? '';
  const [, sign = '', rest = ''] = /^([<>≥≤~≈±])([-−]?[$€£]?\d\S{0,30})$/u.exec(word) ?? [];
  if (sign === '') return undefined;
  const reading = read([sign, rest, ...words.slice(at + 1, at + 6)], 1);
  return reading && { ...reading, spoken: `${SIGNS[sign] ?? ''} ${reading.spoken}` };
}
