/** Russian times of day in the case that the word before them asks for: "до семнадцати часов", "к пятнадцати часам", "после двадцати двух тридцати". */
import { partsOf, type Reading } from '../reading.js';
import { russianIn, type Case } from './cases.js';
import { russianGenitive } from './genitive.js';
import { russianNumber, type Gender } from './numbers.js';

const TIME = /^([01]?\d|2[0-4]):([0-5]\d)$/;
const PART_OF_DAY = /^(?:утра|вечера|дня|ночи)$/iu;
const OF = /^(?:до|от|с|со|после|около|ранее|раньше|позже|позднее|начиная)$/iu;
const TO = /^(?:к|ко)$/iu;

type Said = (digits: string, gender?: Gender) => string;
const inCase =
  (wanted: Case): Said =>
  (digits, gender) =>
    russianIn(wanted, digits, gender) ?? russianNumber(digits, gender);
const inGenitive: Said = (digits, gender) => russianGenitive(digits, gender) ?? russianNumber(digits, gender);

/** What is said for `words[at]`, or undefined where it is no time or its plain form is right. */
export function readRussianClock(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const [, from, to] = /^(\d{1,2}:\d\d)[–—-](\d{1,2}:\d\d)$/u.exec(core) ?? [];
  if (from && to && TIME.test(from) && TIME.test(to))
    return { words: 1, spoken: `с ${timeOf(from, inGenitive, 'f', '')} до ${timeOf(to, inGenitive, 'f', '')}` };
  if (!TIME.test(core)) return undefined;
  const [before, next] = [partsOf(words[at - 1]).core, tail === '' ? partsOf(words[at + 1]).core : ''];
  const isNamed = PART_OF_DAY.test(next) || /^час/iu.test(next);
  const isPaired = words
    .slice(Math.max(0, at - 3), at + 4)
    .some((word, i, near) => /^(?:с|со)$/iu.test(word) && near.some((other) => TIME.test(partsOf(other).core)));
  const bare = isNamed || (isPaired && /^(?:с|со|до)$/iu.test(before));
  if (OF.test(before)) return single(timeOf(core, inGenitive, 'f', bare ? '' : hoursOf(core, 'часа', 'часов')));
  if (TO.test(before)) return single(timeOf(core, inCase('dative'), 'f', bare ? '' : hoursOf(core, 'часу', 'часам')));
  const isBetween = /^между$/iu.test(before) || (/^и$/iu.test(before) && /^между$/iu.test(words[at - 3] ?? ''));
  if (isBetween) return single(timeOf(core, inCase('instrumental'), 'f', /^и$/iu.test(before) ? hoursOf(core, 'часом', 'часами') : ''));
  return PART_OF_DAY.test(next) && core.endsWith(':00') ? single(russianNumber(core.split(':')[0] ?? '')) : undefined;
}

const single = (spoken: string): Reading => ({ words: 1, spoken });
const hoursOf = (core: string, one: string, many: string): string => (/^(?:0?1|21):/.test(core) ? one : many);

function timeOf(core: string, said: Said, gender: Gender, noun: string): string {
  const [hour = '', minutes = ''] = core.split(':');
  const hours = said(String(Number(hour)));
  if (minutes === '00') return noun === '' ? hours : `${hours} ${noun}`;
  return `${hours} ${minutes.startsWith('0') ? `${said('0')} ` : ''}${said(String(Number(minutes)), gender)}`;
}
