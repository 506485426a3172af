/** Russian parts of a whole by their names: "половина", "треть", "три четверти", each in the case that the word before asks for. */
import { table } from '../../text/table.js';
import { partsOf, type Reading } from '../reading.js';
import { asksForGenitive, russianGenitive } from './genitive.js';
import { russianNumber } from './numbers.js';

type Role = 'nom' | 'acc' | 'gen' | 'dat' | 'ins' | 'prep';
type Forms = Readonly<Record<Role, string>>;

const formsOf = (said: string): Forms => {
  const [nom = '', acc = '', gen = '', dat = '', ins = '', prep = ''] = said.split(', ');
  return { nom, acc, gen, dat, ins, prep };
};
const HALF = formsOf('половина, половину, половины, половине, половиной, половине');
const THIRD = formsOf('треть, треть, трети, трети, третью, трети');
const TWO_THIRDS = formsOf('две трети, две трети, двух третей, двум третям, двумя третями, двух третях');
const QUARTER = formsOf('четверть, четверть, четверти, четверти, четвертью, четверти');
const THREE_QUARTERS = formsOf('три четверти, три четверти, трёх четвертей, трём четвертям, тремя четвертями, трёх четвертях');
const SHARES: Readonly<Record<string, Forms>> = table({
  ...{ '1/2': HALF, '½': HALF, '1/3': THIRD, '⅓': THIRD, '2/3': TWO_THIRDS, '⅔': TWO_THIRDS },
  ...{ '1/4': QUARTER, '¼': QUARTER, '3/4': THREE_QUARTERS, '¾': THREE_QUARTERS },
});
/** Verbs whose object is a part: all imperatives, and what people do with one. */
const ACTS =
  /(?:[аеиуыюя]йте|[ьи]те|[ая]й|ь?те)$|^(?:добав|налей|возьм|съе|выпи|потрат|получ|занима|занял|состав|отда|продал|купи|отреж|израсход|потеря|прош|проех|использ|всып|влить|отлить)/iu;
const ONE_OF = /^(?:част[ьи]|серия|шаг|слайд|урок|страница|выпуск|задание|день|этап|стр|шаги)$/iu;

/** Whose part it is: "1/4 финала" is how far they came. */
const isStage = (word: string | undefined): boolean => /^финал/iu.test(partsOf(word).core);

/** The part that is written at `words[at]` in its case, or undefined where it has no name. */
export function shareAt(words: readonly string[], at: number): string | undefined {
  const { core } = partsOf(words[at]);
  const forms = Object.hasOwn(SHARES, core) ? SHARES[core] : undefined;
  if (!forms || isStage(words[at + 1]) || ONE_OF.test(partsOf(words[at - 1]).core)) return undefined;
  return forms[roleAt(words, at)];
}

function roleAt(words: readonly string[], at: number): Role {
  const before = partsOf(words[at - 1]).core;
  if (/^(?:на|за|через|про|в|во)$/iu.test(before)) {
    // "В 2/3 случаев" is where, "в 1/2 силы" how; "уменьшить в 1/2 раза" is by how much.
    const isWhere = /^(?:в|во)$/iu.test(before) && !/^раз/iu.test(partsOf(words[at + 1]).core);
    return isWhere ? 'prep' : 'acc';
  }
  if (/^(?:о|об|при)$/iu.test(before)) return 'prep';
  if (/^(?:с|со|между|над|под|перед)$/iu.test(before)) return 'ins';
  if (/^(?:к|ко)$/iu.test(before)) return 'dat';
  if (asksForGenitive(words, at)) return 'gen';
  const isObject = [words[at - 1], words[at - 2]].some(
    (word, i) =>
      (i === 0 || /^(?:ещё|еще|только|лишь|примерно|около|почти)$/iu.test(before)) &&
      ACTS.test(partsOf(word).core) &&
      partsOf(word).tail === '',
  );
  return isObject || isListed(words, at) ? 'acc' : 'nom';
}

/** "Взять 200 г муки и 1/2 стакана сахара": all that is taken, back to the verb. */
function isListed(words: readonly string[], at: number): boolean {
  if (!/^и$|,$/iu.test(words[at - 1] ?? '')) return false;
  for (let i = at - 1; i >= 0 && i > at - 12; i -= 1) {
    const { core, tail } = partsOf(words[i]);
    if (/^(?:взять|добавить|смешать|всыпать|влить|положить|насыпать|налить)$|(?:[йь]|и)те$/iu.test(core)) return true;
    if (/[!?;:—]/u.test(tail) || (tail.includes('.') && core.length > 4)) return false;
  }
  return false;
}

/** "1/2 стакана", "2/3 населения", "часть 1/3", "Оценка 4,7/5". */
export function readRussianShares(words: readonly string[], at: number): Reading | undefined {
  const { core } = partsOf(words[at]);
  const before = partsOf(words[at - 1]).core;
  const [, some = '', all = ''] = /^(\d{1,3}(?:[.,]\d{1,2})?)\/(\d{1,4})$/.exec(core) ?? [];
  const isMark = /[.,]/.test(some) || /^(?:оценк|рейтинг|балл)/iu.test(before) || ONE_OF.test(before);
  // "Windows 10/11": the one, or the other.
  const isNext = Number(all) === Number(some) + 1 && /^[A-Z]\p{Script=Latin}+$/u.test(before) && Number(some) > 5;
  if (isNext) return { words: 1, spoken: `${russianNumber(some)} ${russianNumber(all)}` };
  const of = some !== '' && isMark && Number(some.replace(',', '.')) <= Number(all) ? russianGenitive(all) : undefined;
  if (of) return { words: 1, spoken: `${russianNumber(some)} из ${of}` };
  const spoken = shareAt(words, at);
  return spoken === undefined ? undefined : { words: 1, spoken };
}
