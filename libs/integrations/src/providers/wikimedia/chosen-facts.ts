/** Sentences of an encyclopedia that answer a question, as a narrator would say them. Pure. */
import { table } from '#platform/json';
import { contentStems, estimateSpeechSeconds } from '#media';
import { endsSentence } from '#media/plan';

/** Sentences of a longer article that are looked at: what matters is told early. */
const READ_CHARACTERS = 40_000;
const MAX_SENTENCES = 250;
const MIN_WORDS = 4;
const MAX_WORDS = 32;
/** A sentence that leans on the one before it makes no sense without it. */
const LEANING: Readonly<Record<string, RegExp>> = table({
  en: /^(?:however|but|and|or|nor|yet|also|moreover|furthermore|therefore|thus|hence|consequently|similarly|likewise|instead|otherwise|nevertheless|conversely|in (?:addition|contrast|turn|this|these|such)|for (?:this|these|example|instance)|as (?:such|a result)|on the other|it|its|they|their|them|he|his|she|her|this|these|those|that|such|some of|both|another|others?|the (?:former|latter|same|first|second|other|two)|one of (?:them|these)|then|there,)\b/i,
  ru: /^(?:однако|но|а|и|или|также|кроме|поэтому|таким образом|при этом|в (?:этом|том|таком|результате|частности|то же|отличие)|например|он|она|оно|они|его|её|ее|их|им|ими|это|эта|этот|эти|такие?|такой|такая|подобн\p{L}*|затем|потом|тогда|впрочем|кстати|сам[аои]?|оба|обе|друг\p{L}*|перв(?:ый|ая|ое) из|последн\p{L}*|здесь|там|тем не менее|вместе с тем|зато|же)(?![\p{L}])/iu,
});
/** What nobody would say aloud. */
const UNSPEAKABLE = /[={}\\|<>^_~\[\]]|https?:|\bdoi\b|isbn|displaystyle|(?:[A-ZА-Я]\.\s?){3}|;.*;/iu;

export interface Facts {
  /** In the order in which the article tells them. */
  readonly sentences: readonly string[];
}

/**
 * The first sentence, which says what the thing is, and those that share most words with the question.
 * @param told what an earlier episode began with, which is left out
 * @param extract plain text of an article @param seconds that may be spoken at speed 1; nothing longer is chosen
 */
export function factsFor(
  question: string,
  extract: string,
  language: string,
  seconds: number,
  told: ReadonlySet<string> = new Set(),
): Facts {
  const base = language.toLowerCase().split('-')[0] ?? '';
  const sentences = speakable(extract, language, LEANING[base] ?? null).filter((sentence) => !told.has(sentence));
  const weights = weightsOf(contentStems(question, language), sentences, language);
  const ranked = sentences
    .map((sentence, place) => ({ place, sentence, score: place === 0 ? Infinity : scoreOf(sentence, place, weights, language) }))
    .sort((a, b) => b.score - a.score || a.place - b.place);
  const chosen: { readonly place: number; readonly sentence: string }[] = [];
  let said = 0;
  for (const one of ranked) {
    const length = estimateSpeechSeconds(one.sentence, language);
    if (said + length > seconds) continue;
    said += length;
    chosen.push(one);
  }
  return { sentences: chosen.sort((a, b) => a.place - b.place).map(({ sentence }) => sentence) };
}

/** Whole sentences that stand by themselves, without brackets, headings and what is meant for the eye only. */
function speakable(extract: string, language: string, leaning: RegExp | null): string[] {
  const found: string[] = [];
  for (const line of extract.slice(0, READ_CHARACTERS).split(/\n+/)) {
    if (/^\s*=/.test(line) || !/[.!?。！？…]["»”')]?\s*$/u.test(line)) continue;
    for (const sentence of sentencesIn(withoutBrackets(line), language)) {
      const words = sentence.split(/\s+/u).length;
      const isLong = words > MAX_WORDS || sentence.length > 260;
      if (isLong || (words < MIN_WORDS && sentence.length < 12) || UNSPEAKABLE.test(sentence)) continue;
      if (found.length > 0 && leaning?.test(sentence)) continue;
      if (!found.includes(sentence)) found.push(sentence);
      if (found.length >= MAX_SENTENCES) return found;
    }
  }
  return found;
}

/** Pronunciations, dates of birth, references and asides; brackets in brackets too. */
function withoutBrackets(line: string): string {
  let depth = 0;
  let text = '';
  for (const character of line) {
    if ('([（'.includes(character)) depth += 1;
    else if (')]）'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0) text += character;
  }
  return text
    .replace(/\s+([,.;:!?])/gu, '$1')
    .replace(/,\s*,/g, ',')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** An abbreviation or an initial ends no sentence. */
function sentencesIn(text: string, language: string): string[] {
  const base = /^[a-z]{2,3}/i.exec(language)?.[0].toLowerCase() ?? 'en';
  const parts: string[] = [];
  for (const { segment } of new Intl.Segmenter(base, { granularity: 'sentence' }).segment(text)) {
    const before = parts.at(-1);
    if (before !== undefined && isOpen(before, segment)) parts[parts.length - 1] = `${before} ${segment.trim()}`;
    else if (segment.trim() !== '') parts.push(segment.trim());
  }
  return parts.filter((sentence) => /^[^\p{Ll}]/u.test(sentence) && /[.!?。！？…]["»”']?$/u.test(sentence));
}

const OPEN_END =
  /(?:^|[\s«"(])(?:\p{Lu}|[A-Z]\.[A-Z]|e\.g|i\.e|c|ca|cf|Mt|St|Mr|Mrs|Ms|Dr|Prof|vs|etc|approx|No|н|э|т|д|др|пр|им|ок|тыс|млн|млрд|св|ул|рис)\.$/u;

/** Measures and years are told by their number: "в 1812 г. Наполеон" goes on, "20 см. В городе" does not. */
function isOpen(sentence: string, next: string): boolean {
  if (OPEN_END.test(sentence)) return true;
  const words = sentence.split(/\s+/u);
  return !endsSentence(words.at(-1) ?? '', next.trim().split(/\s+/u, 1)[0], words.slice(-5, -1));
}

/** Words that many sentences have say little: those of the title are in all of them. */
function weightsOf(asked: ReadonlySet<string>, sentences: readonly string[], language: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    for (const stem of contentStems(sentence, language)) if (asked.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return new Map([...counts].map(([stem, count]) => [stem, Math.log(1 + sentences.length / count)]));
}

/** Earlier ones go before later ones that say as much. */
function scoreOf(sentence: string, place: number, weights: ReadonlyMap<string, number>, language: string): number {
  const shared = [...contentStems(sentence, language)].reduce((sum, stem) => sum + (weights.get(stem) ?? 0), 0);
  return shared + 1 / (1 + place / 10);
}
