import { iconIndex, type WordMeaning } from './icon-index.js';
import { meaningOfForm } from './languages/forms.js';
import { isDoing, withoutSayings } from './figurative.js';
import { type Senses } from './senses.js';
import { baseLanguage, englishStem, plainWord, tokensOf } from './stems.js';
import { isInfinitive } from './nouns.js';
import { isStopWord } from './stop-words.js';
import type { Mood } from '../scene/mood.js';

/** Stems that often only measure or connect: they count, but what they measure counts more. */
const WEAK = new Set(
  'year month week day date hour minut second time old age life world work end piec light fast speed question land build red green blue black white год дне ден день дня час минут секунд врем времен лет мир жизн конец нов бел черн красн план работ'.split(
    ' ',
  ),
);

export interface FoundIcon {
  readonly name: string;
  readonly score: number;
  /** The best answer to some word, not only one of its relatives. */
  readonly first: boolean;
}

/** A word as written, and the drawings it stands for most. */
export interface FoundWord {
  readonly written: string;
  readonly icons: readonly string[];
}

/** What a text is about: drawings and moods, best first, and the words that led there. */
export interface Findings {
  readonly icons: readonly FoundIcon[];
  readonly moods: ReadonlyMap<Mood, number>;
  /** The most telling first. */
  readonly words: readonly FoundWord[];
}

/**
 * Looks a text up word by word. The sum per drawing rewards what several words point at; a word said twice counts little more
 * than once, so that one frequent word does not drown the others.
 * @param senses what words of several meanings stand for in the film that the text is of
 */
export function findIcons(text: string, language: string, senses: Senses = new Map()): Findings {
  const index = iconIndex(language);
  const scores = new Map<string, number>();
  const moods = new Map<Mood, number>();
  const telling = new Map<string, FoundWord & { readonly value: number }>();
  const seen = new Map<string, number>();
  const firsts = new Set<string>();
  const tokens = tokensOf(withoutSayings(text, language), language);
  const isNone = (written: string): boolean =>
    isStopWord(written, language) || (!meaningOfForm(written, baseLanguage(language)) && isInfinitive(written, language, index.hasForm));
  for (const [place, token] of tokens.entries()) {
    const meaning =
      isNone(token.written) || isDoing(tokens, place, language)
        ? undefined
        : (meaningOf(senses.get(token.stem)) ?? index.get(token.stem, plainWord(token.written)));
    if (!meaning || meaning.icons.size === 0) continue;
    const times = seen.get(token.stem) ?? 0;
    seen.set(token.stem, times + 1);
    const weight =
      (WEAK.has(englishStem(token.stem)) ? 0.45 : 1) *
      (1.15 - 0.3 * token.position) *
      (times === 0 ? 1 : times < 3 ? 0.25 : 0) *
      (token.stem.length < 3 && /^\p{Script=Latin}/u.test(token.stem) ? 0.5 : 1);
    let best = 0;
    for (const [name, value] of meaning.icons) {
      scores.set(name, (scores.get(name) ?? 0) + value * weight);
      best = Math.max(best, value);
    }
    const top = [...meaning.icons].filter(([, value]) => value > best * 0.93).map(([name]) => name);
    for (const name of top) firsts.add(name);
    for (const [mood, value] of meaning.moods) moods.set(mood, (moods.get(mood) ?? 0) + value * weight);
    // A word that many drawings share is vague; a longer one reads better in large type.
    const value =
      (best / Math.sqrt(meaning.icons.size)) * Math.min(1.4, 0.5 + token.written.length / 8) * (meaning.moods.size > 0 ? 1.5 : 1);
    const known = telling.get(token.stem);
    if (!known || known.value < value) telling.set(token.stem, { written: token.written, icons: top, value });
  }
  return {
    icons: [...scores].map(([name, score]) => ({ name, score, first: firsts.has(name) })).sort(byScore),
    moods,
    words: [...telling.values()]
      .sort((a, b) => b.value - a.value || (a.written < b.written ? -1 : 1))
      .map(({ written, icons }) => ({ written, icons })),
  };
}

/** As strong as the first drawings of an idea; a mood comes with the drawings' own words. */
const SENSE_WEIGHT = 5;
function meaningOf(sense: readonly string[] | undefined): Pick<WordMeaning, 'icons' | 'moods'> | undefined {
  return sense && { icons: new Map(sense.map((name, place) => [name, SENSE_WEIGHT / (1 + place)])), moods: new Map() };
}

/** Ties are broken by name, so that the answer does not depend on the order of tables. */
function byScore(a: FoundIcon, b: FoundIcon): number {
  return b.score - a.score || (a.name < b.name ? -1 : 1);
}
