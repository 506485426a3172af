/** What goes down, said of prices, markets and crowds. */
const FALLS =
  /(?<!\p{L})(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|shr[aiu]nk(?:s|ing)?|plunge[ds]?|plummet\p{L}*|crash(?:es|ed|ing)?|collapse[ds]?|decrease[ds]?|los(?:e|es|ing|s|ses)|lost|bankrupt\p{L}*|упа(?:л|ла|ло|ли|дет|дут)|пада(?:ет|ют|л|ла|ло|ли)|паден\p{L}+|рухну\p{L}+|обвал\p{L}*|сниз\p{L}+|снижа\p{L}+|сократи\p{L}+|теря(?:ет|ют|л|ла|ли|ть)|потер\p{L}+|убыт\p{L}+|убыл\p{L}*|банкрот\p{L}*|разори\p{L}+|кризис\p{L}*)(?!\p{L})/iu;
const READ_CHARACTERS = 4000;

/** Whether something goes down in a text. */
export const fallsIn = (text: string): boolean => FALLS.test(text.slice(0, READ_CHARACTERS));

const RISING: Readonly<Record<string, string>> = {
  'chart-increasing': 'chart-decreasing',
  'chart-increasing-with-yen': 'chart-decreasing',
};

/** The drawing of the same thing going down: no line may rise where a market falls. */
export const fallen = (name: string): string => RISING[name] ?? name;
