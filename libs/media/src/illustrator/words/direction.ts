import { table } from '../../text/table.js';
import { baseLanguage } from './stems.js';

/** What goes down, said of prices, markets and crowds. */
const FALLS =
  /(?<!\p{L})(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|shr[aiu]nk(?:s|ing)?|plunge[ds]?|plummet\p{L}*|crash(?:es|ed|ing)?|collapse[ds]?|decrease[ds]?|los(?:e|es|ing|s|ses)|lost|bankrupt\p{L}*|упа(?:л|ла|ло|ли|дет|дут)|пада(?:ет|ют|л|ла|ло|ли)|паден\p{L}+|рухну\p{L}+|обвал\p{L}*|сниз\p{L}+|снижа\p{L}+|сократи\p{L}+|теря(?:ет|ют|л|ла|ли|ть)|потер\p{L}+|убыт\p{L}+|убыл\p{L}*|банкрот\p{L}*|разори\p{L}+|кризис\p{L}*)(?!\p{L})/iu;
const FALLS_ELSEWHERE: Readonly<Record<string, string>> = table({
  de: 'fällt|fallen|fiel|fielen|gefallen|sink(?:t|en)|sank(?:en)?|gesunken|verlier\\p{L}*|verlor\\p{L}*|verlust\\p{L}*|krise\\p{L}*|(?:ab)?stürz\\p{L}+|absturz|bankrott|pleite|schrumpf\\p{L}+',
  fr: 'baiss\\p{L}+|chut\\p{L}+|tomb\\p{L}+|perd\\p{L}*|perte\\p{L}*|recul\\p{L}*|crise\\p{L}*|faillite|effondr\\p{L}+',
  es: 'cae|caen|cay(?:ó|eron)|caídas?|baj(?:a|an|ó|aron)|perd\\p{L}+|pierd\\p{L}+|desplom\\p{L}+|crisis|quiebra|descend\\p{L}+|desciend\\p{L}+|hund\\p{L}+',
  it: 'cala(?:no)?|calò|cad(?:e|ono|de|dero|uta)|scend\\p{L}+|croll\\p{L}+|perd\\p{L}+|crisi|fallimento',
  pt: 'cai|caem|caiu|caíram|quedas?|perd\\p{L}+|crises?|falência|despenc\\p{L}+|recu(?:a|am|ou|aram)',
  nl: 'dal(?:en|t|de|den|ing)|daal\\p{L}+|zak(?:t|ken|te|ten)|verlie\\p{L}+|verloor|verloren|crisis|failliet|krimp\\p{L}*',
  pl: 'spad\\p{L}+|strac\\p{L}+|traci\\p{L}*|kryzys\\p{L}*|bankru\\p{L}+|upad\\p{L}+',
  uk: 'пада\\p{L}+|впа\\p{L}+|втра\\p{L}+|криз\\p{L}+|банкру\\p{L}+|зниж\\p{L}+|збит\\p{L}+',
  tr: 'düş\\p{L}+|kayb\\p{L}+|kriz\\p{L}*|iflas\\p{L}*|azal\\p{L}+|çök\\p{L}+',
  sv: 'fall(?:er|it)|föll|sjunk\\p{L}+|sjönk|förlor\\p{L}+|kris\\p{L}*|konkurs\\p{L}*|ras(?:ar|ade)',
});
const patterns = new Map<string, RegExp>();

function fallsOf(language: string): RegExp {
  const words = Object.hasOwn(FALLS_ELSEWHERE, language) ? FALLS_ELSEWHERE[language] : undefined;
  if (words === undefined) return FALLS;
  const known = patterns.get(language) ?? new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');
  patterns.set(language, known);
  return known;
}

const READ_CHARACTERS = 4000;

/** Whether something goes down in a text. */
export const fallsIn = (text: string, language: string): boolean => fallsOf(baseLanguage(language)).test(text.slice(0, READ_CHARACTERS));

const RISING: Readonly<Record<string, string>> = table({
  'chart-increasing': 'chart-decreasing',
  'chart-increasing-with-yen': 'chart-decreasing',
});

/** The drawing of the same thing going down: no line may rise where a market falls. */
export const fallen = (name: string): string => RISING[name] ?? name;
