import { composed } from '../../text/decomposed.js';
import { withoutEnd } from '../../text/without-end.js';
import { hasTable, meaningOfForm } from '../words/languages/forms.js';
import { baseLanguage } from '../words/stems.js';
import { isStopWord, STOP_WORDS } from '../words/stop-words.js';
import type { Headline } from './scene.js';

/** Montserrat has Latin, Cyrillic, digits and the usual signs; anything else would come out as boxes. */
const DRAWABLE = /^[\p{Script=Latin}\p{Script=Cyrillic}0-9 .,:;!?%&$€£₽+\-–—’'«»"/№°]+$/u;
const LINE_CHARS = 16;

/** Whether the font has every glyph of `text`. */
export function isDrawable(text: string): boolean {
  const shown = composed(text);
  return DRAWABLE.test(shown) && !/\p{M}/u.test(shown);
}

const NUMBER =
  /(?<![\p{L}\d.,-])([$€£₽]?\d{1,3}(?:[ ,]\d{3})+(?:[.,]\d+)?|[$€£₽]?\d+(?:[.,]\d+)?)(?:\s?(%|°C?|[$€£₽]))?(?![\d])(?:\s+(\p{L}[\p{L}-]*))?/gu;

/** The figure most worth showing, with the word it counts: `14,000` + `years`. */
export function findNumber(text: string, language = ''): Headline | null {
  const read = text.slice(0, 1000).replace(/[\u202f\u00a0]/g, ' ');
  let best: { value: number; headline: Headline } | null = null;
  for (const found of read.matchAll(NUMBER)) {
    const [whole, digits = '', sign = '', unit = ''] = found;
    const behind = read.slice(found.index + whole.length - (unit === '' ? 0 : unit.length + 1));
    const isWord = (isCounted(unit) && isCountedIn(unit, digits, language)) || SCALE.test(unit);
    if (digits.length > 11 || isOnlyAName(read.slice(0, found.index), digits, sign, isWord ? unit : '', behind)) continue;
    const label = SCALE.test(unit) ? withCounted(unit, read.slice(found.index + whole.length)) : unit;
    const lines = [digits + sign, ...(isWord ? [label.toUpperCase()] : [])];
    const value = (isWord ? 4 : 0) + (sign || /^[$€£₽]/.test(digits) ? 4 : 0) + digits.length / 4;
    if (lines.every(isDrawable) && value > (best?.value ?? 0)) best = { value, headline: { lines, kind: 'number' } };
  }
  return best?.headline ?? null;
}

/** Without it a figure is another one: "$1.5" is not "$1.5 million". */
const SCALE =
  /^(?:thousand|million|billion|trillion|тысяч[аиу]?|миллион(?:а|ов)?|миллиард(?:а|ов)?|триллион(?:а|ов)?|тыс|млн|млрд|трлн)$/iu;
const PLURAL = /(?:s|people|men|women|children|ов|ев|ей|ек|ок|лет|тонн|человек)$/iu;

/** "million people", "млн рублей": the scale with what is counted, where it is a plural and fits one line. */
function withCounted(scale: string, behind: string): string {
  const counted = /^\.?\s(\p{L}[\p{L}-]*)/u.exec(behind)?.[1] ?? '';
  const both = `${scale} ${counted}`;
  return (isCounted(counted) || /^people$/i.test(counted)) && PLURAL.test(counted) && both.length <= LINE_CHARS ? both : scale;
}

/** "В 80 странах", "с 5 друзьями": by itself a word in such a case says nothing. */
const OBLIQUE = /(?:[ая]ми|[ая]м|[ая]х)$/iu;

const isCounted = (unit: string): boolean =>
  unit.length > 1 && !OBLIQUE.test(unit) && unit.length <= 12 && !STOP_WORDS.has(unit.toLowerCase()) && !/^(ad|bc|nm)$/i.test(unit);

const YEAR = /^(?:1\d{3}|20\d{2})$/;

/** In other languages only what their tables know is surely a noun: behind a year stands whatever the sentence goes on with. */
function isCountedIn(unit: string, digits: string, language: string): boolean {
  if (!hasTable(baseLanguage(language))) return true;
  return !isStopWord(unit, baseLanguage(language)) && (meaningOfForm(unit, baseLanguage(language)) !== undefined || !YEAR.test(digits));
}

const MONTHS =
  /^(jan|feb|mar|apr|may$|june?$|july?$|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]$|июн|июл|авг|сент|окт|ноя|дек|am$|pm$|a\.m|p\.m|год|век|утра|вечера|o['’]clock)/i;
/** What numbers, and does not count: pages, versions, clocks. */
const NUMBERS_BEHIND =
  /(?:\b(?:no|nr|v|ver|version|page|chapter|figure|fig|room|flight|route|section|part|step|rule|lesson|episode|season|level|type|model|act|article|channel|highway)\.?|[#№§]|(?<!\p{L})(?:версия|версии|стр|страница|глава|рис|рейс|номер|дом|кв|часть|шаг|правило|урок|серия|сезон|пункт|статья|трасса))\s*$/iu;
/** "В 9", but "в 80 странах". */
const PLACES_BEHIND = /(?<!\p{L})(?:в|на|к)\s*$/iu;

/** Times, dates, scores, fractions, versions, list numbers and names of products say nothing by themselves. */
function isOnlyAName(before: string, digits: string, sign: string, unit: string, behind: string): boolean {
  // 9:08, 24/7, 1.2.3, 555-1234, 5G, iOS17
  if (/[\p{L}\d][:./-]$|[:/]$|\p{L}$/u.test(before) || /^[:/]\d|^\.\d|^-?\p{L}|^-\d/u.test(behind)) return true;
  if (sign !== '' || /^[$€£₽]/.test(digits)) return false;
  if (MONTHS.test(unit)) return true;
  // "1." at the head of a line.
  if (/(?:^|\n)\s*$/.test(before) && /^[.)]\s/.test(behind)) return true;
  if (NUMBERS_BEHIND.test(before)) return true;
  if (PLACES_BEHIND.test(before) && (unit === '' || /^час(?:а|ов)?$/iu.test(unit) || /^\s?час[а-я]{0,2}(?!\p{L})/iu.test(behind)))
    return true;
  // "Windows 11", "Apollo 13", "November 1703": a name that a number belongs to, unless the name only begins the sentence.
  const [, ends = '', name = ''] = /(^|[.!?…]\s+|[^\s]\s+)(\p{L}*\p{Lu}[\p{L}’'-]*)\s$/u.exec(before) ?? [];
  const begins = ends === '' || /[.!?…]\s+$/.test(ends);
  if (
    name !== '' &&
    (!begins ||
      !/^(In|By|On|At|Of|To|For|From|With|About|Only|Over|Under|Nearly|Almost|After|Before|Since|Until|Every|All|The|Some|В|На|К|За|От|До|Из|По|Более|Около|Почти|Всего|Через|Каждые|Озеру|Глубина)$/.test(
        name,
      ))
  )
    return unit === '' || /^\d{4}$/.test(digits) || !begins;
  return false;
}

/** The topic when it reads like a title: a few words that fit on two lines. */
export function titleOf(topic: string): Headline | null {
  const clean = withoutEnd(topic.replace(/[\s\p{Cc}]+/gu, ' '), /[.!…]/).trim();
  if (clean.length < 3 || clean.length > 34 || !isDrawable(clean)) return null;
  const lines = inLines(clean.toUpperCase());
  return lines ? { lines, kind: 'title' } : null;
}

/** The first of the words that fits a label. */
export function keyWord(words: readonly string[]): Headline | null {
  const word = words.find((candidate) => candidate.length >= 3 && candidate.length <= 13 && isDrawable(candidate));
  return word === undefined ? null : { lines: [word.toUpperCase()], kind: 'word' };
}

/** One to three balanced lines: as few as give short ones; null when a word is too long for any. */
function inLines(text: string): string[] | null {
  const words = text.split(' ');
  const longest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
  const splits = (rest: readonly string[], count: number): string[][] =>
    count === 1
      ? [[rest.join(' ')]]
      : rest
          .slice(0, -1)
          .flatMap((_, cut) => splits(rest.slice(cut + 1), count - 1).map((tail) => [rest.slice(0, cut + 1).join(' '), ...tail]));
  let best: string[] | null = null;
  for (const count of [1, 2, 3]) {
    if (words.length > 9) return null;
    for (const lines of splits(words, count))
      if (!best || longest(lines) < longest(best) - (lines.length > best.length ? 3 : 0)) best = lines;
  }
  return best && longest(best) <= LINE_CHARS ? best : null;
}
