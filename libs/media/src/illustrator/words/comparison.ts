import { isComparedIn } from './languages/context.js';
import { hasTable } from './languages/forms.js';
import { baseLanguage, type Token } from './stems.js';

/** "Like a bell": what is only compared. */
const COMPARES = /^(like|as|than|как|словно|будто|точно|чем)$/i;
const WORDS_OF_COMPARISON = 3;
/** "Nodules the size of potatoes", «величиной с картофелину». */
const MEASURE_OF = /^(?:(?:size|shape) of|(?:размером|величиной|весом|длиной|ростом|формой) с)$/i;
/** «Важнее картинки», «дешевле билета»: what stands right behind is what it is compared with. */
const COMPARATIVE =
  /^(?:дороже|дешевле|легче|тяжелее|выше|ниже|длиннее|короче|быстрее|медленнее|важнее|полезнее|вреднее|лучше|хуже|сильнее|слабее|умнее|вкуснее|страшнее|ярче|тише|громче|крепче|тверже|твёрже|мягче)$/iu;
/** "Eat more apples" counts, «стоит меньше чашки кофе» compares: only behind what measures. */
const MORE_OR_LESS = /^(?:больше|меньше)$/iu;
const MEASURES = /^(?:стоит|стоят|стоила?|весит|весят|площад\p{L}+|размер\p{L}*|длин\p{L}+|высот\p{L}+)$/iu;
/** "How bees fly", "As rain falls": what begins a sentence compares nothing. "Like a bell" does. */
const ASKS_OR_JOINS = /^(as|than|как|чем)$/i;
const BEGINS = /(?:^|[.!?…:;\n"«“„])\s*$/u;
/** More white space than that is no end of a sentence, and must not be looked through for every word. */
const LOOKED_BACK_CHARACTERS = 32;

/** Whether a thing is named only as what another is like. @param text that the tokens are of */
export function isComparedAt(tokens: readonly Token[], place: number, text: string, language = ''): boolean {
  const word = (at: number): string => tokens[at]?.written ?? '';
  if (hasTable(baseLanguage(language))) {
    // "Como um pulmão, ela respira" compares, "Como um vulcão nasce" asks.
    const end = (tokens[place]?.start ?? 0) + word(place).length;
    const begins = (offset: number): boolean => text[end] !== ',' && isFirst(tokens[place + offset], text);
    return isComparedIn((offset) => word(place + offset).toLowerCase(), begins, baseLanguage(language));
  }
  if (COMPARATIVE.test(word(place - 1))) return true;
  // "Меньше чашки", «меньше чашки кофе».
  if ([1, 2].some((back) => MORE_OR_LESS.test(word(place - back)) && MEASURES.test(word(place - back - 1)))) return true;
  const near = tokens.slice(Math.max(0, place - WORDS_OF_COMPARISON), place);
  return near.some((before, at) => MEASURE_OF.test(`${before.written} ${near[at + 1]?.written ?? ''}`) || isComparison(before, text));
}

function isComparison(token: Token, text: string): boolean {
  return COMPARES.test(token.written) && !(isFirst(token, text) && ASKS_OR_JOINS.test(token.written));
}

function isFirst(token: Token | undefined, text: string): boolean {
  if (!token) return true;
  const from = Math.max(0, token.start - LOOKED_BACK_CHARACTERS);
  return BEGINS.test((from > 0 ? 'x' : '') + text.slice(from, token.start));
}
