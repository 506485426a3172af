import { table } from '../../text/table.js';
import { isComparedAt } from './comparison.js';
import { isDenied, withoutSayings } from './figurative.js';
import { hasTable, meaningOfForm } from './languages/forms.js';
import { baseLanguage, plainWord, tokensOf, type Token } from './stems.js';

const RAIN =
  /^(?:rain(?:s|ed|ing|y|drops?|storms?)?|drizzl(?:e|es|ed|ing)|downpours?|дожд(?:ь|я|ю|[её]м|е|и|ей|ями|ях|лив\p{L}{2,3})|ливень|ливн(?:я|ю|ем|е|и)|морос(?:ит|ил|ило))$/u;
/** How other languages say that it does. */
const RAINS: Readonly<Record<string, RegExp>> = table({
  de: /^regnete?$/,
  fr: /^(?:pleut|pleuvait)$/,
  es: /^(?:llueve|llovía|llovió|lloviendo)$/,
  it: /^(?:piove|pioveva|piovendo)$/,
  pt: /^(?:chove|chovia|choveu|chovendo)$/,
  nl: /^(?:regent|regende)$/,
  uk: /^(?:дощить|дощило)$/,
  sv: /^regna(?:r|de)$/,
});
/** Rain of other things, and words with it that are no weather. */
const NO_RAIN =
  /(?<!\p{L})(?:rain ?checks?|rain or shine|right as rain|rain on (?:your|my|his|her|our|their|the) parade|ma[kd]e(?:s)? it rain|(?:acid|diamond|iron|glass|methane|meteor) rain|rain(?:s|ed|ing)? (?:of|down|diamonds|dance|coats?|boots?|barrels?|gauges?|jackets?)|(?:звёздн|звездн|метеоритн|золот|алмазн|кислотн|железн)\p{L}{2,3} дожд\p{L}*|дожд\p{L}* из|(?:как )?грибы после дождя|после дождичка)(?!\p{L})/giu;
/** Behind these, and before those, the rain is over; "na" says so in Dutch alone. */
const OVER_BEFORE = /^(?:after|stop(?:s|ped)?|после|nach|après|después|dopo|depois|po|після|efter)$/u;
const OVER_BEHIND =
  /^(?:stop(?:s|ped)?|end(?:s|ed)?|pass(?:es|ed)?|clear(?:s|ed)?|ceased?|кончил(?:ся|ась)|закончил(?:ся|ась)|прош[её]л|перестал|стих|утих|sonra)$/u;
const OVER_SIGNS = /雨[后後停過过]|雨上がり|雨がやん|비가 그/u;
/** What is seen when it is over. */
const SUN = /^(?:sun|sunny|sunshine|sunlight|rainbows?|солнц[еау]|солнечн\p{L}+|радуг[ауи])$/u;
const NEAR = 3;

/** What says nothing of it need not be taken apart. */
const MENTIONS = /rain|drizzl|downpour|дожд|ливень|ливн|морос/i;

/** Whether it rains at the end of a text: what was said last of it counts. */
export function rainsAt(text: string, language: string): boolean {
  if (!hasTable(baseLanguage(language)) && !MENTIONS.test(text)) return false;
  const read = withoutSayings(text, language).replace(NO_RAIN, (words) => ' '.repeat(words.length));
  const tokens = tokensOf(read, language);
  const last = tokens.findLastIndex(({ written }) => meansRain(written, language));
  const rain = tokens[last];
  if (!rain || isOver(tokens, last, language) || isDenied(tokens, last, language) || isComparedAt(tokens, last, read, language))
    return false;
  return !OVER_SIGNS.test(read.slice(rain.start)) && !tokens.slice(last).some(({ written }) => meansSun(written, language));
}

export function meansRain(written: string, language: string): boolean {
  const own = baseLanguage(language);
  if (!hasTable(own)) return RAIN.test(plainWord(written));
  return meaningOfForm(written, own)?.english === 'rain' || (RAINS[own]?.test(written.toLowerCase()) ?? false);
}

function meansSun(written: string, language: string): boolean {
  const own = baseLanguage(language);
  return hasTable(own) ? /^(?:sun|rainbow)$/.test(meaningOfForm(written, own)?.english ?? '') : SUN.test(plainWord(written));
}

function isOver(tokens: readonly Token[], rain: number, language: string): boolean {
  const isBefore = (word: string): boolean => OVER_BEFORE.test(word) || (word === 'na' && baseLanguage(language) === 'nl');
  const said = (from: number, to: number): string[] => tokens.slice(Math.max(0, from), to).map(({ written }) => written.toLowerCase());
  return said(rain - NEAR, rain).some(isBefore) || said(rain + 1, rain + NEAR + 1).some((word) => OVER_BEHIND.test(word));
}
